namespace Roadmap.Api.Log.Sqlite;

/// <summary>
/// The tasks that were written last, as they were committed. It spares the writer the read before each append. Bounded by an estimate of its
/// bytes, since a state may hold 2,000 concepts; what was not used for longest goes first. Used on the writer's thread only.
/// </summary>
internal sealed class TaskCache
{
    private const long Capacity = 32 * 1024 * 1024;
    private const long BytesPerTask = 2 * 1024;
    private const long BytesPerConcept = 200;

    private readonly Dictionary<string, LinkedListNode<StoredTask>> _tasks = new(StringComparer.Ordinal);
    private readonly LinkedList<StoredTask> _byUse = new();
    private long _bytes;

    public StoredTask? Find(string taskId)
    {
        if (!_tasks.TryGetValue(taskId, out var node))
            return null;

        _byUse.Remove(node);
        _byUse.AddFirst(node);
        return node.Value;
    }

    public void Put(StoredTask task)
    {
        Remove(task.State.TaskId);
        _tasks[task.State.TaskId] = _byUse.AddFirst(task);
        _bytes += BytesOf(task);
        while (_bytes > Capacity && _byUse.Last is { } oldest)
            Remove(oldest.Value.State.TaskId);
    }

    public void Remove(string taskId)
    {
        if (!_tasks.Remove(taskId, out var node))
            return;

        _byUse.Remove(node);
        _bytes -= BytesOf(node.Value);
    }

    private static long BytesOf(StoredTask task) => BytesPerTask + task.State.Outcomes.Count * BytesPerConcept;
}
