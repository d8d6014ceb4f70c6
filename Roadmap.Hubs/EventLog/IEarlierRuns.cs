using Roadmap.Hubs.State;

namespace Roadmap.Hubs.EventLog;

/// <summary>
/// What tasks of the kind of one have taken before it. Help for people, and nothing rests on it: a store that does not answer is a store
/// without runs.
/// </summary>
public interface IEarlierRuns
{
    /// <summary>
    /// Sees to it that <see cref="Find"/> knows what the store knew a few seconds ago. Does not throw, and waits for a moment at most.
    /// </summary>
    Task LoadAsync(TaskState task);

    /// <summary>What is known at once; null when there are no runs, or none are known yet.</summary>
    EarlierRuns? Find(TaskState task);
}

/// <summary>Of a host whose log remembers no runs.</summary>
internal sealed class NoEarlierRuns : IEarlierRuns
{
    public Task LoadAsync(TaskState task) => Task.CompletedTask;

    public EarlierRuns? Find(TaskState task) => null;
}
