using Roadmap.Contracts;

namespace Roadmap.Api.Generation.Outline;

/// <summary>The hours that a learner has until the deadline.</summary>
internal static class DeadlineBudget
{
    /// <summary>Infinite without a deadline; 0 when it was over at the time of the request.</summary>
    public static double Hours(RoadmapDocument plan, DateTimeOffset requestedAt) =>
        plan.TargetDeadline is { } deadline
            ? Math.Max(0, (deadline - requestedAt).TotalDays / 7) * plan.HoursPerWeek
            : double.PositiveInfinity;
}
