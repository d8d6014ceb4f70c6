using Roadmap.Contracts;

namespace Roadmap.Api.Generation.Outline;

/// <summary>
/// Brings a plan down to a number of hours: what is optional goes first, then every concept gets shorter, down to its least.
/// </summary>
internal sealed class PlanShortening(CurriculumCatalogue catalogue)
{
    /// <param name="plan">A counted plan.</param>
    /// <param name="hours">What to come down to. When that cannot be reached, the result is as short as it gets.</param>
    /// <param name="keepsPractice">Practice goes after everything else that is optional.</param>
    public Shortened Shorten(RoadmapDocument plan, double hours, bool keepsPractice)
    {
        var leftOut = new List<string>();
        while (plan.TotalHours > hours && NextToLeaveOut(plan, keepsPractice) is { } concept)
        {
            leftOut.Add(concept.Name);
            plan = plan.Without(concept.ConceptId).Counted();
        }

        if (plan.TotalHours <= hours)
            return new Shortened(plan, leftOut, HoursCut: false);

        var factor = Math.Max(0, hours / plan.TotalHours);
        var cut = plan.Change(concept => concept with { Hours = ConceptHours.Shortened(concept.Hours, factor, Least(plan, concept)) })
            .Counted();
        return new Shortened(cut, leftOut, cut.TotalHours < plan.TotalHours);
    }

    /// <summary>Leaves out what the learner's level knows already and what nothing else needs.</summary>
    public Shortened LeaveOutKnown(RoadmapDocument plan)
    {
        var leftOut = new List<string>();
        foreach (var concept in plan.Concepts.Reverse()
            .Where(concept => catalogue.SourceOf(concept.ConceptId) is { Core: false } source && source.IsKnownAt(plan.Level)))
        {
            if (IsNeeded(plan, concept))
                continue;
            leftOut.Add(concept.Name);
            plan = plan.Without(concept.ConceptId);
        }

        return new Shortened(plan.Counted(), leftOut, HoursCut: false);
    }

    private RoadmapConcept? NextToLeaveOut(RoadmapDocument plan, bool keepsPractice)
    {
        var requested = plan.Requested();
        return plan.Concepts.Reverse()
            .Where(concept => !requested.Contains(concept.ConceptId)
                && !catalogue.SourceOf(concept.ConceptId).Core
                && !IsNeeded(plan, concept))
            .OrderBy(concept => keepsPractice && catalogue.SourceOf(concept.ConceptId).Practice)
            .FirstOrDefault();
    }

    private double Least(RoadmapDocument plan, RoadmapConcept concept) =>
        ConceptHours.Least(catalogue.SourceOf(concept.ConceptId), plan.Level, plan.HoursPerWeek);

    private static bool IsNeeded(RoadmapDocument plan, RoadmapConcept concept) =>
        plan.Concepts.Any(other => other.Prerequisites.Contains(concept.ConceptId));
}

/// <param name="Plan">The shorter plan, counted.</param>
/// <param name="LeftOut">The names of the concepts that are gone.</param>
/// <param name="HoursCut">Whether what stayed got fewer hours.</param>
internal sealed record Shortened(RoadmapDocument Plan, IReadOnlyList<string> LeftOut, bool HoursCut);
