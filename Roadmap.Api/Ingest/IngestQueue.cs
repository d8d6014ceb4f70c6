using System.Threading.Channels;

namespace Roadmap.Api.Ingest;

/// <summary>
/// Messages that wait to be appended: those of one task one after the other, tasks side by side and in turns. A message that does not fit
/// is left out; those before it stay.
/// </summary>
internal sealed class IngestQueue
{
    /// <summary>Messages of one task that may wait, with the one that is being appended.</summary>
    public const int MessagesPerTask = 1_000;

    /// <summary>Bytes that may wait altogether.</summary>
    public const long Bytes = 64 * 1024 * 1024;

    private readonly Lock _changing = new();
    private readonly Dictionary<string, Queue<PublishedMessage>> _waiting = new(StringComparer.Ordinal);

    // Holds a task once at most, and only one with messages: bounded as they are.
    private readonly Channel<string> _turns = Channel.CreateUnbounded<string>();
    private long _bytes;
    private TaskCompletionSource? _empty;

    /// <summary>Messages that wait.</summary>
    public int Count
    {
        get
        {
            lock (_changing)
                return _waiting.Values.Sum(messages => messages.Count);
        }
    }

    public bool TryAdd(PublishedMessage message)
    {
        lock (_changing)
        {
            if (_bytes + message.Weight > Bytes)
                return false;
            if (!_waiting.TryGetValue(message.TaskId, out var messages))
            {
                _waiting[message.TaskId] = messages = new Queue<PublishedMessage>();
                _turns.Writer.TryWrite(message.TaskId);
            }

            if (messages.Count >= MessagesPerTask)
                return false;
            messages.Enqueue(message);
            _bytes += message.Weight;
            return true;
        }
    }

    /// <summary>The next message of a task whose turn it is. The task has no other turn until this one is <see cref="Done"/>.</summary>
    public async ValueTask<PublishedMessage> TakeAsync(CancellationToken cancellationToken)
    {
        var taskId = await _turns.Reader.ReadAsync(cancellationToken);
        lock (_changing)
            return _waiting[taskId].Peek();
    }

    public void Done(PublishedMessage message)
    {
        lock (_changing)
        {
            var messages = _waiting[message.TaskId];
            messages.Dequeue();
            _bytes -= message.Weight;
            if (messages.Count > 0)
                _turns.Writer.TryWrite(message.TaskId);
            else
                _waiting.Remove(message.TaskId);
            if (_waiting.Count == 0)
                _empty?.TrySetResult();
        }
    }

    /// <summary>Done when nothing waits any more; for when nothing new comes.</summary>
    public Task WhenEmptyAsync(CancellationToken cancellationToken)
    {
        lock (_changing)
        {
            if (_waiting.Count == 0)
                return Task.CompletedTask;
            _empty ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _empty.Task.WaitAsync(cancellationToken);
        }
    }
}
