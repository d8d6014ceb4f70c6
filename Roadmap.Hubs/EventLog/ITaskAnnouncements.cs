namespace Roadmap.Hubs.EventLog;

/// <summary>What was just appended to one task: events in order, without holes.</summary>
/// <param name="OldestSeq">The lowest <c>seq</c> that the log keeps after the append.</param>
public sealed record TaskAnnouncement(string TaskId, StoredEvents Events, long OldestSeq)
{
    public string Epoch => Events[0].Epoch;
    public long FirstSeq => Events[0].Seq;
    public long LastSeq => Events[^1].Seq;
}

/// <summary>
/// Tells what is appended, as it happens. An announcement is a hint and may be lost, repeated or late; the log is the truth.
/// </summary>
public interface ITaskAnnouncements
{
    /// <summary>
    /// Calls <paramref name="onAnnounced"/> for every append that begins after the returned task is done, until the subscription is
    /// disposed of. The handler must not wait for anything: it holds up the announcements of all tasks.
    /// </summary>
    Task<IAsyncDisposable> SubscribeAsync(string taskId, Action<TaskAnnouncement> onAnnounced, CancellationToken cancellationToken);
}
