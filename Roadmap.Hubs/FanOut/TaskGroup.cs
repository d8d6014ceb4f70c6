using Microsoft.AspNetCore.SignalR.Protocol;

namespace Roadmap.Hubs.FanOut;

/// <summary>
/// The connections of this instance that watch one task. Members change, and the group is written to, only from the task's feed, which
/// waits until all of them have what was sent before: no lock is needed.
/// </summary>
/// <param name="lanes">Into how many parts the members are divided.</param>
internal sealed class TaskGroup(int lanes)
{
    /// <summary>Waking a thread costs as much as handing to some ten members: it is to have more to do than that.</summary>
    public const int MembersPerThread = 64;

    private readonly Dictionary<string, ConnectionOutbox>[] _lanes =
        [.. Enumerable.Range(0, lanes).Select(_ => new Dictionary<string, ConnectionOutbox>(StringComparer.Ordinal))];

    private readonly Dictionary<string, ConnectionOutbox> _streams = new(StringComparer.Ordinal);
    private int _members;
    private List<HubMessage>? _batch;

    public bool IsEmpty => _members == 0;

    public void Add(ConnectionOutbox outbox)
    {
        var lane = LaneOf(outbox.ConnectionId);
        if (lane.TryAdd(outbox.ConnectionId, outbox))
            _members++;
        else
            lane[outbox.ConnectionId] = outbox;
        if (outbox.IsStream)
            _streams[outbox.ConnectionId] = outbox;
    }

    public void Remove(string connectionId)
    {
        if (LaneOf(connectionId).Remove(connectionId))
            _members--;
        _streams.Remove(connectionId);
    }

    /// <summary>Ends the streams among the members; no message reaches them after that.</summary>
    public void EndStreams(CloseReason end)
    {
        foreach (var (_, stream) in _streams)
            stream.End(end);
        _streams.Clear();
    }

    public void OpenBatch() => _batch = [];

    /// <summary>Sends to every member: at once, or with the batch that is open. Done when all have it.</summary>
    public Task SendAsync(HubMessage message)
    {
        if (_batch is null)
            return HandAsync(new MessageBatch([message]));
        _batch.Add(message);
        return Task.CompletedTask;
    }

    /// <inheritdoc cref="SendAsync"/>
    public Task CloseBatchAsync()
    {
        var batch = _batch;
        _batch = null;
        return batch is { Count: > 0 } ? HandAsync(new MessageBatch(batch)) : Task.CompletedTask;
    }

    private Task HandAsync(MessageBatch batch)
    {
        if (Math.Min(_lanes.Length, _members / MembersPerThread) is > 1 and var threads)
            return new HandOut(batch, [.. _lanes.Select(lane => lane.Values)]).RunAsync(threads);

        foreach (var lane in _lanes)
        {
            foreach (var outbox in lane.Values)
                outbox.Enqueue(batch);
        }

        return Task.CompletedTask;
    }

    /// <summary>Always the same for one connection.</summary>
    private Dictionary<string, ConnectionOutbox> LaneOf(string connectionId) =>
        _lanes[(uint)string.GetHashCode(connectionId, StringComparison.Ordinal) % (uint)_lanes.Length];
}
