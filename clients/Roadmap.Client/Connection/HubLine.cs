using System.Collections.Immutable;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Roadmap.Contracts;
using Roadmap.Contracts.Json;

namespace Roadmap.Client.Connection;

/// <summary>Who hears what comes over a line. It is called in the line's order, and must neither block nor throw.</summary>
internal interface ILineUser
{
    /// <summary>The task whose messages it hears; null: those that are of no task.</summary>
    string? TaskId { get; }

    /// <summary>Whenever the line's state has changed, and once at the beginning.</summary>
    void LineChanged(HubLine line, LineState state);

    void Receive(object message);
}

internal enum LinePhase
{
    Connecting,
    Connected,
    Waiting,
    Refused,
}

/// <inheritdoc cref="TaskWatchState"/>
internal sealed record LineState(LinePhase Phase, int Failures, DateTimeOffset? RetryAt = null, RoadmapException? Error = null);

/// <summary>
/// One connection to the hub, made again whenever it breaks, as long as somebody uses it. SignalR's own reconnect stays off: it gives up,
/// does not cover the first connect, and forgets positions.
/// </summary>
internal sealed class HubLine(RoadmapClientOptions options) : IAsyncDisposable
{
    /// <summary>After a connection that lasted so long the delays start small again.</summary>
    private static readonly TimeSpan s_stableAfter = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly AttemptBudget _budget = new(options.Backoff.AttemptsPerMinute, options.Time);
    private ImmutableDictionary<string, ILineUser> _tasks = ImmutableDictionary.Create<string, ILineUser>(StringComparer.Ordinal);
    private ILineUser? _list;
    private CancellationTokenSource? _running;
    private Task _run = Task.CompletedTask;
    private Task _ending = Task.CompletedTask;
    private LineState _state = new(LinePhase.Connecting, 0);
    private volatile HubConnection? _connection;
    private volatile SubscriptionTurns _turns = new(options.Timeout, options.Time);

    /// <summary>What the server said before it closed.</summary>
    private RoadmapException? _said;
    private bool _wasConnected;
    private bool _isDisposed;

    /// <summary>False when another one hears the same task over this line, or there are as many as it may carry.</summary>
    public bool TryJoin(ILineUser user)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            if (user.TaskId is { } task ? _tasks.ContainsKey(task) || _tasks.Count >= options.TasksPerConnection : _list is not null)
                return false;
            if (user.TaskId is { } taskId)
                _tasks = _tasks.Add(taskId, user);
            else
                _list = user;
            if (_running is null)
            {
                _state = new LineState(LinePhase.Connecting, 0);
                _running = new CancellationTokenSource();
                _run = RunAfterAsync(_run, _running.Token);
            }

