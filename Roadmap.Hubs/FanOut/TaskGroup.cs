using Microsoft.AspNetCore.SignalR.Protocol;

namespace Roadmap.Hubs.FanOut;

/// <summary>
/// The connections of this instance that watch one task. Members change, and the group is written to, only from the task's feed: no lock is needed.
/// </summary>
internal sealed class TaskGroup
{
    private readonly Dictionary<string, ConnectionOutbox> _members = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ConnectionOutbox> _streams = new(StringComparer.Ordinal);
    private List<HubMessage>? _batch;

    public bool IsEmpty => _members.Count == 0;

    public void Add(ConnectionOutbox outbox)
    {
        _members[outbox.ConnectionId] = outbox;
        if (outbox.IsStream)
            _streams[outbox.ConnectionId] = outbox;
    }

    public void Remove(string connectionId)
    {
        _members.Remove(connectionId);
        _streams.Remove(connectionId);
    }

    /// <summary>Ends the streams among the members; no message reaches them after that.</summary>
    public void EndStreams(StreamEnd end)
    {
        foreach (var (_, stream) in _streams)
            stream.End(end);
        _streams.Clear();
    }

    public void OpenBatch() => _batch = [];

    /// <summary>Sends to every member: at once, or with the batch that is open.</summary>
    public void Send(HubMessage message)
    {
        if (_batch is not null)
            _batch.Add(message);
        else
            Hand(new MessageBatch([message]));
    }

    public void CloseBatch()
    {
        var batch = _batch;
        _batch = null;
        if (batch is { Count: > 0 })
            Hand(new MessageBatch(batch));
    }

    private void Hand(MessageBatch batch)
    {
        foreach (var outbox in _members.Values)
            outbox.Enqueue(batch);
    }
}
