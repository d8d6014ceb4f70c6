using System.Collections.Concurrent;

namespace Roadmap.Hubs.FanOut;

/// <summary>
/// The hub's connections of this instance, as <c>IHubContext</c> names them: all, users, groups. Raw WebSockets and event streams are none of SignalR's,
/// and a task's watchers are no group of its: those are the feed's own.
/// </summary>
internal sealed class HubAudience
{
    private readonly ConcurrentDictionary<string, Member> _members = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Dictionary<string, ConnectionOutbox>> _groups = new(StringComparer.Ordinal);
    private readonly Lock _changing = new();

    public IEnumerable<ConnectionOutbox> All => _members.Values.Select(member => member.Outbox);

    public void Enter(ConnectionOutbox outbox, string? userId) => _members[outbox.ConnectionId] = new Member(outbox, userId);

    public void Leave(string connectionId)
    {
        if (!_members.TryRemove(connectionId, out _))
            return;
        lock (_changing)
        {
            foreach (var name in _groups.Where(group => group.Value.ContainsKey(connectionId)).Select(group => group.Key).ToList())
                RemoveLocked(connectionId, name);
        }
    }

    public IEnumerable<ConnectionOutbox> OfUsers(IReadOnlyList<string> userIds) =>
        _members.Values.Where(member => member.UserId is { } userId && userIds.Contains(userId, StringComparer.Ordinal)).Select(member => member.Outbox);

    /// <summary>A connection that is not here, or has gone, is left out.</summary>
    public void AddToGroup(string connectionId, string groupName)
    {
        lock (_changing)
        {
            if (!_members.TryGetValue(connectionId, out var member))
                return;
            if (!_groups.TryGetValue(groupName, out var group))
                _groups[groupName] = group = new Dictionary<string, ConnectionOutbox>(StringComparer.Ordinal);
            group[connectionId] = member.Outbox;
        }
    }

    public void RemoveFromGroup(string connectionId, string groupName)
    {
        lock (_changing)
            RemoveLocked(connectionId, groupName);
    }

    public IReadOnlyList<ConnectionOutbox> OfGroup(string groupName)
    {
        lock (_changing)
            return _groups.TryGetValue(groupName, out var group) ? [.. group.Values] : [];
    }

    private void RemoveLocked(string connectionId, string groupName)
    {
        if (_groups.TryGetValue(groupName, out var group) && group.Remove(connectionId) && group.Count == 0)
            _groups.Remove(groupName);
    }

    private sealed record Member(ConnectionOutbox Outbox, string? UserId);
}
