using MediatR;
using Roadmap.Api.Log;
using Roadmap.Contracts;
using Roadmap.Hubs;

namespace Roadmap.Api.Reporting;

/// <summary>A worker's report: the only way in which events come into a log, whoever the worker is.</summary>
public sealed record ReportTaskEvents : IRequest<AppendResult>, IReadFromJson
{
    public required string TaskId { get; init; }

    /// <summary>None is a heartbeat.</summary>
    public required IReadOnlyList<ReportedEvent> Events { get; init; }

    /// <summary>Only from the generation workflow; then its run is what is checked, and the task's lease is its own.</summary>
    public WorkflowWrite? Workflow { get; init; }

    public IReadOnlyList<FieldError> ReadErrors { get; init; } = [];
}
