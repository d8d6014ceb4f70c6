using MediatR;
using Roadmap.Api.Log;

namespace Roadmap.Api.Tasks;

/// <summary>Calls a task off: at once when nobody works on it, else by asking whoever does.</summary>
public sealed record CancelTask(string TaskId) : IRequest<AppendResult>;
