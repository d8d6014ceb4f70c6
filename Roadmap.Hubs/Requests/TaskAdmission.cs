using Roadmap.Contracts;
using Roadmap.Hubs.Access;
using Roadmap.Hubs.State;

namespace Roadmap.Hubs.Requests;

/// <summary>The policy as requests meet it: a refusal says as much as it must, and somebody else's task is none.</summary>
public static class TaskAdmission
{
    /// <summary>Throws when the caller may not do this with the task, or when there is none.</summary>
    public static void Demand(Caller caller, TaskVerb verb, TaskState? task, string taskId)
    {
        switch (TaskAccess.Decide(caller, verb, task))
        {
            case AccessDecision.Forbidden:
                throw Forbidden(caller);
            case AccessDecision.NotFound:
                throw NotFound(taskId);
        }
    }

    /// <summary>For whom a task is there, when it is known: the log asks it before all else. Null: for everybody.</summary>
    /// <exception cref="RequestRefusedException">Whatever task it is.</exception>
    public static Func<TaskState, bool>? Of(Caller caller, TaskVerb verb)
    {
        if (TaskAccess.Decide(caller, verb, task: null) == AccessDecision.Forbidden)
            throw Forbidden(caller);
        return caller.IsOperator ? null : task => TaskAccess.Decide(caller, verb, task) == AccessDecision.Allowed;
    }

    public static RequestRefusedException NotFound(string taskId) =>
        new(ErrorCodes.TaskNotFound, $"There is no task '{taskId}'.");

    /// <summary>Whatever task it is.</summary>
    public static RequestRefusedException Forbidden(Caller caller) => new(ErrorCodes.Forbidden, caller.Link is null
        ? "Your role may not do this. Workers report on the tasks that they made."
        : "Your link is for watching one task, and not for this. Whoever gave it to you can do more.");

    /// <summary>Whose a new task is.</summary>
    /// <param name="caller">Who makes it.</param>
    /// <param name="named">Whom the request names, if it does.</param>
    /// <param name="member">Where it does.</param>
    public static string? OwnerOf(Caller caller, string? named, string member) =>
        TaskAccess.TryFindOwner(caller, named, out var owner)
            ? owner
            : throw ForbiddenTo(caller, $"{member} is somebody else. Only workers and operators make tasks for others: leave it out.");

    /// <summary>Of which tasks a caller sees a list.</summary>
    public static ListScope ScopeOf(Caller caller, string? owner) =>
        TaskAccess.ScopeOf(caller, owner)
        ?? throw ForbiddenTo(caller, "owner is somebody else. Only operators see the lists of others: leave it out.");

    private static RequestRefusedException ForbiddenTo(Caller caller, string sentence) =>
        caller.Link is null ? new RequestRefusedException(ErrorCodes.Forbidden, sentence) : Forbidden(caller);
}
