using Roadmap.Contracts;

namespace Roadmap.Tests.Delivery;

/// <summary>
/// What is known of one task's events: what was reported, where its publishers were told that it is, and what watchers agree on.
/// </summary>
internal sealed class TaskTruth
{
    private readonly IReadOnlyList<PublishedReport> _reports;
    private readonly HashSet<string> _reported;
    private readonly Dictionary<string, Position> _told = new(StringComparer.Ordinal);
    private readonly Dictionary<Position, string> _seenAt = [];

    public TaskTruth(string taskId, IReadOnlyList<PublishedReport> reports)
    {
        TaskId = taskId;
        _reports = reports;
        _reported = reports.SelectMany(report => report.EventIds).ToHashSet(StringComparer.Ordinal);
        foreach (var (id, position) in reports.SelectMany(report => report.Told))
            _told[id] = position;
    }

    public string TaskId { get; }

    public IReadOnlyDictionary<string, Position> Told => _told;

    public bool WasReported(string eventId) => _reported.Contains(eventId);

    /// <summary>Which event stands at a position: the one that the first of all watchers saw there.</summary>
    public string AgreeOn(Position position, string eventId)
    {
        if (_seenAt.TryGetValue(position, out var first))
            return first;
        _seenAt[position] = eventId;
        return eventId;
    }

    /// <summary>An answer speaks of the whole report: all of it is new, or all of it was known.</summary>
    public IEnumerable<Fault> Miscounted() =>
        from report in _reports
        where report.Answer is not null
        let answer = report.Answer
        where answer.Accepted + answer.Duplicates != report.EventIds.Count || (answer.Accepted > 0 && answer.Duplicates > 0)
        select new Fault(FaultKind.Miscounted, TaskId, "a publisher",
            $"{report.EventIds.Count} events from {report.EventIds[0]} on: {answer.Accepted} accepted, {answer.Duplicates} known");
}
