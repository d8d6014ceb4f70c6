namespace Roadmap.Api.EventLog.Turns;

/// <summary>
/// Whose task is next, when more wait than there is room for: owners take turns, one task each, so that whoever asks for ten thousand keeps
/// nobody else waiting. It goes on behind the owner who had the last first turn.
/// </summary>
/// <param name="ownerAfter">The next owner with something to do, in any order that stays; the first for null, null behind the last.</param>
/// <param name="taskAfter">The owner's next task that nobody runs, behind the one of the given key.</param>
internal sealed class OwnerTurns(Func<string?, string?> ownerAfter, Func<string, long, (long Key, string TaskId)?> taskAfter)
{
    /// <param name="last">Who had the last turn; null at first.</param>
    public (IReadOnlyList<string> TaskIds, string? Last) Take(int limit, string? last)
    {
        var found = new List<string>();
        var round = new Queue<(string Owner, long Key)>();
        foreach (var owner in Owners(last))
        {
            if (found.Count == limit)
                break;
            if (TryTake(owner, 0))
                last = owner;
        }

        while (found.Count < limit && round.TryDequeue(out var next))
            TryTake(next.Owner, next.Key);
        return (found, last);

        bool TryTake(string owner, long key)
        {
            if (taskAfter(owner, key) is not { } task)
                return false;
            found.Add(task.TaskId);
            round.Enqueue((owner, task.Key));
            return true;
        }
    }

    /// <summary>Each once, from the one behind the last.</summary>
    private IEnumerable<string> Owners(string? last)
    {
        for (var owner = ownerAfter(last); owner is not null; owner = ownerAfter(owner))
            yield return owner;
        if (last is null)
            yield break;
        for (var owner = ownerAfter(null); owner is not null && string.CompareOrdinal(owner, last) <= 0; owner = ownerAfter(owner))
            yield return owner;
    }
}
