namespace Roadmap.Api.Log.Redis;

/// <summary>
/// Lets the appends of this instance to one task go one after the other: side by side, all but one of them would find that the state has moved on.
/// Tasks share a bounded number of lanes.
/// </summary>
internal sealed class AppendLanes
{
    private const int Lanes = 1_024;

    private readonly SemaphoreSlim[] _lanes = [.. Enumerable.Range(0, Lanes).Select(_ => new SemaphoreSlim(1, 1))];

    /// <summary>The lane is left when the result is disposed of.</summary>
    public async Task<IDisposable> EnterAsync(string taskId, CancellationToken cancellationToken)
    {
        var lane = _lanes[(uint)string.GetHashCode(taskId, StringComparison.Ordinal) % Lanes];
        await lane.WaitAsync(cancellationToken);
        return new Entered(lane);
    }

    private sealed class Entered(SemaphoreSlim lane) : IDisposable
    {
        public void Dispose() => lane.Release();
    }
}
