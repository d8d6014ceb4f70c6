using System.Collections.Concurrent;
using Roadmap.Api.EventLog;

namespace Roadmap.Api.Generation.Recovery;

/// <summary>
/// The generations that this instance ran last and that have not ended, as far as it knows. One that waits for its review is run by nobody,
/// but remembered here.
/// </summary>
internal sealed class GenerationMemory(IGenerationLeases leases, ILogger<GenerationMemory> logger)
{
    /// <summary>When there are more, one that nobody runs is forgotten for each new one: the one that has been here for longest.</summary>
    private const int Most = 500;

    private readonly ConcurrentDictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private long _begun;

    public IReadOnlyList<RememberedGeneration> All => [.. _entries.Values.Select(entry => entry.Generation)];

    public RememberedGeneration Begin(AcquiredGeneration acquired)
    {
        if (_entries.Count >= Most
            && _entries.Values.Where(entry => !entry.Generation.IsRunning).MinBy(entry => entry.Number) is { } oldest)
            Forget(oldest.Generation);

        var generation = new RememberedGeneration(acquired, leases, logger);
        _entries[acquired.State.TaskId] = new Entry(generation, Interlocked.Increment(ref _begun));
        return generation;
    }

    /// <summary>The run is over here.</summary>
    public void End(RememberedGeneration generation)
    {
        generation.IsRunning = false;
        if (generation.State.HasEnded)
            Forget(generation);
    }

    public void Forget(RememberedGeneration generation)
    {
        var taskId = generation.State.TaskId;
        if (_entries.TryGetValue(taskId, out var entry) && entry.Generation == generation)
            _entries.TryRemove(KeyValuePair.Create(taskId, entry));
    }

    private sealed record Entry(RememberedGeneration Generation, long Number);
}
