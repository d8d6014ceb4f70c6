using MediatR;
using Roadmap.Api.Log;
using Roadmap.Contracts;
using Roadmap.Hubs;

namespace Roadmap.Api.Roadmaps;

/// <summary>Asks for a roadmap: makes a task that the server's own workflow works on.</summary>
public sealed record GenerateRoadmap(GenerateRoadmapBody Body) : IRequest<CreateResult>, IReadFromJson
{
    public IReadOnlyList<FieldError> ReadErrors { get; init; } = [];
}
