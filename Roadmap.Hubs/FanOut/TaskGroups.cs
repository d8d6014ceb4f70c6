namespace Roadmap.Hubs.FanOut;

/// <summary>The SignalR group of everyone on this instance who watches a task.</summary>
internal static class TaskGroups
{
    public static string NameOf(string taskId) => taskId;
}
