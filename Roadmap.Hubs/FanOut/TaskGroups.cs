namespace Roadmap.Hubs.FanOut;

/// <summary>The SignalR group of everyone on this instance who watches a task.</summary>
internal static class TaskGroups
{
    /// <summary>No name that a host would give a group of its own.</summary>
    private const string Prefix = "\0task:";

    public static bool IsOne(string groupName) => groupName.StartsWith(Prefix, StringComparison.Ordinal);

    public static string NameOf(string taskId) => Prefix + taskId;
}
