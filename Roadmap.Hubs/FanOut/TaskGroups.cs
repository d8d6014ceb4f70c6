using Roadmap.Contracts;

namespace Roadmap.Hubs.FanOut;

/// <summary>The names of the groups that are this server's own. Each begins as no name does that a host would give a group.</summary>
internal static class TaskGroups
{
    /// <summary>Everyone who watches the list of tasks, whatever the filter.</summary>
    public const string List = "\0list";

    private const string Prefix = "\0task:";
    private const string ListPrefix = "\0list:";

    /// <summary>Whether a group is of a task's watchers, and so of this instance alone.</summary>
    public static bool IsOne(string groupName) => groupName.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>Everyone on this instance who watches a task.</summary>
    public static string NameOf(string taskId) => Prefix + taskId;

    /// <summary>Everyone who watches the list of tasks with this filter. The owner, who may be called anything, comes last.</summary>
    public static string OfList(string? owner, string? kind, TaskRunStatus? status) => $"{ListPrefix}{status}:{kind}:{owner}";
}
