using Microsoft.AspNetCore.SignalR;

namespace Roadmap.Hubs.Hub;

/// <summary>
/// One connection in the backplane's manager: it joins, at the second or third attempt perhaps, and leaves once. Nothing of it happens at
/// the same time.
/// </summary>
internal sealed class BackplaneMember(OutboxConnection connection, HubLifetimeManager<TaskProgressHub> manager)
{
    // The connection, which is nobody else's, is its lock.
    private TaskCompletionSource? _settled;
    private Task _attempt = Task.CompletedTask;
    private volatile Stage _stage;

    private enum Stage
    {
        Out,

        /// <summary>An attempt has begun, and the manager may know a half of it.</summary>
        Trying,
        Joined,
        Left,
    }

    public string ConnectionId => connection.ConnectionId;

    public bool IsJoined => _stage == Stage.Joined;

    public bool HasLeft => _stage == Stage.Left;

    /// <summary>One attempt; none when it is not needed any more.</summary>
    public Task JoinAsync()
    {
        lock (connection)
        {
            if (_stage is Stage.Joined or Stage.Left || !_attempt.IsCompleted)
                return _attempt;
            var isAgain = _stage == Stage.Trying;
            _stage = Stage.Trying;
            return _attempt = JoinAsync(isAgain);
        }
    }

    /// <summary>The connection has gone: the manager forgets it.</summary>
    public async Task LeaveAsync()
    {
        Task attempt;
        lock (connection)
        {
            (var before, _stage) = (_stage, Stage.Left);
            _settled?.TrySetResult();
            if (before == Stage.Out)
                return;
            attempt = _attempt;
        }

        await attempt.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await manager.OnDisconnectedAsync(connection);
    }

    /// <summary>Done when it has joined or left.</summary>
    public Task WhenSettledAsync()
    {
        lock (connection)
        {
            return _stage is Stage.Joined or Stage.Left
                ? Task.CompletedTask
                : (_settled ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }
    }

    private async Task JoinAsync(bool isAgain)
    {
        // The manager's own way to forget what it knows of a half.
        if (isAgain)
            await manager.OnDisconnectedAsync(connection).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await manager.OnConnectedAsync(connection);
        lock (connection)
        {
            if (_stage == Stage.Trying)
                _stage = Stage.Joined;
            _settled?.TrySetResult();
        }
    }
}
