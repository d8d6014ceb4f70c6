using Roadmap.Contracts;
using Roadmap.Hubs.State;

namespace Roadmap.Hubs.LiveList;

/// <summary>What those who watch the list of tasks are to be told of one task.</summary>
/// <param name="State">The task as it is now.</param>
/// <param name="Left">The statuses that it had since it was last told, as bits: those who filter by them hear that it has another
/// one.</param>
internal readonly record struct TaskChange(TaskState State, int Left)
{
    private static readonly TaskRunStatus[] s_statuses = Enum.GetValues<TaskRunStatus>();

    public static int BitOf(TaskRunStatus status) => 1 << (int)status;

    /// <summary>Whose filters this passes.</summary>
    public IEnumerable<string> Groups()
    {
        foreach (var owner in State.Owner is null ? [null] : new[] { null, State.Owner })
        {
            foreach (var kind in new[] { null, State.Kind })
            {
                yield return ListGroups.Of(owner, kind, null);
                foreach (var status in s_statuses.Where(HasHad))
                    yield return ListGroups.Of(owner, kind, status);
            }
        }

        if (State.CreatedBy is not { } creator)
            yield break;
        foreach (var kind in new[] { null, State.Kind })
        {
            yield return ListGroups.OfCreator(creator, kind, null);
            foreach (var status in s_statuses.Where(HasHad))
                yield return ListGroups.OfCreator(creator, kind, status);
        }
    }

    private bool HasHad(TaskRunStatus status) => ((Left | BitOf(State.Status)) & BitOf(status)) != 0;

    public TaskChangedMessage ToMessage(string sender) => new()
    {
        TaskId = State.TaskId,
        Kind = State.Kind,
        Title = State.Title,
        Owner = State.Owner,
        Status = State.Status,
        CurrentStep = State.CurrentStep,
        Percentage = State.Percentage,
        Attempt = State.Attempt,
        CreatedAt = State.CreatedAt,
        UpdatedAt = State.UpdatedAt,
        Seq = State.Seq,
        Epoch = State.Epoch,
        Sender = sender,
    };
}
