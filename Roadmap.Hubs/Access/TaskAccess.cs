using Roadmap.Hubs.State;

namespace Roadmap.Hubs.Access;

/// <summary>What somebody wants with a task.</summary>
public enum TaskVerb
{
    /// <summary>To know of it: its status, its events, its roadmap.</summary>
    See,

    /// <summary>To say what becomes of its plan, and to ask what would.</summary>
    Review,

    /// <summary>To cancel it, to try it again, to make links to it.</summary>
    Control,

    /// <summary>To say what has happened to it.</summary>
    Report,
}

/// <summary>The policy's word.</summary>
public enum AccessDecision
{
    Allowed,

    /// <summary>Whatever task it is: the role may not do this.</summary>
    Forbidden,

    /// <summary>There is none, or it is somebody else's. Nobody is told which.</summary>
    NotFound,
}

/// <summary>Of which tasks a caller sees a list.</summary>
/// <param name="Owner">Only those that are this one's; null: whosever they are.</param>
/// <param name="Creator">Only those that this one made; null: whoever made them.</param>
public readonly record struct ListScope(string? Owner, string? Creator)
{
    public bool Has(TaskState task) =>
        (Owner is null || task.Owner == Owner) && (Creator is null || task.CreatedBy == Creator);
}

/// <summary>
/// Who may do what: the one policy, for every edge. It is pure. A user sees and controls the tasks that it owns; a worker makes tasks for
/// anyone, and sees, controls and reports on those that it made; an operator may do everything. Whoever controls a task reviews its plan,
/// too. Whoever comes by a link sees the one task that it shows, and reviews its plan if the link says so.
/// </summary>
public static class TaskAccess
{
    /// <param name="caller">Who.</param>
    /// <param name="verb">What.</param>
    /// <param name="task">With which task; null when there is none.</param>
    public static AccessDecision Decide(Caller caller, TaskVerb verb, TaskState? task)
    {
        if (caller.Link is { } link)
            return DecideBy(link, caller.AskedAt, verb, task);
        if (caller.IsOperator)
            return task is null ? AccessDecision.NotFound : AccessDecision.Allowed;
        // Said before the task is looked at: it tells nothing of it.
        if (verb == TaskVerb.Report && !caller.IsWorker)
            return AccessDecision.Forbidden;
        if (task is null)
            return AccessDecision.NotFound;
        if (caller.IsWorker && IsBy(caller, task.CreatedBy))
            return AccessDecision.Allowed;
        return verb != TaskVerb.Report && IsBy(caller, task.Owner) ? AccessDecision.Allowed : AccessDecision.NotFound;
    }

    public static bool Sees(this Caller caller, TaskState task) => Decide(caller, TaskVerb.See, task) == AccessDecision.Allowed;

    private static AccessDecision DecideBy(WatchLink link, DateTimeOffset now, TaskVerb verb, TaskState? task)
    {
        if (verb != TaskVerb.See && !(verb == TaskVerb.Review && link.MayReview))
            return AccessDecision.Forbidden;
        return task is not null && link.Shows(task, now) ? AccessDecision.Allowed : AccessDecision.NotFound;
    }

    /// <summary>Whether a caller may make a task that outside workers report on.</summary>
    public static bool MayMakeWorkersTask(Caller caller) => caller.IsWorker || caller.IsOperator;

    /// <summary>Whose a new task is.</summary>
    /// <param name="caller">Who makes it.</param>
    /// <param name="named">Whom the request names, if it does.</param>
    /// <param name="owner">The owner.</param>
    /// <returns>False when the caller may not make tasks for whom it names.</returns>
    public static bool TryFindOwner(Caller caller, string? named, out string? owner)
    {
        owner = named ?? caller.Id;
        return caller.Link is null && (owner == caller.Id || caller.IsWorker || caller.IsOperator);
    }

    /// <summary>Of which tasks a caller sees a list; null when it may see none, or not that of the owner whom it names.</summary>
    public static ListScope? ScopeOf(Caller caller, string? owner)
    {
        if (caller.Link is not null)
            return null;
        if (caller.IsOperator)
            return new ListScope(owner, Creator: null);
        if (owner is not null && !IsBy(caller, owner))
            return null;
        return owner is null && caller.IsWorker ? new ListScope(Owner: null, caller.Id) : new ListScope(caller.Id, Creator: null);
    }

    private static bool IsBy(Caller caller, string? id) => id is not null && id == caller.Id;
}
