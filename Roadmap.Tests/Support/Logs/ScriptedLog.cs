using System.Collections.Concurrent;
using System.Collections.Immutable;
using Roadmap.Contracts;
using Roadmap.Hubs.EventLog;
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
/// The log of one task as a feed sees it, in memory, with all that may go wrong with announcements and with the log itself. Every event's
/// message names its epoch and number, so that a spliced or invented one is seen.
/// </summary>
internal sealed class ScriptedLog(string taskId) : ITaskLogReader, ITaskAnnouncements
{
    private const int BytesOfEvent = 180;

    private readonly Lock _gate = new();
    private readonly List<TaskEvent> _events = [];
    private readonly List<TaskAnnouncement> _late = [];
    private readonly Dictionary<long, string> _traces = [];
    private ImmutableArray<Action<TaskAnnouncement>> _listeners = [];
    private readonly ConcurrentDictionary<string, bool> _lookedAt = new(StringComparer.Ordinal);
    private int _hangingReads;
    private int _hangingSubscriptions;
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

    /// <summary>How many events the largest read returned.</summary>
    public int LargestRead { get; private set; }

    /// <summary>How often events were read.</summary>
    public int Reads { get; private set; }

    /// <summary>Who listens now.</summary>
    public int Listeners => _listeners.Length;

    /// <summary>The next read, of whatever, never comes back.</summary>
    public void HangNextRead() => Interlocked.Increment(ref _hangingReads);

    /// <summary>The next subscription to announcements comes when nobody waits for it any more.</summary>
    public void HangNextSubscription() => Interlocked.Increment(ref _hangingSubscriptions);

    /// <summary>The most tasks whose heads were read in one go.</summary>
    public int MostHeads { get; private set; }

    /// <summary>How many tasks' heads were read so.</summary>
    public int TasksLookedAt => _lookedAt.Count;

    /// <summary>The event is not there any more, although the log goes on after it.</summary>
    public void Lose(long seq)
    {
        lock (_gate)
            _events.RemoveAll(stored => stored.Seq == seq);
    }

    /// <summary>The event cannot be read any more.</summary>
    public void Damage(long seq)
    {
        lock (_gate)
        {
            var at = _events.FindIndex(stored => stored.Seq == seq);
            if (at >= 0)
                _events[at] = UnreadableTaskEvent.InPlaceOf(_events[at]);
        }
    }

    /// <param name="count">Of events.</param>
    /// <param name="fate">Of their announcement.</param>
    /// <param name="trace">Of the append.</param>
    public void Append(int count, AnnouncementFate fate, string? trace = null) => Append(count, fate, isEnd: false, trace);

    /// <summary>The task has ended.</summary>
    public void End(AnnouncementFate fate) => Append(1, fate, isEnd: true, trace: null);

    private void Append(int count, AnnouncementFate fate, bool isEnd, string? trace)
    {
        TaskAnnouncement announcement;
        lock (_gate)
        {
            var appended = new StoredEvents();
            for (var i = 0; i < count; i++)
            {
                var seq = _head.Seq + 1;
                TaskEvent reported = isEnd ? new CompletedEvent() : new ProgressEvent { Step = "work", Status = "processing" };
                var stored = reported with
                {
                    TaskId = taskId,
                    Epoch = _head.Epoch,
                    Seq = seq,
                    Attempt = 1,
                    Message = $"{_head.Epoch}:{seq}",
                };
                _head = _head.Apply(stored);
                _events.Add(stored);
                appended.Add(stored, BytesOfEvent, trace);
                if (trace is not null)
                    _traces[stored.Seq] = trace;
            }

            announcement = new TaskAnnouncement(taskId, appended, _oldestSeq);
            if (fate == AnnouncementFate.Late)
                _late.Add(announcement);
        }

        if (fate is AnnouncementFate.Delivered or AnnouncementFate.Repeated)
            Announce(announcement);
        if (fate is AnnouncementFate.Repeated)
            Announce(announcement);
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
            Announce(announcement);
    }

    public void TrimTo(int kept)
    {
        lock (_gate)
        {
            _events.RemoveRange(0, Math.Max(0, _events.Count - kept));
            _oldestSeq = _head.Seq - _events.Count + 1;
        }
    }

    /// <summary>The numbering begins anew, at a lower number than before, as after a restored backup; or it is another task.</summary>
    public void BeginNewLife(int events, string? owner = null)
    {
        lock (_gate)
        {
            _events.Clear();
            _oldestSeq = 1;
            _head = NewLife($"life-{++_lives}", taskId) with { Owner = owner };
        }

        if (events > 0)
            Append(events, AnnouncementFate.Lost);
    }

    public async Task<TaskLogView?> ReadAsync(string requested, long afterSeq, int limit, int bytes, CancellationToken cancellationToken)
    {
        await AnswerAsync();
        lock (_gate)
        {
            var found = new StoredEvents();
            foreach (var stored in _events.Where(stored => stored.Seq > afterSeq).Take(limit).TakeWhile(_ => found.Bytes < bytes))
                found.Add(stored, BytesOfEvent, _traces.GetValueOrDefault(stored.Seq));
            LargestRead = Math.Max(LargestRead, found.Count);
            Reads++;
            return new TaskLogView(_head, _oldestSeq, found);
        }
    }

    public async Task<IReadOnlyDictionary<string, Position>> ReadHeadsAsync(
        IReadOnlyCollection<string> taskIds, CancellationToken cancellationToken)
    {
        await AnswerAsync();
        MostHeads = Math.Max(MostHeads, taskIds.Count);
        foreach (var id in taskIds)
            _lookedAt[id] = true;
        return taskIds.ToDictionary(id => id, _ => Head);
    }

    public async Task<IAsyncDisposable> SubscribeAsync(
        string requested, Action<TaskAnnouncement> onAnnounced, CancellationToken cancellationToken)
    {
        if (Takes(ref _hangingSubscriptions))
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        ImmutableInterlocked.Update(ref _listeners, listeners => listeners.Add(onAnnounced));
        return new Subscription(this, onAnnounced);
    }

    private async Task AnswerAsync()
    {
        await Task.Yield();
        // Deaf even to being called off.
        if (Takes(ref _hangingReads))
            await new TaskCompletionSource().Task;
        if (IsUnavailable)
            throw new LogUnavailableException("The scripted log is down.");
    }

    private static bool Takes(ref int count)
    {
        var before = Volatile.Read(ref count);
        return before > 0 && Interlocked.CompareExchange(ref count, before - 1, before) == before;
    }

    private void Announce(TaskAnnouncement announcement)
    {
        foreach (var listener in _listeners)
            listener(announcement);
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

    private sealed class Subscription(ScriptedLog log, Action<TaskAnnouncement> onAnnounced) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            ImmutableInterlocked.Update(ref log._listeners, listeners => listeners.Remove(onAnnounced));
            return ValueTask.CompletedTask;
        }
    }
}
