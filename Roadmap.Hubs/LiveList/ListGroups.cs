using Roadmap.Contracts;

namespace Roadmap.Hubs.LiveList;

/// <summary>The names of the groups that watch the list of tasks. Each begins as no name does that a host would give a group.</summary>
internal static class ListGroups
{
    /// <summary>Everyone who watches the list of tasks, whatever the filter.</summary>
    public const string All = "\0list";

    private const string Prefix = "\0list:";
    private const string CreatorPrefix = "\0made:";

    /// <summary>Everyone who watches the list of tasks with this filter. The owner, who may be called anything, comes last.</summary>
    public static string Of(string? owner, string? kind, TaskRunStatus? status) => $"{Prefix}{status}:{kind}:{owner}";

    /// <summary>Everyone who watches what one caller has made, with this filter beside.</summary>
    public static string OfCreator(string creator, string? kind, TaskRunStatus? status) => $"{CreatorPrefix}{status}:{kind}:{creator}";
}
