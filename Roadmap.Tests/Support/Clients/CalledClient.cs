using System.Threading.Channels;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;
using Roadmap.Hubs.Hub;

namespace Roadmap.Tests.Support;

/// <summary>A stock client of the task hub that a host calls: it keeps what it is told, and answers when the test says so.</summary>
internal sealed class CalledClient : IAsyncDisposable
{
    /// <summary>The method by which it is told something.</summary>
    public const string Said = "said";

    /// <summary>The method by which it is asked for a number.</summary>
    public const string Asked = "asked";

    private readonly Channel<string> _heard = Channel.CreateUnbounded<string>();
    private readonly Channel<(string Question, TaskCompletionSource<object> Answer)> _asked =
        Channel.CreateUnbounded<(string, TaskCompletionSource<object>)>();

    private CalledClient(HubServer server, string user, bool isPacked)
    {
        var builder = new HubConnectionBuilder().WithUrl(new Uri($"{server.HubUrl}?user={user}"), HttpTransportType.WebSockets);
        if (isPacked)
            builder.AddMessagePackProtocol();
        Connection = builder.Build();
        Connection.On(Said, (string words) => _heard.Writer.TryWrite(words));
        Connection.On<string, object>(Asked, question =>
        {
            var answer = new TaskCompletionSource<object>();
            _asked.Writer.TryWrite((question, answer));
            return answer.Task;
        });
    }

    public HubConnection Connection { get; }

    public string Id => Connection.ConnectionId!;

    public bool HasHeard => _heard.Reader.TryPeek(out _);

    /// <summary>Whether it has heard these words, among others perhaps; what it has heard is forgotten.</summary>
    public bool HasHeardOf(string words)
    {
        while (_heard.Reader.TryRead(out var heard))
        {
            if (heard == words)
                return true;
        }

        return false;
    }

    public static async Task<CalledClient> ConnectAsync(HubServer server, string user = "", bool waitsForJoin = true, bool isPacked = false)
    {
        var client = new CalledClient(server, user, isPacked);
        await client.Connection.StartAsync().InTime();
        if (waitsForJoin)
            await WhenJoinedAsync(server, client.Id);
        return client;
    }

    /// <summary>Other instances reach it from then on.</summary>
    public static async Task WhenJoinedAsync(HubServer server, string connectionId)
    {
        var backplane = server.Services.GetRequiredService<HubBackplane>();
        await Wait.Eventually("the connection has joined", () => backplane.HasJoined(connectionId));
    }

    /// <summary>What it is told next.</summary>
    public Task<string> NextAsync() => _heard.Reader.ReadAsync().InTime(what: "what a host says");

    /// <summary>The next question.</summary>
    public Task<(string Question, TaskCompletionSource<object> Answer)> NextQuestionAsync() =>
        _asked.Reader.ReadAsync().InTime(what: "what a host asks");

    public async ValueTask DisposeAsync() => await Connection.DisposeAsync().InTime();
}
