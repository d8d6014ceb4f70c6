using Roadmap.Hubs.Access;
using Roadmap.Hubs.FanOut;

namespace Roadmap.Hubs.Connections;

/// <summary>One connection of this instance, of any kind: where its messages go, and what it watches.</summary>
internal sealed class TaskConnection(ConnectionOutbox outbox, Caller caller)
{
    private readonly HashSet<string> _tasks = new(StringComparer.Ordinal);
    private readonly SubscribePace _pace = new();
    private volatile bool _isOpen;
    private bool _hasEnded;
    private Caller _caller = caller;
    private Action? _askToGo;
    private string? _listGroup;

    public ConnectionOutbox Outbox => outbox;

    /// <summary>By whom its calls are.</summary>
    public Caller Caller
    {
        get => Volatile.Read(ref _caller);
        set => Volatile.Write(ref _caller, value);
    }

    /// <summary>Whether it may watch: its edge has let it in, and it has not gone.</summary>
    public bool IsOpen => _isOpen;

    /// <summary>Asks the client to go, and to come back; null when the connection was not admitted, or has gone.</summary>
    public Action? AskToGo => Volatile.Read(ref _askToGo);

    /// <summary>The group of the list of tasks that it is in, if it watches the list.</summary>
    public string? ListGroup => Volatile.Read(ref _listGroup);

    public void Open() => _isOpen = true;

    public void Admit(Action askToGo) => Volatile.Write(ref _askToGo, askToGo);

    /// <summary>False when it was not admitted, or is counted out already.</summary>
    public bool TryDischarge() => Interlocked.Exchange(ref _askToGo, null) is not null;

    /// <summary>How long this call to subscribe has to wait for its turn. A connection that has gone need not wait.</summary>
    public TimeSpan WaitOf(int limit, TimeProvider time) => _isOpen ? _pace.Take(limit, time) : TimeSpan.Zero;

    /// <summary>Notes that it watches a task, within its limit. A connection that has gone watches nothing.</summary>
    public SubscriptionAdmission Watch(string taskId, int limit)
    {
        lock (_tasks)
        {
            if (!_isOpen)
                return SubscriptionAdmission.ConnectionGone;
            if (_tasks.Contains(taskId))
                return SubscriptionAdmission.WatchedAlready;
            if (_tasks.Count >= limit)
                return SubscriptionAdmission.TooMany;
            _tasks.Add(taskId);
            return SubscriptionAdmission.Admitted;
        }
    }

    public void Unwatch(string taskId)
    {
        lock (_tasks)
            _tasks.Remove(taskId);
    }

    /// <summary>Puts it into a group of the list, or into none. Returns the one that it was in.</summary>
    public string? SetListGroup(string? group) => Interlocked.Exchange(ref _listGroup, group);

    /// <summary>Whether its caller's time is over.</summary>
    public bool HasEnded => Volatile.Read(ref _hasEnded);

    /// <summary>False when its caller's time was over before.</summary>
    public bool TryEnd() => Interlocked.Exchange(ref _hasEnded, true) == false;

    /// <summary>It watches nothing more; these are the tasks that it watched.</summary>
    public IReadOnlyList<string> UnwatchAll()
    {
        lock (_tasks)
        {
            _isOpen = false;
            string[] watched = [.. _tasks];
            _tasks.Clear();
            return watched;
        }
    }

    /// <summary>It goes; these are the tasks that it watched.</summary>
    public IReadOnlyList<string> Close() => UnwatchAll();
}

internal enum SubscriptionAdmission
{
    Admitted,
    WatchedAlready,
    TooMany,
    ConnectionGone,
}
