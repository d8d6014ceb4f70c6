using MediatR;
using Roadmap.Api.Log;

namespace Roadmap.Api.Roadmaps;

/// <summary>Starts the next attempt of a generation that failed or was cancelled.</summary>
public sealed record RetryTask(string TaskId) : IRequest<AppendResult>;
