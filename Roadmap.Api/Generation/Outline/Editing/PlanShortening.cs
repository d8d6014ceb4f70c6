using Roadmap.Contracts;

namespace Roadmap.Api.Generation.Outline.Editing;

/// <summary>
/// Brings a plan down to a number of hours: what is optional goes first, then every concept gets shorter, down to its least.
/// </summary>
internal sealed class PlanShortening(CurriculumCatalogue catalogue)
{
    /// <param name="plan">A counted plan.</param>
    /// <param name="hours">What to come down to. When that cannot be reached, the result is as short as it gets.</param>
    /// <param name="reason">Why it is to be shorter.</param>
    /// <param name="keepsPractice">Practice goes after everything else that is optional.</param>
    /// <param name="kept">Concepts that stay, by id.</param>
    public Shortened Shorten(
        RoadmapDocument plan, double hours, LeftOutReason reason, bool keepsPractice = true, IReadOnlySet<string>? kept = null)
    {
        var leftOut = new List<string>();
        while (plan.TotalHours > hours && NextToLeaveOut(plan, keepsPractice, kept) is { } concept)
        {
            leftOut.Add(concept.Name);
            plan = plan.Without(concept.ConceptId).WithLeftOut([LeftOut(concept, reason)]).Counted();
        }

        if (plan.TotalHours <= hours)
            return new Shortened(plan, leftOut, HoursCut: false);

        var factor = Math.Max(0, hours / plan.TotalHours);
        var cut = plan.Change(concept => concept with { Hours = ConceptHours.Shortened(concept.Hours, factor, Least(plan, concept)) })
            .Counted();
        return new Shortened(cut, leftOut, cut.TotalHours < plan.TotalHours);
    }

    /// <summary>
    /// Leaves out what the learner's level knows already, and says so; and what only further levels get, which is no loss to this one.
    /// </summary>
    public RoadmapDocument FitToLevel(RoadmapDocument plan)
    {
        foreach (var concept in plan.Concepts.Reverse())
        {
            var source = catalogue.SourceOf(concept.ConceptId);
            if (!source.IsFor(plan.Level))
                plan = plan.Without(concept.ConceptId);
            else if (source.IsKnownAt(plan.Level))
                plan = plan.Without(concept.ConceptId).WithLeftOut([LeftOut(concept, LeftOutReason.Known)]);
        }

        return plan.Counted();
    }

    public static LeftOutConcept LeftOut(RoadmapConcept concept, LeftOutReason reason) =>
        new() { ConceptId = concept.ConceptId, Name = concept.Name, Reason = reason };

    private RoadmapConcept? NextToLeaveOut(RoadmapDocument plan, bool keepsPractice, IReadOnlySet<string>? kept) =>
        plan.Concepts.Reverse()
            .Where(concept => concept.Requested != true
                && kept?.Contains(concept.ConceptId) != true
                && !catalogue.SourceOf(concept.ConceptId).Core
                && !IsNeeded(plan, concept))
            .OrderBy(concept => keepsPractice && catalogue.SourceOf(concept.ConceptId).Practice)
            .FirstOrDefault();

    /// <summary>The fewest hours that are realistic for a concept.</summary>
    public double Least(RoadmapDocument plan, RoadmapConcept concept) =>
        ConceptHours.Least(catalogue.SourceOf(concept.ConceptId), plan.Level, plan.HoursPerWeek);

    private static bool IsNeeded(RoadmapDocument plan, RoadmapConcept concept) =>
        plan.Concepts.Any(other => other.Prerequisites.Contains(concept.ConceptId));
}

/// <param name="Plan">The shorter plan, counted.</param>
/// <param name="LeftOut">The names of the concepts that are gone.</param>
/// <param name="HoursCut">Whether what stayed got fewer hours.</param>
internal sealed record Shortened(RoadmapDocument Plan, IReadOnlyList<string> LeftOut, bool HoursCut);
