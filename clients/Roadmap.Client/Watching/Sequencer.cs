using Roadmap.Contracts;

namespace Roadmap.Client.Watching;

/// <summary>What to do with a numbered message.</summary>
internal enum SequenceVerdict
{
    /// <summary>It is next: take it.</summary>
    Apply,

    /// <summary>It is known: drop it.</summary>
    Duplicate,

    /// <summary>Something before it is missing: ask again from the position.</summary>
    Gap,
}

/// <summary>The rules of the numbering, as <c>clients/web/vectors</c> has them for every language.</summary>
internal static class Sequencer
{
    /// <summary>An event is next when it is the position's successor within the same epoch.</summary>
    public static SequenceVerdict JudgeEvent(Position? position, string epoch, long seq)
    {
        if (!Continues(position, epoch))
            return SequenceVerdict.Gap;
        if (seq <= position!.Seq)
            return SequenceVerdict.Duplicate;
        return seq == position.Seq + 1 ? SequenceVerdict.Apply : SequenceVerdict.Gap;
    }

    /// <summary>A snapshot stands in its place between the events: at the position itself.</summary>
    public static SequenceVerdict JudgeSnapshot(Position? position, string epoch, long seq)
    {
        if (!Continues(position, epoch))
            return SequenceVerdict.Gap;
        if (seq < position!.Seq)
            return SequenceVerdict.Duplicate;
        return seq == position.Seq ? SequenceVerdict.Apply : SequenceVerdict.Gap;
    }

    /// <summary>
    /// <c>connected</c> says from where the events follow. When it recovered, what has arrived meanwhile beyond the position that was asked
    /// for is kept, and comes again as duplicates. Otherwise what was known of the task is void, and the server's position replaces the
    /// client's.
    /// </summary>
    public static (Position Position, bool IsReset) Resume(Position? position, Position server, bool? recovered)
    {
        var isReset = recovered != true;
        var keeps = !isReset
            && position is not null
            && string.Equals(position.Epoch, server.Epoch, StringComparison.Ordinal)
            && position.Seq > server.Seq;
        return (keeps ? position! : server, isReset);
    }

    // A task that is waited for has no epoch of its own before its first message.
    private static bool Continues(Position? position, string epoch) =>
        position is not null
        && (string.Equals(position.Epoch, epoch, StringComparison.Ordinal)
            || string.Equals(position.Epoch, ContractLimits.EpochOfUnknown, StringComparison.Ordinal));
}
