namespace Roadmap.Client.Connection;

/// <summary>
/// Orders the calls that change subscriptions on one connection. <c>connected</c> does not say to which <c>Subscribe</c> it belongs: taken
/// for the answer to a later one, it would hide the events between the two positions. So the calls of one task go one after the other, the
/// next one when the last one is settled: it is refused, or its <c>connected</c> has come as well.
/// </summary>
internal sealed class SubscriptionTurns(TimeSpan patience, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, TaskTurns> _tasks = new(StringComparer.Ordinal);

    /// <summary>Makes a call when its turn has come.</summary>
    /// <param name="taskId">Whose subscription it changes.</param>
    /// <param name="isConnecting">Whether <c>connected</c> follows, unless it is refused.</param>
    /// <param name="call">The call; a null answer: none was made after all.</param>
    public Task<T?> RunAsync<T>(string taskId, bool isConnecting, Func<Task<T?>> call)
        where T : class
    {
        var answered = new TaskCompletionSource<T?>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (!_tasks.TryGetValue(taskId, out var turns))
                _tasks[taskId] = turns = new TaskTurns();
            turns.Waiting++;
            turns.Last = TakeAsync(taskId, turns, turns.Last, isConnecting, call, answered);
        }

        return answered.Task;
    }

    /// <summary><c>connected</c> has come.</summary>
    public void Connected(string taskId)
    {
        lock (_gate)
            _tasks.GetValueOrDefault(taskId)?.Connected.TrySetResult();
    }

    /// <summary>The connection is over: nothing more comes.</summary>
    public void End()
    {
        lock (_gate)
        {
            foreach (var turns in _tasks.Values)
                turns.Connected.TrySetResult();
        }
    }

    private async Task TakeAsync<T>(
        string taskId, TaskTurns turns, Task before, bool isConnecting, Func<Task<T?>> call, TaskCompletionSource<T?> answered)
        where T : class
    {
        // Neither under this lock nor under that of whoever asks.
        await before.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        var connected = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
            turns.Connected = connected;
        try
        {
            var answer = await call().ConfigureAwait(false);
            answered.SetResult(answer);
            if (isConnecting && answer is not null)
                await connected.Task.WaitAsync(patience, time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        catch (RoadmapException e)
        {
            answered.SetException(e);
        }

        lock (_gate)
        {
            if (--turns.Waiting == 0)
                _tasks.Remove(taskId);
        }
    }

    private sealed class TaskTurns
    {
        public int Waiting { get; set; }

        public Task Last { get; set; } = Task.CompletedTask;

        /// <summary>Of the call that has its turn.</summary>
        public TaskCompletionSource Connected { get; set; } = new();
    }
}
