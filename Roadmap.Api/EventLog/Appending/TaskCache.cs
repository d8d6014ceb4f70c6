using Roadmap.Hubs.State;

namespace Roadmap.Api.EventLog.Appending;

/// <summary>
/// The tasks that were written last, as they were committed. It spares the read before each append. Bounded by an estimate of its bytes,
/// since a state may hold 2,000 concepts; what was not used for longest goes first.
/// </summary>
internal sealed class TaskCache<T>(Func<T, TaskState> stateOf)
    where T : class
{
    private const long Capacity = 32 * 1024 * 1024;
    private const long BytesPerTask = 2 * 1024;
    private const long BytesPerConcept = 200;
    private const long BytesPerStep = 200;

    private readonly Lock _changing = new();
    private readonly Dictionary<string, LinkedListNode<T>> _tasks = new(StringComparer.Ordinal);
    private readonly LinkedList<T> _byUse = new();
    private long _bytes;

    public T? Find(string taskId)
    {
        lock (_changing)
        {
            if (!_tasks.TryGetValue(taskId, out var node))
                return null;

            _byUse.Remove(node);
            _byUse.AddFirst(node);
            return node.Value;
        }
    }

    public void Put(T task)
    {
        lock (_changing)
        {
            Take(stateOf(task).TaskId);
            _tasks[stateOf(task).TaskId] = _byUse.AddFirst(task);
            _bytes += BytesOf(task);
            while (_bytes > Capacity && _byUse.Last is { } oldest)
                Take(stateOf(oldest.Value).TaskId);
        }
    }

    public void Remove(string taskId)
    {
        lock (_changing)
            Take(taskId);
    }

    private void Take(string taskId)
    {
        if (!_tasks.Remove(taskId, out var node))
            return;

        _byUse.Remove(node);
        _bytes -= BytesOf(node.Value);
    }

    private long BytesOf(T task)
    {
        var state = stateOf(task);
        // Titles, errors and reasons are bounded by the size of an event only.
        var text = (state.Title?.Length ?? 0) + (state.Error?.Length ?? 0) + (state.PendingCommand?.Reason?.Length ?? 0);
        return BytesPerTask + (sizeof(char) * text) + (state.Outcomes.Count * BytesPerConcept)
            + ((state.Work?.Begun.Count ?? 0) * BytesPerStep);
    }
}
