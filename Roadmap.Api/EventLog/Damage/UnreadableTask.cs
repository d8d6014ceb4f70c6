using Roadmap.Api.EventLog.Appending;
using Roadmap.Contracts;
using Roadmap.Hubs.State;

namespace Roadmap.Api.EventLog.Damage;

/// <summary>
/// A task whose record this version cannot read as a whole. It ends with <c>failed</c> as soon as somebody works on it; until then it is
/// shown to whoever asks as what it is about to be.
/// </summary>
internal static class UnreadableTask
{
    /// <summary>Of a task whose own cannot be read.</summary>
    public const string Kind = "unknown";

    private const string Error = "The record of this task cannot be read by this version of the server.";

    private const string Lost = "What this roadmap was asked for with is lost. Ask for a new one";

    /// <summary>A decision that ends it, if it has not ended.</summary>
    public static Decision End(TaskState state, DateTimeOffset now) => End(state, now, Error);

    /// <summary>The same for a generation that has no checkpoint: nobody can ever go on with it.</summary>
    public static Decision EndLost(TaskState state, DateTimeOffset now) => End(state, now, Lost);

    private static Decision.Accepted End(TaskState state, DateTimeOffset now, string error) =>
        new(state.HasEnded ? [] : [new ReportedEvent(Failed(state, now, error))]);

    public static TaskState Shown(TaskState state) =>
        state.HasEnded
            ? state
            : state.Apply(EventNumbering.Stamp(Failed(state, state.UpdatedAt, Error), state.TaskId, state.Epoch, state.Seq, state.Attempt));

    private static FailedEvent Failed(TaskState state, DateTimeOffset at, string error) => new()
    {
        Error = error,
        Step = state.CurrentStep,
        Message = "The task cannot go on",
        Timestamp = at,
    };
}
