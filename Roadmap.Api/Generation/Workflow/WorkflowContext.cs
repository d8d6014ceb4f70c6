using Roadmap.Contracts;

namespace Roadmap.Api.Generation.Workflow;

/// <summary>Where a run is, and the roadmap as far as it exists: the plan, with the content that was there when the run began.</summary>
internal sealed record WorkflowContext(WorkflowCheckpoint Checkpoint, RoadmapDocument? Roadmap)
{
    /// <exception cref="InvalidOperationException">The log lost what its checkpoint names.</exception>
    public RoadmapDocument Plan => Roadmap ?? throw new InvalidOperationException($"There is no roadmap {Checkpoint.RoadmapId}.");

    public LearnerIntent Intent => Checkpoint.Intent ?? throw new InvalidOperationException("The checkpoint has no intent.");
}
