using Roadmap.Contracts;
using Roadmap.Hubs.State;

namespace Roadmap.Api.Log;

/// <summary>
/// A task whose record this version cannot read as a whole. It ends with <c>failed</c> as soon as somebody works on it; until then it is shown to
/// whoever asks as what it is about to be.
/// </summary>
internal static class UnreadableTask
{
    private const string Error = "The record of this task cannot be read by this version of the server.";

    /// <summary>A decision that ends it, if it has not ended.</summary>
    public static Decision End(TaskState state, DateTimeOffset now) => new Decision.Accepted(state.HasEnded ? [] : [new ReportedEvent(Failed(state, now))]);

    public static TaskState Shown(TaskState state) =>
        state.HasEnded ? state : state.Apply(EventNumbering.Stamp(Failed(state, state.UpdatedAt), state.TaskId, state.Epoch, state.Seq, state.Attempt));

    private static FailedEvent Failed(TaskState state, DateTimeOffset at) => new()
    {
        Error = Error,
        Step = state.CurrentStep,
        Message = "The task cannot go on",
        Timestamp = at,
    };
}
