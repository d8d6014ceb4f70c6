using Roadmap.Contracts;
using Roadmap.Hubs.Log;
using Roadmap.Hubs.State;

namespace Roadmap.Tests.Support;

/// <summary>What happens to an announcement on its way to the feed.</summary>
public enum AnnouncementFate
{
    Delivered,
    Lost,
    Repeated,

    /// <summary>Kept back until <see cref="ScriptedLog.DeliverLate"/>, which delivers in the reverse order.</summary>
    Late,
}

/// <summary>
/// The log of one task as a feed sees it, in memory, with all that may go wrong with announcements and with the log itself. Every event's message
/// names its epoch and number, so that a spliced or invented one is seen.
/// </summary>
internal sealed class ScriptedLog(string taskId) : ITaskLogReader, ITaskAnnouncements
{
    private const int BytesOfEvent = 180;

    private readonly Lock _gate = new();
    private readonly List<TaskEvent> _events = [];
    private readonly List<TaskAnnouncement> _late = [];
    private Action<TaskAnnouncement>? _onAnnounced;
    private TaskState _head = NewLife("life-1", taskId);
    private long _oldestSeq = 1;
    private int _lives = 1;

    public Position Head
    {
        get
        {
            lock (_gate)
                return _head.Position;
        }
    }

    public bool IsUnavailable { get; set; }

    public void Append(int count, AnnouncementFate fate)
    {
        TaskAnnouncement announcement;
        lock (_gate)
        {
            var appended = new StoredEvents();
            for (var i = 0; i < count; i++)
            {
                var seq = _head.Seq + 1;
                var stored = new ProgressEvent { TaskId = taskId, Epoch = _head.Epoch, Seq = seq, Attempt = 1, Step = "work", Status = "processing", Message = $"{_head.Epoch}:{seq}" };
                _head = _head.Apply(stored);
                _events.Add(stored);
                appended.Add(stored, BytesOfEvent);
            }

            announcement = new TaskAnnouncement(taskId, appended, _oldestSeq);
            if (fate == AnnouncementFate.Late)
                _late.Add(announcement);
        }

        if (fate is AnnouncementFate.Delivered or AnnouncementFate.Repeated)
            _onAnnounced?.Invoke(announcement);
        if (fate is AnnouncementFate.Repeated)
            _onAnnounced?.Invoke(announcement);
    }

    public void DeliverLate()
    {
        TaskAnnouncement[] late;
        lock (_gate)
        {
            late = [.. Enumerable.Reverse(_late)];
            _late.Clear();
        }

        foreach (var announcement in late)
            _onAnnounced?.Invoke(announcement);
    }

    public void TrimTo(int kept)
    {
        lock (_gate)
        {
            _events.RemoveRange(0, Math.Max(0, _events.Count - kept));
            _oldestSeq = _head.Seq - _events.Count + 1;
        }
    }

    /// <summary>The numbering begins anew, at a lower number than before, as after a restored backup.</summary>
    public void BeginNewLife(int events)
    {
        lock (_gate)
        {
            _events.Clear();
            _oldestSeq = 1;
            _head = NewLife($"life-{++_lives}", taskId);
        }

        if (events > 0)
            Append(events, AnnouncementFate.Lost);
    }

    public async Task<TaskLogView?> ReadAsync(string requested, long afterSeq, int limit, int bytes, CancellationToken cancellationToken)
    {
        await Task.Yield();
        if (IsUnavailable)
            throw new LogUnavailableException("The scripted log is down.");
        lock (_gate)
        {
            var found = new StoredEvents();
            foreach (var stored in _events.Where(stored => stored.Seq > afterSeq).Take(limit).TakeWhile(_ => found.Bytes < bytes))
                found.Add(stored, BytesOfEvent);
            return new TaskLogView(_head, _oldestSeq, found);
        }
    }

    public async Task<IReadOnlyDictionary<string, Position>> ReadHeadsAsync(IReadOnlyCollection<string> taskIds, CancellationToken cancellationToken)
    {
        await Task.Yield();
        return taskIds.ToDictionary(id => id, _ => Head);
    }

    public Task<IAsyncDisposable> SubscribeAsync(string requested, Action<TaskAnnouncement> onAnnounced, CancellationToken cancellationToken)
    {
        _onAnnounced = onAnnounced;
        return Task.FromResult<IAsyncDisposable>(new Nothing());
    }

    private static TaskState NewLife(string epoch, string taskId) => new()
    {
        TaskId = taskId,
        Kind = "test",
        Origin = TaskOrigin.Worker,
        CreatedAt = default,
        UpdatedAt = default,
        Epoch = epoch,
    };

    private sealed class Nothing : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
