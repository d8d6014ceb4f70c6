using Roadmap.Contracts;

namespace Roadmap.Hubs.EventLog;

/// <summary>
/// The log as the live edge reads it: a read that does not come back in time is a log that is unavailable, and holds up nobody any longer.
/// </summary>
/// <param name="log">The log.</param>
/// <param name="time">
/// By which the log takes its time: a disk's and a network's is the real one, also where the server is given another clock.
/// </param>
internal sealed class TimedLogReader(ITaskLogReader log, TimeProvider time) : ITaskLogReader
{
    /// <summary>
    /// Longer than a store may take that is only slow. Counted in our own ticks: when the process was stopped, the log need not have been
    /// slow.
    /// </summary>
    private const int Ticks = 10;

    private static readonly TimeSpan s_tick = TimeSpan.FromSeconds(1);

    public Task<TaskLogView?> ReadAsync(string taskId, long afterSeq, int limit, int bytes, CancellationToken cancellationToken) =>
        InTimeAsync(inTime => log.ReadAsync(taskId, afterSeq, limit, bytes, inTime), cancellationToken);

    public Task<IReadOnlyDictionary<string, Position>> ReadHeadsAsync(
        IReadOnlyCollection<string> taskIds, CancellationToken cancellationToken) =>
        InTimeAsync(inTime => log.ReadHeadsAsync(taskIds, inTime), cancellationToken);

    /// <summary>What the log owes, in the time that it has.</summary>
    /// <exception cref="LogUnavailableException">It did not come.</exception>
    public async Task<T> InTimeAsync<T>(Task<T> owed, CancellationToken cancellationToken)
    {
        for (var tick = 1; ; tick++)
        {
            try
            {
                return await owed.WaitAsync(s_tick, time, cancellationToken);
            }
            catch (TimeoutException e)
            {
                if (tick == Ticks)
                    throw new LogUnavailableException($"The log did not answer within {Ticks * s_tick.TotalSeconds} s.", e);
            }
        }
    }

    private async Task<T> InTimeAsync<T>(Func<CancellationToken, Task<T>> read, CancellationToken cancellationToken)
    {
        using var given = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            return await InTimeAsync(read(given.Token), cancellationToken);
        }
        catch (LogUnavailableException)
        {
            // The read may listen to that, or not: nobody waits for it.
            await given.CancelAsync();
            throw;
        }
    }
}
