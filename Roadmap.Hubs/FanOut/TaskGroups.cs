using System.Collections.Concurrent;
using Microsoft.Extensions.Options;

namespace Roadmap.Hubs.FanOut;

/// <summary>
/// The groups of this instance, one for each task that somebody here watches. A group is changed and written to only from its task's feed,
/// which is what keeps its order.
/// </summary>
internal sealed class TaskGroups(IOptions<FanOutOptions> options)
{
    /// <summary>Begins as no name does that a host would give a group.</summary>
    private const string Prefix = "\0task:";

    private readonly ConcurrentDictionary<string, TaskGroup> _groups = new(StringComparer.Ordinal);

    /// <summary>Whether a group is of a task's watchers, and so of this instance alone.</summary>
    public static bool IsOne(string groupName) => groupName.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>Everyone on this instance who watches a task.</summary>
    public static string NameOf(string taskId) => Prefix + taskId;

    /// <summary>Null when nobody here watches the task.</summary>
    public TaskGroup? Find(string groupName) => _groups.GetValueOrDefault(groupName);

    public void Join(string taskId, ConnectionOutbox outbox) =>
        _groups.GetOrAdd(NameOf(taskId), static (_, lanes) => new TaskGroup(lanes), options.Value.Lanes).Add(outbox);

    public void Leave(string taskId, string connectionId)
    {
        var name = NameOf(taskId);
        if (!_groups.TryGetValue(name, out var group))
            return;
        group.Remove(connectionId);
        if (group.IsEmpty)
            _groups.TryRemove(name, out _);
    }

    /// <summary>
    /// From here until the end of the scope, what is sent to the group is collected, and then handed to each member as one write.
    /// </summary>
    public BatchScope OpenBatch(string groupName)
    {
        var group = Find(groupName);
        group?.OpenBatch();
        return new BatchScope(group);
    }

    /// <summary>The task has ended, and everyone in its group was sent its last event.</summary>
    public void EndStreams(string taskId) => Find(NameOf(taskId))?.EndStreams(CloseReason.TaskEnded);

    internal readonly struct BatchScope(TaskGroup? group) : IAsyncDisposable
    {
        /// <summary>Waits for no client: done when every member's outbox has the batch.</summary>
        public ValueTask DisposeAsync() => group is null ? ValueTask.CompletedTask : new ValueTask(group.CloseBatchAsync());
    }
}
