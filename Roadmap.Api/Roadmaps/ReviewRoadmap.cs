using MediatR;
using Roadmap.Api.Log;
using Roadmap.Contracts;
using Roadmap.Hubs;

namespace Roadmap.Api.Roadmaps;

/// <summary>A person's word on the plan: go on with it, or change it as the feedback says.</summary>
public sealed record ReviewRoadmap(string TaskId, ReviewBody Body) : IRequest<AppendResult>, IReadFromJson
{
    public IReadOnlyList<FieldError> ReadErrors { get; init; } = [];
}