            user.LineChanged(this, _state);
            return true;
        }
    }

    /// <summary>The line ends with its last user.</summary>
    public void Leave(ILineUser user)
    {
        lock (_gate)
        {
            if (user.TaskId is null)
                _list = ReferenceEquals(_list, user) ? null : _list;
            else if (ReferenceEquals(_tasks.GetValueOrDefault(user.TaskId), user))
                _tasks = _tasks.Remove(user.TaskId);
            if (_tasks.IsEmpty && _list is null)
                StopLocked();
        }
    }

    /// <summary>Calls a method of the hub.</summary>
    /// <exception cref="RoadmapException">The server's refusal; or the connection is over, of which every user is told then.</exception>
    public Task<T> InvokeAsync<T>(string method, params object[] arguments) => InvokeAsync<T>(_connection, method, arguments);

    /// <summary>Subscribes when the calls before it that are about the same task are settled.</summary>
    /// <param name="request">To what.</param>
    /// <param name="isWanted">Asked when its turn has come: from then on <c>connected</c> is the answer to this call.</param>
    /// <returns>Null when it was not wanted any more.</returns>
    /// <inheritdoc cref="InvokeAsync{T}(string, object[])" path="/exception"/>
    public Task<SubscribeReply?> SubscribeAsync(SubscribeRequest request, Func<bool> isWanted)
    {
        var connection = _connection;
        return _turns.RunAsync(request.TaskId!, isConnecting: true, async () => isWanted()
            ? await InvokeAsync<SubscribeReply>(connection, HubMethods.Subscribe, request).ConfigureAwait(false)
            : null);
    }

    /// <inheritdoc cref="SubscribeAsync"/>
    public Task UnsubscribeAsync(string taskId)
    {
        var connection = _connection;
        return _turns.RunAsync(taskId, isConnecting: false, () =>
            InvokeAsync<object?>(connection, HubMethods.Unsubscribe, new TaskRequest { TaskId = taskId }));
    }

    public async ValueTask DisposeAsync()
    {
        Task run, ending;
        lock (_gate)
        {
            _isDisposed = true;
            StopLocked();
            run = _run;
        }

        await run.ConfigureAwait(false);
        lock (_gate)
            ending = _ending;
        await ending.ConfigureAwait(false);
    }

    private async Task<T> InvokeAsync<T>(HubConnection? connection, string method, params object[] arguments)
    {
        if (connection is null || !ReferenceEquals(connection, _connection))
            throw new RoadmapException(ClientErrorCodes.Unreachable, "There is no connection to the server.");
        using var limit = new CancellationTokenSource(options.Timeout, options.Time);
        try
        {
            return await connection.InvokeCoreAsync<T>(method, arguments, limit.Token).ConfigureAwait(false);
        }
        catch (Exception e)
            when (e is OperationCanceledException or InvalidOperationException or IOException or WebSocketException or HubException)
        {
            if (Refusal.In(e) is { } refusal)
                throw refusal;
            // A connection on which a call is not answered is dead.
            if (ReferenceEquals(connection, _connection))
                _ = connection.StopAsync(CancellationToken.None);
            throw new RoadmapException(ClientErrorCodes.Unreachable, $"The server did not answer {method}.", e);
        }
    }

    private void StopLocked()
    {
        _running?.Cancel();
        _running = null;
    }

    private async Task RunAfterAsync(Task before, CancellationToken stopping)
    {
        await before.ConfigureAwait(false);
        await Task.Yield();
        var failures = 0;
        while (!stopping.IsCancellationRequested)
        {
            var (error, lasted) = await ConnectAsync(failures, stopping).ConfigureAwait(false);
            if (stopping.IsCancellationRequested)
                return;
            if (error.IsFinal)
            {
                Refuse(error, stopping);
                return;
            }

            failures = lasted > s_stableAfter ? 1 : failures + 1;
            await WaitAsync(error, failures, stopping).ConfigureAwait(false);
        }
    }

    /// <summary>One connection, from its begin to its end; why it ended, and how long it was there.</summary>
    private async Task<(RoadmapException Error, TimeSpan Lasted)> ConnectAsync(int failures, CancellationToken stopping)
    {
        Tell(new LineState(LinePhase.Connecting, failures), stopping);
        _budget.Spend();
        _said = null;
        var closed = new TaskCompletionSource<Exception?>(TaskCreationOptions.RunContinuationsAsynchronously);
        var address = options.At(Routes.Hub);
        HubConnection? connection = null;
        var lasted = TimeSpan.Zero;
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var renewing = Task.CompletedTask;
        try
        {
            var tokens = new TokenRenewal(options);
            connection = Build(address, tokens);
            connection.Closed += exception =>
            {
                closed.TrySetResult(exception);
                return Task.CompletedTask;
            };
            connection.On(OneTargetProtocol.Target, [typeof(object)], Receive, connection);
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(stopping);
            limit.CancelAfter(options.Timeout);
            await connection.StartAsync(limit.Token).ConfigureAwait(false);
            var since = options.Time.GetTimestamp();
            _wasConnected = true;
            _turns = new SubscriptionTurns(options.Timeout, options.Time);
            _connection = connection;
            Tell(new LineState(LinePhase.Connected, failures), stopping);
            renewing = tokens.KeepAsync(connection, over.Token);
            var end = await closed.Task.WaitAsync(stopping).ConfigureAwait(false);
            lasted = options.Time.GetElapsedTime(since);
            return (_said ?? Refusal.Of(end, address, wasConnected: true), lasted);
        }
        catch (OperationCanceledException e)
        {
            return (new RoadmapException(
                ClientErrorCodes.Unreachable, $"The server did not answer within {options.Timeout.TotalSeconds:0.#} s.", e), lasted);
        }
#pragma warning disable CA1031 // SignalR's client throws what its transports throw, whatever that is: the connection was not made.
        catch (Exception e)
#pragma warning restore CA1031
        {
            return (Refusal.Of(e, address, _wasConnected), lasted);
        }
        finally
        {
            _connection = null;
            _turns.End();
            await over.CancelAsync().ConfigureAwait(false);
            if (connection is not null)
            {
                // A dead WebSocket takes seconds to be closed: the next try does not wait for that.
                lock (_gate)
                    _ending = Task.WhenAll(_ending, renewing, connection.DisposeAsync().AsTask());
            }
        }
    }

    private async Task WaitAsync(RoadmapException error, int failures, CancellationToken stopping)
    {
        var delay = Backoff.After(failures, error, options.Backoff, Random.Shared.NextDouble());
        if (_budget.Wait > delay)
            delay = _budget.Wait;
        Tell(new LineState(LinePhase.Waiting, failures, options.Time.GetUtcNow() + delay, error), stopping);
        await Task.Delay(delay, options.Time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private HubConnection Build(Uri address, TokenRenewal tokens)
    {
        var builder = new HubConnectionBuilder().WithUrl(address, http =>
        {
            if (options.AccessToken is not null)
                http.AccessTokenProvider = tokens.AskAsync;
            http.SkipNegotiation = options.SkipNegotiation;
            if (options.SkipNegotiation)
                http.Transports = HttpTransportType.WebSockets;
        });
        var json = new JsonHubProtocolOptions();
        json.PayloadSerializerOptions.TypeInfoResolver = ContractsJson.Default;
        builder.Services.AddSingleton<IHubProtocol>(new OneTargetProtocol(new JsonHubProtocol(Options.Create(json))));
        return builder.Build();
    }

    private Task Receive(object?[] arguments, object connection)
    {
        if (!ReferenceEquals(connection, _connection) && _connection is not null)
            return Task.CompletedTask;
        switch (arguments[0])
        {
            case ITaskMessage message:
                _tasks.GetValueOrDefault(message.TaskId)?.Receive(message);
                break;
            case ConnectedMessage connected:
                _turns.Connected(connected.TaskId);
                _tasks.GetValueOrDefault(connected.TaskId)?.Receive(connected);
                break;
            case ErrorMessage { TaskId: { } taskId } error:
                _tasks.GetValueOrDefault(taskId)?.Receive(error);
                break;
            case ErrorMessage error:
                _said = new RoadmapException(error.Code, error.Message);
                break;
            case { } message:
                Volatile.Read(ref _list)?.Receive(message);
                break;
        }

        return Task.CompletedTask;
    }

    private void Refuse(RoadmapException error, CancellationToken stopping)
    {
        lock (_gate)
        {
            if (stopping.IsCancellationRequested)
                return;
            // Whoever comes later may have better luck, as with a new token.
            Tell(new LineState(LinePhase.Refused, 0, Error: error), stopping);
            _tasks = _tasks.Clear();
            _list = null;
            StopLocked();
        }
    }

    private void Tell(LineState state, CancellationToken stopping)
    {
        lock (_gate)
        {
            if (stopping.IsCancellationRequested)
                return;
            _state = state;
            foreach (var user in _tasks.Values)
                user.LineChanged(this, state);
            _list?.LineChanged(this, state);
        }
    }
}
