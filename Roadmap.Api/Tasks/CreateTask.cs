using MediatR;
using Roadmap.Api.Log;
using Roadmap.Contracts;
using Roadmap.Hubs;

namespace Roadmap.Api.Tasks;

/// <summary>Makes a task that an outside worker will report on.</summary>
public sealed record CreateTask(CreateTaskBody Body) : IRequest<CreateResult>, IReadFromJson
{
    public IReadOnlyList<FieldError> ReadErrors { get; init; } = [];
}
