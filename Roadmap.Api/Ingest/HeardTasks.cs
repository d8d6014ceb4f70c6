using Roadmap.Contracts;

namespace Roadmap.Api.Ingest;

/// <summary>
/// How far this instance is on the channels that it hears. What comes after an end, and opens no attempt, is late; and it still is when
/// another instance, which is further, has opened the next attempt in the log already: so each instance judges it by what it has heard
/// itself.
/// </summary>
internal sealed class HeardTasks
{
    /// <summary>The tasks that were first heard of longest ago are forgotten; what is late for those the log decides alone.</summary>
    public const int Most = 10_000;

    private readonly Lock _changing = new();
    private readonly Dictionary<string, HeardTask> _tasks = new(StringComparer.Ordinal);
    private readonly Queue<string> _oldest = new();

    /// <summary>Whether an event belongs to an attempt of which this instance has heard the end.</summary>
    public bool IsLate(string taskId, TaskEvent published, bool hasOwnTime)
    {
        lock (_changing)
        {
            return _tasks.TryGetValue(taskId, out var heard)
                && heard.End is { } end
                && published is not RetryStartedEvent
                && !NextAttempt.IsBegunBy(end, published, hasOwnTime);
        }
    }

    /// <summary>An event of a task is in the log.</summary>
    /// <param name="taskId">The task.</param>
    /// <param name="published">The event.</param>
    /// <param name="seq">Its place. One before the last that was heard is a repeated message, and says nothing new.</param>
    public void Took(string taskId, TaskEvent published, long seq)
    {
        lock (_changing)
        {
            if (_tasks.TryGetValue(taskId, out var heard))
            {
                if (seq < heard.Seq)
                    return;
            }
            else
            {
                if (_oldest.Count == Most)
                    _tasks.Remove(_oldest.Dequeue());
                _oldest.Enqueue(taskId);
            }

            _tasks[taskId] = new HeardTask(seq, published is CompletedEvent or FailedEvent or CancelledEvent ? published.Timestamp : null);
        }
    }

    private sealed record HeardTask(long Seq, DateTimeOffset? End);
}
