using Roadmap.Api.EventLog;
using Roadmap.Contracts;
using Roadmap.Hubs.EventLog;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.EventLog;

/// <summary>What the tests of the log do again and again.</summary>
internal static class LogVerbs
{
    /// <summary>Makes a task and returns its id.</summary>
    public static async Task<string> StartTaskAsync(this ILogUnderTest log, NewTask? task = null)
    {
        task ??= Some.WorkerTask(Some.TaskId());
        (await log.Log.CreateAsync(task, CancellationToken.None)).ShouldBeOfType<CreateResult.Created>();
        return task.TaskId;
    }

    /// <summary>Appends with a decision that accepts everything.</summary>
    public static Task<AppendResult> AppendAsync(this ILogUnderTest log, string taskId, params ReportedEvent[] events) =>
        log.Log.AppendAsync(AcceptAll(taskId, events), CancellationToken.None);

    public static async Task<AppendResult.Appended> AppendedAsync(this ILogUnderTest log, string taskId, params TaskEvent[] events) =>
        (await log.AppendAsync(taskId, [.. events.Select(e => new ReportedEvent(e))])).ShouldBeOfType<AppendResult.Appended>();

    public static TaskAppend AcceptAll(string taskId, params ReportedEvent[] events) => new()
    {
        TaskId = taskId,
        Events = events,
        Decide = static (_, report) => new Decision.Accepted(report),
        RenewsLease = true,
    };

    /// <summary>All that is kept of a task.</summary>
    public static async Task<TaskLogView> ViewAsync(this ILogUnderTest log, string taskId) =>
        (await log.Log.ReadAsync(taskId, 0, int.MaxValue, CancellationToken.None)).ShouldNotBeNull();
}
