using System.Threading.Channels;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.DependencyInjection;
using Roadmap.Contracts;
using Roadmap.Contracts.Json;

namespace Roadmap.Tests.Support;

/// <summary>
/// A stock SignalR .NET client, which goes straight to a WebSocket: what it is sent and has a handler for, in the order in which it came.
/// </summary>
internal sealed class HubWatcher : IAsyncDisposable
{
    private readonly Channel<object> _messages = Channel.CreateUnbounded<object>();

    /// <param name="url">Of the hub, with its query.</param>
    /// <param name="alsoTo">Types that the contract does not know, to listen to as well.</param>
    public HubWatcher(Uri url, params IEnumerable<string> alsoTo)
        : this(url, isPacked: false, alsoTo)
    {
    }

    /// <param name="url">Of the hub, with its query.</param>
    /// <param name="isPacked">Whether it speaks MessagePack.</param>
    /// <param name="alsoTo">Types that the contract does not know, to listen to as well.</param>
    public HubWatcher(Uri url, bool isPacked, params IEnumerable<string> alsoTo)
    {
        var builder = new HubConnectionBuilder().WithUrl(url, HttpTransportType.WebSockets, http => http.SkipNegotiation = true);
        if (isPacked)
            builder.AddMessagePackProtocol();
        var stock = builder.Services.Last(service => service.ServiceType == typeof(IHubProtocol)).ImplementationType!;
        builder.Services.AddSingleton<IHubProtocol>(provider => new HeardProtocol(
            (IHubProtocol)ActivatorUtilities.CreateInstance(provider, stock), message => _messages.Writer.TryWrite(message)));
        Connection = builder.Build();
        // A server whose clock stands still pings nobody, and its clients must not leave it for that.
        Connection.ServerTimeout = 2 * Wait.Patience;
        Listen<ConnectedMessage>(TaskEventTypes.Connected);
        Listen<TaskSnapshot>(TaskEventTypes.CurrentStatus);
        Listen<ErrorMessage>(TaskEventTypes.Error);
        Listen<PongMessage>(TaskEventTypes.Pong);
        Listen<TaskChangedMessage>(TaskEventTypes.TaskChanged);
        Listen<TasksBeatMessage>(TaskEventTypes.TasksBeat);
        Listen<UnreadableTaskEvent>(TaskEventTypes.Unknown);
        foreach (var (name, type) in TaskEventConverter.Types)
            Connection.On(name, [type], (_, _) => Task.CompletedTask, new object());
        foreach (var name in alsoTo)
            Listen<TaskEvent>(name);
        Connection.Closed += _ =>
        {
            _messages.Writer.TryComplete();
            return Task.CompletedTask;
        };
    }

    public HubConnection Connection { get; }

    /// <summary>Done when hands are shaken. The server may let it in a moment later: <see cref="IsLetInAsync"/>.</summary>
    public Task StartAsync() => Connection.StartAsync().InTime();

    /// <summary>
    /// Done when the server has it among its connections: it answers no call before. To be called before anything is heard.
    /// </summary>
    public async Task IsLetInAsync()
    {
        await InvokeAsync(HubMethods.Ping);
        await NextAsync<PongMessage>();
    }

    /// <summary>Calls a hub method and waits for its answer.</summary>
    public Task InvokeAsync(string method, params object[] arguments) =>
        Connection.InvokeCoreAsync(method, arguments).InTime(what: $"the answer to {method}");

    /// <inheritdoc cref="InvokeAsync(string, object[])"/>
    public Task<T> InvokeAsync<T>(string method, params object[] arguments) =>
        Connection.InvokeCoreAsync<T>(method, arguments).InTime(what: $"the answer to {method}");

    public Task<SubscribeReply> SubscribeAsync(string taskId, AfterPosition? after = null, bool? includeHistory = null) =>
        InvokeAsync<SubscribeReply>(
            HubMethods.Subscribe, new SubscribeRequest { TaskId = taskId, After = after, IncludeHistory = includeHistory });

    public Task UnsubscribeAsync(string taskId) => InvokeAsync(HubMethods.Unsubscribe, new TaskRequest { TaskId = taskId });

    public Task<TasksBeatMessage> WatchTasksAsync(string? owner = null, string? kind = null, TaskRunStatus? status = null) =>
        InvokeAsync<TasksBeatMessage>(HubMethods.WatchTasks, new WatchTasksRequest { Owner = owner, Kind = kind, Status = status });

    /// <summary>The next message, whatever it is.</summary>
    /// <param name="details">Where the test is: seed, step, position.</param>
    public Task<object> NextAsync(Func<string>? details = null) =>
        _messages.Reader.ReadAsync().InTime(details, "the next message of the hub");

    /// <summary>The next message, which must be of this type.</summary>
    public async Task<T> NextAsync<T>() => (await NextAsync()).ShouldBeOfType<T>();

    /// <summary>Done when the connection was closed by the other side.</summary>
    public async Task ClosedAsync()
    {
        while (await _messages.Reader.WaitToReadAsync().InTime(what: "the end of the hub connection"))
            _messages.Reader.TryRead(out _);
    }

    public bool HasMore => _messages.Reader.TryPeek(out _);

    public async ValueTask DisposeAsync() => await Connection.DisposeAsync().InTime();

    private void Listen<T>(string name) => Connection.On<T>(name, _ => { });
}
