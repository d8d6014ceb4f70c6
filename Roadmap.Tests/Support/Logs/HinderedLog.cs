using Roadmap.Contracts;
using Roadmap.Hubs.EventLog;

namespace Roadmap.Tests.Support;

/// <summary>What the live edge reads of a real log, as far as a test lets it.</summary>
internal sealed class HinderedLog(ITaskLogReader log) : ITaskLogReader
{
    private readonly TaskCompletionSource _letGo = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _headReads;

    public bool IsAway { get; set; }

    /// <summary>Whether there is no task any more.</summary>
    public bool IsEmpty { get; set; }

    /// <summary>Whether reads of events after the first page wait for <see cref="LetGo"/>.</summary>
    public bool HoldsLaterPages { get; set; }

    /// <summary>How often the head alone was read.</summary>
    public int HeadReads => Volatile.Read(ref _headReads);

    public void LetGo() => _letGo.SetResult();

    public async Task<TaskLogView?> ReadAsync(string taskId, long afterSeq, int limit, int bytes, CancellationToken cancellationToken)
    {
        if (HoldsLaterPages && afterSeq > 0 && limit > 0)
            await _letGo.Task.WaitAsync(cancellationToken);
        if (IsAway)
            throw new LogUnavailableException("The log is away.");
        if (IsEmpty)
            return null;
        var view = await log.ReadAsync(taskId, afterSeq, limit, bytes, cancellationToken);
        if (limit == 0)
            Interlocked.Increment(ref _headReads);
        return view;
    }

    public Task<IReadOnlyDictionary<string, Position>> ReadHeadsAsync(
        IReadOnlyCollection<string> taskIds, CancellationToken cancellationToken) => IsAway
        ? throw new LogUnavailableException("The log is away.")
        : log.ReadHeadsAsync(IsEmpty ? [] : taskIds, cancellationToken);
}
