using Roadmap.Api.EventLog.Turns;

namespace Roadmap.Api.EventLog.Redis.Appending;

/// <summary>
/// Lets the appends of this instance to one task go one after the other: side by side, all but one of them would find that the state has
/// moved on. Tasks share a bounded number of lanes. Of heavy appends one is made at a time, by whichever task has waited for longest: Redis
/// does one thing at a time, so between two of them those of all others pass.
/// </summary>
#pragma warning disable CA1001 // A semaphore whose wait handle nobody asks for holds nothing; and callers may come after the end.
internal sealed class AppendLanes
#pragma warning restore CA1001
{
    private const int Lanes = 1_024;

    private readonly SemaphoreSlim[] _lanes = [.. Enumerable.Range(0, Lanes).Select(_ => new SemaphoreSlim(1, 1))];

    private readonly SemaphoreSlim _heavy = new(1, 1);

    /// <summary>The lane is left when the result is disposed of.</summary>
    /// <param name="weight">In the measure of <see cref="AppendWeight"/>.</param>
    public async Task<IDisposable> EnterAsync(string taskId, int weight, CancellationToken cancellationToken)
    {
        var lane = _lanes[(uint)string.GetHashCode(taskId, StringComparison.Ordinal) % Lanes];
        await lane.WaitAsync(cancellationToken);
        if (weight <= FairTurns<TaskAppend>.LightWeight)
            return new Entered(lane, heavy: null);
        try
        {
            await _heavy.WaitAsync(cancellationToken);
            return new Entered(lane, _heavy);
        }
        catch
        {
            lane.Release();
            throw;
        }
    }

    private sealed class Entered(SemaphoreSlim lane, SemaphoreSlim? heavy) : IDisposable
    {
        public void Dispose()
        {
            heavy?.Release();
            lane.Release();
        }
    }
}
