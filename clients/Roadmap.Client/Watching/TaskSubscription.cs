using Roadmap.Client.Connection;
using Roadmap.Contracts;

namespace Roadmap.Client.Watching;

/// <summary>Keeps one task subscribed to over a line that breaks and comes back, until the task has ended or is refused.</summary>
internal sealed class TaskSubscription(string taskId, WatchOptions watch, RoadmapClientOptions options, ITaskListener listener) : ILineUser
{
    private readonly Lock _gate = new();
    private HubLine? _line;
    private TaskWatchState _state = new(TaskWatchPhase.Connecting);
    private Position? _position;

    /// <summary>Where another subscription goes on: behind the position while the snapshot that belongs to it has not come.</summary>
    private Position? _resumeAt;
    private TaskSnapshot? _snapshot;
    private TaskEvent? _last;
    private long? _head;

    /// <summary>Only the answer to the latest call counts.</summary>
    private int _call;

    private Stage _stage = Stage.Away;

    /// <summary>The server sends a snapshot: behind <c>connected</c>, or because it was asked for one.</summary>
    private bool _isSnapshotDue;
    private bool _hadGap;
    private bool _hasAsked;
    private bool _isAsking;
    private bool _isHeld;
    private bool _isOver;
    private int _failures;

    /// <summary>Whose messages arrive.</summary>
    private enum Stage
    {
        /// <summary>All of them, also <c>connected</c>, belong to an older subscription.</summary>
        Away,

        /// <summary><c>Subscribe</c> was called: <c>connected</c> will be the answer, and what comes before it is older.</summary>
        Asked,

        Joined,
    }

    public string TaskId => taskId;

    string? ILineUser.TaskId => taskId;

    void ILineUser.LineChanged(HubLine line, LineState state)
    {
        lock (_gate)
        {
            if (_isOver)
                return;
            _line = line;
            _hadGap = false;
            LeaveLocked();
            switch (state.Phase)
            {
                case LinePhase.Connected:
                    SubscribeLocked();
                    break;
                case LinePhase.Connecting:
                    TellLocked(new TaskWatchState(TaskWatchPhase.Connecting, state.Failures));
                    break;
                case LinePhase.Waiting:
                    TellLocked(new TaskWatchState(TaskWatchPhase.Waiting, state.Failures, state.RetryAt, state.Error));
                    break;
                case LinePhase.Refused:
                    EndLocked(new TaskWatchState(TaskWatchPhase.Refused, Error: state.Error));
                    break;
            }
        }
    }

    void ILineUser.Receive(object message)
    {
        lock (_gate)
        {
            if (_isOver || _isHeld)
                return;
            switch (message)
            {
                case ConnectedMessage connected when _stage != Stage.Away:
                    ConnectLocked(connected);
                    break;
                case ErrorMessage error:
                    FailLocked(new RoadmapException(error.Code, error.Message));
                    break;
                case ITaskMessage numbered when _stage == Stage.Joined:
                    TakeLocked(numbered);
                    break;
            }
        }
    }

    /// <summary>The reader is behind: nothing more is taken until <see cref="Resume"/>. What it misses is asked for again.</summary>
    public void Hold()
    {
        lock (_gate)
        {
            if (_isOver || _isHeld)
                return;
            _isHeld = true;
            LeaveLocked();
            _ = UnsubscribeAsync();
        }
    }

    public void Resume()
    {
        lock (_gate)
        {
            if (_isOver || !_isHeld)
                return;
            _isHeld = false;
            SubscribeLocked();
        }
    }

    /// <summary>Nobody listens any more.</summary>
    public void Close()
    {
        HubLine? line;
        lock (_gate)
        {
            line = _line;
            if (!_isOver)
                _ = UnsubscribeAsync();
            _isOver = true;
            LeaveLocked();
        }

        line?.Leave(this);
    }

    private void SubscribeLocked()
    {
        if (_isHeld || _line is null)
            return;
        LeaveLocked();
        if (_state.Phase is not (TaskWatchPhase.Live or TaskWatchPhase.CatchingUp))
            TellLocked(new TaskWatchState(TaskWatchPhase.Connecting, _failures));
        var after = _resumeAt is { } position ? new AfterPosition { Epoch = position.Epoch, Seq = position.Seq } : watch.After;
        _ = SubscribeAsync(_line, _call, new SubscribeRequest
        {
            TaskId = taskId,
            After = after,
            IncludeHistory = after is null && !watch.IncludeHistory ? false : null,
        });
    }

    private async Task SubscribeAsync(HubLine line, int call, SubscribeRequest request)
    {
        try
        {
            var reply = await line.SubscribeAsync(request, () => IsWanted(call)).ConfigureAwait(false);
            lock (_gate)
            {
                if (reply is null || call != _call || _isOver)
                    return;
                _head = reply.Seq;
                NoticeLocked();
            }
        }
        catch (RoadmapException e)
        {
            lock (_gate)
            {
                if (call == _call && !_isOver)
                    FailLocked(e);
            }
        }
    }

    private bool IsWanted(int call)
    {
        lock (_gate)
        {
            if (call != _call || _isOver)
                return false;
            _stage = Stage.Asked;
            return true;
        }
    }

