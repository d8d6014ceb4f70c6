using System.Threading.Channels;
using Roadmap.Client.Connection;
using Roadmap.Client.Watching;
using Roadmap.Contracts;

namespace Roadmap.Client;

/// <summary>
/// A task's events as they happen: each once and in order, through broken connections and restarted servers, until the task has ended.
/// Where some are lost for good, that is said aloud: <see cref="WasReset"/>, and a <see cref="TaskSnapshot"/> in their place. It is
/// enumerated once.
/// </summary>
public sealed class TaskWatch : IAsyncEnumerable<ITaskMessage>
{
    private readonly HubLines _lines;
    private readonly RoadmapClientOptions _options;
    private readonly WatchOptions _watch;
    private readonly CancellationToken _closing;
    private readonly TaskView _view = new();
    private int _isRead;

    internal TaskWatch(HubLines lines, RoadmapClientOptions options, string taskId, WatchOptions watch, CancellationToken closing)
    {
        (_lines, _options, TaskId, _watch, _closing) = (lines, options, taskId, watch, closing);
    }

    /// <summary>Raised by the enumeration, in order with the messages, while it waits for the next one.</summary>
    public event EventHandler<TaskWatchState>? StateChanged;

    /// <summary>Raised by the enumeration before the snapshot that takes the place of lost events.</summary>
    public event EventHandler<ResetReason?>? WasReset;

    /// <summary>The task that is watched.</summary>
    public string TaskId { get; }

    /// <summary>Where the watch stands.</summary>
    public TaskWatchState State { get; private set; } = new(TaskWatchPhase.Connecting);

    /// <summary>The task as it is after the last message that was read; null before the first snapshot.</summary>
    public TaskSnapshot? Snapshot => _view.Snapshot;

    /// <summary>The last message that was read: a later watch goes on from there.</summary>
    public AfterPosition? Position { get; private set; }

    /// <summary>Begins to watch.</summary>
    /// <exception cref="RoadmapException">There is no such task, or it may not be watched; or the client was disposed.</exception>
    /// <exception cref="InvalidOperationException">It was enumerated before.</exception>
    public async IAsyncEnumerator<ITaskMessage> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        if (Interlocked.Exchange(ref _isRead, 1) != 0)
            throw new InvalidOperationException("A watch is enumerated once. Watch the task again, from Position.");
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _closing);
        var queue = new MessageQueue(_options.Buffer);
        var subscription = new TaskSubscription(TaskId, _watch, _options, queue);
        queue.Subscription = subscription;
        try
        {
            _lines.Join(subscription);
            while (State.Phase is not (TaskWatchPhase.Ended or TaskWatchPhase.Refused))
            {
                switch (await NextAsync(queue, cancellationToken, over.Token).ConfigureAwait(false))
                {
                    case TaskWatchState state:
                        State = state;
                        StateChanged?.Invoke(this, state);
                        break;
                    case LostEvents lost:
                        _view.Reset(null);
                        WasReset?.Invoke(this, lost.Reason);
                        break;
                    case ITaskMessage message:
                        _view.Apply(message);
                        Position = new AfterPosition { Epoch = message.Epoch, Seq = message.Seq };
                        yield return message;
                        break;
                }
            }
        }
        finally
        {
            subscription.Close();
        }

        if (State.Error is { } error)
            throw error;
    }

    private async ValueTask<object> NextAsync(MessageQueue queue, CancellationToken cancellationToken, CancellationToken over)
    {
        try
        {
            return await queue.ReadAsync(over).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_closing.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new RoadmapException(ClientErrorCodes.Closed, "The client was disposed.");
        }
        catch (OperationCanceledException e)
        {
            throw new OperationCanceledException(e.Message, e, cancellationToken);
        }
    }

    /// <summary>In the place of events that nobody can have any more.</summary>
    private sealed record LostEvents(ResetReason? Reason);

    /// <summary>What has arrived and is not read yet. When it is full, the server is asked to hold until it is empty.</summary>
    private sealed class MessageQueue(int capacity) : ITaskListener
    {
        private readonly Channel<object> _waiting = Channel.CreateUnbounded<object>(new UnboundedChannelOptions { SingleReader = true });
        // A channel of a single reader does not count.
        private int _count;
        private int _isFull;

        public TaskSubscription Subscription { get; set; } = null!;

        public void StateChanged(TaskWatchState state) => Add(state);

        public void Reset(ResetReason? reason) => Add(new LostEvents(reason));

        public void Receive(ITaskMessage message)
        {
            if (Add(message) >= capacity && Interlocked.Exchange(ref _isFull, 1) == 0)
                Subscription.Hold();
        }

        public async ValueTask<object> ReadAsync(CancellationToken cancellationToken)
        {
            if (!_waiting.Reader.TryRead(out var next))
            {
                if (Interlocked.Exchange(ref _isFull, 0) != 0)
                    Subscription.Resume();
                next = await _waiting.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            }

            Interlocked.Decrement(ref _count);
            return next;
        }

        private int Add(object item)
        {
            var count = Interlocked.Increment(ref _count);
            _waiting.Writer.TryWrite(item);
            return count;
        }
    }
}
