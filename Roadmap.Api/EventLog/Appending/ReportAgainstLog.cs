using Roadmap.Contracts;

namespace Roadmap.Api.EventLog.Appending;

/// <summary>A report without the events whose ids the log knows, or that come twice in it.</summary>
/// <param name="New">In order.</param>
/// <param name="Last">The report's last event; null when it has none.</param>
/// <param name="KnownSeqOfLast">Where the last event is already.</param>
internal sealed record ReportAgainstLog(IReadOnlyList<ReportedEvent> New, int Duplicates, ReportedEvent? Last, long? KnownSeqOfLast)
{
    public static ReportAgainstLog Compare(IReadOnlyList<ReportedEvent> report, Func<string, long?> findSeq)
    {
        if (report.All(reported => reported.EventId is null))
            return new ReportAgainstLog(report, 0, report.Count == 0 ? null : report[^1], null);

        var fresh = new List<ReportedEvent>(report.Count);
        var met = new HashSet<string>(StringComparer.Ordinal);
        long? knownSeq = null;
        foreach (var reported in report)
        {
            knownSeq = reported.EventId is null ? null : findSeq(reported.EventId);
            if (knownSeq is null && (reported.EventId is null || met.Add(reported.EventId)))
                fresh.Add(reported);
        }

        return new ReportAgainstLog(fresh, report.Count - fresh.Count, report[^1], knownSeq);
    }

    /// <summary>The position of the report's last event: where it was, where it is now, else the head.</summary>
    public long PositionOfLast(IReadOnlyList<TaskEvent> stored, IReadOnlyList<ReportedEvent> accepted, long head)
    {
        if (KnownSeqOfLast is { } known)
            return known;
        if (Last?.EventId is not { } eventId)
            return head;

        for (var i = stored.Count - 1; i >= 0; i--)
        {
            if (accepted[i].EventId == eventId)
                return stored[i].Seq;
        }

        return head;
    }
}
