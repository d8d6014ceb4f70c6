using Roadmap.Contracts.Json;

namespace Roadmap.Api.EventLog;

internal static class StatusLine
{
    /// <summary>Says <c>task_status_updated</c> when an append changed it.</summary>
    public static void StatusAfter(this ILogger logger, AppendResult result)
    {
        if (result is not AppendResult.Appended { Before: var before, State: var after })
            return;
        if ((before.Status, before.CurrentStep) == (after.Status, after.CurrentStep))
            return;
        var status = WireWord.Of(after.Status);
        logger.TaskStatusUpdated(after.TaskId, status, after.CurrentStep);
    }
}