    /// <summary>The answer is pushed too, in its place between the events, before or after it is returned.</summary>
    private async Task AskAsync(HubLine line, int call)
    {
        _isAsking = true;
        var isAnswered = false;
        try
        {
            await line.InvokeAsync<TaskSnapshot>(HubMethods.GetStatus, new TaskRequest { TaskId = taskId }).ConfigureAwait(false);
            isAnswered = true;
        }
        catch (RoadmapException)
        {
            // The task's own events say nearly all of it; and a line that is over tells so.
        }

        lock (_gate)
        {
            _isAsking = false;
            if (call == _call)
                _isSnapshotDue = isAnswered && _snapshot is null;
            if (!_isOver)
                NoticeLocked();
        }
    }

    private async Task UnsubscribeAsync()
    {
        try
        {
            if (_line is { } line)
                await line.UnsubscribeAsync(taskId).ConfigureAwait(false);
        }
        catch (RoadmapException)
        {
            // Then the connection is over, and the subscription with it.
        }
    }

    private void ConnectLocked(ConnectedMessage connected)
    {
        _stage = Stage.Joined;
        _isSnapshotDue = connected.Recovered is { } recovered ? !recovered : watch.IncludeHistory;
        _position = Sequencer.Resume(_position, connected.Position, connected.Recovered).Position;
        if (!_isSnapshotDue)
            _resumeAt = _position;
        if (connected.Recovered == false)
        {
            _snapshot = null;
            _last = null;
            listener.Reset(connected.Reason);
        }

        if (_state.Phase != TaskWatchPhase.Live)
            TellLocked(new TaskWatchState(TaskWatchPhase.CatchingUp, _failures));
        NoticeLocked();
    }

    private void TakeLocked(ITaskMessage message)
    {
        var snapshot = message as TaskSnapshot;
        var verdict = snapshot is not null
            ? Sequencer.JudgeSnapshot(_position, message.Epoch, message.Seq)
            : Sequencer.JudgeEvent(_position, message.Epoch, message.Seq);
        switch (verdict)
        {
            case SequenceVerdict.Duplicate:
                return;
            case SequenceVerdict.Gap when _hadGap:
                FailLocked(new RoadmapException(ErrorCodes.InternalError, "The server left events out."));
                return;
            case SequenceVerdict.Gap:
                // Once at once, and the next time later: asking in a circle would be a storm.
                _hadGap = true;
                SubscribeLocked();
                return;
        }

        if (snapshot is not null)
        {
            _snapshot = snapshot;
            _isSnapshotDue = false;
        }
        else
        {
            _position = new Position { Epoch = message.Epoch, Seq = message.Seq };
            _last = (TaskEvent)message;
        }

        _resumeAt = _position;
        listener.Receive(message);
        NoticeLocked();
    }

    /// <summary>Caught up is who has all up to the head of the log as it was when the subscription was accepted.</summary>
    private void NoticeLocked()
    {
        if (_stage != Stage.Joined || _isSnapshotDue || _head is not { } head || _position is not { } position || position.Seq < head)
            return;
        if (_state.Phase == TaskWatchPhase.CatchingUp)
        {
            _failures = 0;
            TellLocked(new TaskWatchState(TaskWatchPhase.Live));
        }

        // Title, kind and time of creation stand in no event: who began with events gets the rest here.
        if (_snapshot is null && !_hasAsked)
        {
            _hasAsked = true;
            _ = AskAsync(_line!, _call);
        }

        if (_isAsking)
            return;
        var hasEnded = _last is { } last && last.Seq == position.Seq
            ? TaskEventTypes.IsTerminal(last.Type)
            : _snapshot is { } snapshot && snapshot.Seq == position.Seq && snapshot.HasEnded();
        if (hasEnded)
            EndLocked(new TaskWatchState(TaskWatchPhase.Ended));
    }

    private void FailLocked(RoadmapException error)
    {
        // The line tells of its own end.
        if (string.Equals(error.Code, ClientErrorCodes.Unreachable, StringComparison.Ordinal))
            return;
        LeaveLocked();
        if (error.IsFinal && !string.Equals(error.Code, ErrorCodes.Conflict, StringComparison.Ordinal))
        {
            EndLocked(new TaskWatchState(TaskWatchPhase.Refused, Error: error));
            return;
        }

        _failures++;
        var delay = Backoff.After(_failures, error, options.Backoff, Random.Shared.NextDouble());
        TellLocked(new TaskWatchState(TaskWatchPhase.Waiting, _failures, options.Time.GetUtcNow() + delay, error));
        _ = SubscribeLaterAsync(_call, delay);
    }

    private async Task SubscribeLaterAsync(int call, TimeSpan delay)
    {
        await Task.Delay(delay, options.Time).ConfigureAwait(false);
        lock (_gate)
        {
            if (call == _call && !_isOver)
                SubscribeLocked();
        }
    }

    private void EndLocked(TaskWatchState state)
    {
        _isOver = true;
        LeaveLocked();
        if (state.Phase == TaskWatchPhase.Ended)
            _ = UnsubscribeAsync();
        TellLocked(state);
    }

    /// <summary>Whatever the old subscription still says is not heard any more.</summary>
    private void LeaveLocked()
    {
        _call++;
        _stage = Stage.Away;
        _hasAsked = false;
        _head = null;
    }

    private void TellLocked(TaskWatchState state)
    {
        _state = state;
        listener.StateChanged(state);
    }
}
