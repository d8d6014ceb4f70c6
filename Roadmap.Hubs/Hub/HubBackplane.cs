using System.Collections.Concurrent;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Logging;
using Roadmap.Hubs.EventLog;
using Roadmap.Hubs.Operations;

namespace Roadmap.Hubs.Hub;

/// <summary>
/// The hub's connections of this instance in a manager of SignalR's, which knows all that <c>IHubContext</c> can name but tasks. It may
/// have to ask another server for each of them, which may be away: so nobody waits for a join but those who need it, and what fails is
/// tried again.
/// </summary>
internal sealed class HubBackplane(HubLifetimeManager<TaskProgressHub> manager, TimeProvider time, ILogger<HubBackplane> logger)
    : IDisposable
{
    /// <summary>So long a change of groups waits, for a join or for another instance.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, BackplaneMember> _members = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<BackplaneMember, bool> _unjoined = new();
    private volatile bool _isAway;
    private int _isRetrying;

    public HubLifetimeManager<TaskProgressHub> Manager => manager;

    public bool HasJoined(string connectionId) => _members.TryGetValue(connectionId, out var member) && member.IsJoined;

    /// <summary>Whether what is sent may have to go to connections that are not here.</summary>
    public bool ReachesOtherInstances { get; } = manager is not DefaultHubLifetimeManager<TaskProgressHub>;

    public void Enter(OutboxConnection connection)
    {
        var member = _members[connection.ConnectionId] = new BackplaneMember(connection, manager);
        if (_isAway)
            _unjoined.TryAdd(member, true);
        else
            _ = JoinAsync(member);
    }

    public void Leave(string connectionId)
    {
        if (!_members.TryRemove(connectionId, out var member))
            return;
        _unjoined.TryRemove(member, out _);
        _ = LeaveAsync(member);
    }

    /// <summary>Done at once for a connection that is not here.</summary>
    /// <exception cref="LogUnavailableException">It did not join in time.</exception>
    public Task WhenJoinedAsync(string connectionId, CancellationToken cancellationToken) =>
        _members.TryGetValue(connectionId, out var member) ? InTimeAsync(member.WhenSettledAsync(), cancellationToken) : Task.CompletedTask;

    /// <exception cref="LogUnavailableException">It is not known whether it happened.</exception>
    public async Task AddToGroupAsync(string connectionId, string groupName, CancellationToken cancellationToken)
    {
        if (_members.TryGetValue(connectionId, out var member))
        {
            await InTimeAsync(member.WhenSettledAsync(), cancellationToken);
            if (member.HasLeft)
                return;
        }

        await InTimeAsync(manager.AddToGroupAsync(connectionId, groupName, cancellationToken), cancellationToken);
    }

    /// <inheritdoc cref="AddToGroupAsync"/>
    public Task RemoveFromGroupAsync(string connectionId, string groupName, CancellationToken cancellationToken) =>
        _members.ContainsKey(connectionId) && !HasJoined(connectionId)
            ? Task.CompletedTask
            : InTimeAsync(manager.RemoveFromGroupAsync(connectionId, groupName, cancellationToken), cancellationToken);

    /// <summary>Tries again what failed; called once a second.</summary>
    public void Tick()
    {
        if (!_unjoined.IsEmpty && Interlocked.Exchange(ref _isRetrying, 1) == 0)
            _ = RetryAsync();
    }

    public void Dispose() => (manager as IDisposable)?.Dispose();

    /// <summary>One shows whether it is there again; then all.</summary>
    private async Task RetryAsync()
    {
        var members = _unjoined.Keys.ToArray();
        if (await JoinAsync(members[0]))
            await Task.WhenAll(members.Skip(1).Select(JoinAsync));
        Volatile.Write(ref _isRetrying, 0);
    }

    private async Task<bool> JoinAsync(BackplaneMember member)
    {
        try
        {
            await member.JoinAsync();
        }
#pragma warning disable CA1031 // Whatever it is, the next attempt may do better.
        catch (Exception e)
#pragma warning restore CA1031
        {
            if (!_isAway)
                logger.BackplaneAway(e is LogUnavailableException ? null : e, e.Message);
            _isAway = true;
            _unjoined.TryAdd(member, true);
            // It may have left a moment ago, when it was not in there yet.
            if (member.HasLeft)
                _unjoined.TryRemove(member, out _);
            return false;
        }

        _unjoined.TryRemove(member, out _);
        if (_isAway)
            logger.BackplaneBack();
        _isAway = false;
        return true;
    }

    private async Task LeaveAsync(BackplaneMember member)
    {
        try
        {
            await member.LeaveAsync();
        }
#pragma warning disable CA1031 // Its outbox is closed: nothing reaches it any more.
        catch (Exception e)
#pragma warning restore CA1031
        {
            logger.BackplaneLeaveFailed(e, member.ConnectionId);
        }
    }

    private async Task InTimeAsync(Task change, CancellationToken cancellationToken)
    {
        try
        {
            await change.WaitAsync(Patience, time, cancellationToken);
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            throw new LogUnavailableException("The backplane did not answer in time.", e);
        }
    }
}
