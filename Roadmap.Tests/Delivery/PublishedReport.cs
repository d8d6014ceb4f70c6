using Roadmap.Contracts;

namespace Roadmap.Tests.Delivery;

/// <summary>
/// One report as its publisher knows it: the ids of its events, and the answer, which is absent when none ever came. An event carries its
/// id as its message too, so that whoever sees the event knows which it is.
/// </summary>
internal sealed record PublishedReport(string TaskId, IReadOnlyList<string> EventIds, ReportReply? Answer)
{
    /// <summary>Where the publisher was told that its events are. A report is stored whole, so they stand side by side.</summary>
    public IEnumerable<(string EventId, Position Position)> Told => Answer is null
        ? []
        : EventIds.Select((id, index) => (id, new Position { Epoch = Answer.Epoch, Seq = Answer.Seq - EventIds.Count + 1 + index }));
}
