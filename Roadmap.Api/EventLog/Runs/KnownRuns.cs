using System.Collections.Concurrent;
using Roadmap.Hubs.EventLog;
using Roadmap.Hubs.State;

namespace Roadmap.Api.EventLog.Runs;

/// <summary>
/// What this instance knows of the runs in the store. What it completes itself it knows at once; what others complete, a few seconds later.
/// </summary>
internal sealed class KnownRuns(IFinishedRuns store, TimeProvider time) : IEarlierRuns
{
    private const int MostGroups = 1_000;

    private static readonly TimeSpan s_freshFor = TimeSpan.FromSeconds(5);

    /// <summary>Nobody who wants to see a task waits longer for a guess.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, Known> _groups = new(StringComparer.Ordinal);

    public async Task LoadAsync(TaskState task)
    {
        if (task.HasEnded || !FinishedRun.IsWhole(task))
            return;

        var group = FinishedRun.GroupOf(task);
        var known = _groups.GetValueOrDefault(group);
        if (known is not null && IsFresh(known))
            return;

        // Who comes while it is read is content with what was known before, and does not ask once more.
        var began = time.GetTimestamp();
        if (known is not null)
            _groups.TryUpdate(group, known with { ReadAt = began }, known);
        else if (_groups.Count >= MostGroups)
            _groups.Clear();

        try
        {
            // A part of the store that does not answer takes its time, and the others' runs come with it, for those who come later.
            await ReadAsync(group, known?.Runs, began).WaitAsync(s_patience, TimeProvider.System);
        }
        catch (TimeoutException)
        {
        }
    }

    public EarlierRuns? Find(TaskState task)
    {
        if (task.HasEnded || !_groups.TryGetValue(FinishedRun.GroupOf(task), out var known))
            return null;
        if (!IsFresh(known))
            _ = LoadAsync(task);
        return known.Runs;
    }

    /// <summary>A task was completed here: what is known of its kind is no longer the last.</summary>
    public void Completed(TaskState task)
    {
        var group = FinishedRun.GroupOf(task);
        if (_groups.TryGetValue(group, out var known))
            _groups.TryUpdate(group, known with { ReadAt = null }, known);
    }

    private async Task ReadAsync(string group, EarlierRuns? known, long began)
    {
        try
        {
            known = EarlierRuns.Of(await store.ReadAsync(group, CancellationToken.None));
        }
        catch (LogUnavailableException)
        {
            // It is asked again when it has had its rest.
        }

        _groups[group] = new Known(known, began);
    }

    private bool IsFresh(Known known) => known.ReadAt is { } at && time.GetElapsedTime(at) < s_freshFor;

    /// <param name="Runs">Null when there are none.</param>
    /// <param name="ReadAt">In the clock's own ticks; null when it is known to be old.</param>
    private sealed record Known(EarlierRuns? Runs, long? ReadAt);
}
