using Roadmap.Api.Reporting;

namespace Roadmap.Api.Ingest;

/// <summary>What became of reading a published message.</summary>
internal abstract record PublishedReading
{
    private PublishedReading() { }

    /// <param name="Report">With the one event.</param>
    /// <param name="HasOwnTime">Whether its worker said when it happened.</param>
    public sealed record Event(ReportTaskEvents Report, bool HasOwnTime) : PublishedReading;

    /// <param name="Reason">A sentence that quotes nothing of the message.</param>
    public sealed record Unreadable(string Reason) : PublishedReading;
}
