using Roadmap.Contracts;

namespace Roadmap.Api.Generation.Outline.Editing;

/// <summary>Takes out of a plan what its reviewer does not want or knows already.</summary>
internal sealed class PlanRemovals(CurriculumCatalogue catalogue, PlanNames names)
{
    public EditStep LeaveOut(RoadmapDocument plan, string what)
    {
        var technology = names.Technology(plan, what);
        var gone = technology is null ? names.Named(plan, what) : names.About(plan, technology);
        if (gone.Count == 0 && technology is not null)
            gone = names.Named(plan, what);
        if (gone.Count == 0)
            return new EditStep(plan, EditTexts.NotInPlan(what));
        if (!Remains(plan, gone) || (technology is not null && !names.CanDoWithout(plan, technology)))
            return new EditStep(plan, EditTexts.NothingWouldRemain(what));

        var left = Without(plan, gone, LeftOutReason.Feedback);
        if (technology is not null)
            left = left.WithLeftOut([new LeftOutConcept { Name = technology, Reason = LeftOutReason.Feedback }]);
        return new EditStep(left, EditTexts.LeftOut(gone, technology));
    }

    public EditStep Known(RoadmapDocument plan, string what)
    {
        var known = names.Field(plan, what);
        if (known.Count == 0)
            return new EditStep(plan, EditTexts.KnownAnyway(what));
        return Remains(plan, known)
            ? new EditStep(Without(plan, known, LeftOutReason.Known), EditTexts.Known(known))
            : new EditStep(plan, EditTexts.NothingWouldRemain(what));
    }

    /// <summary>Keeps the beginning: what comes later needs it, so it stands by itself.</summary>
    public static EditStep KeepFirst(RoadmapDocument plan, int count)
    {
        var later = plan.Concepts.Skip(count).ToList();
        return count < 1 || later.Count == 0
            ? new EditStep(plan, EditTexts.FirstNotPossible(plan.Concepts.Count()))
            : new EditStep(Without(plan, later, LeftOutReason.Later), EditTexts.First(count, later));
    }

    /// <summary>Not only the works that use what is gone.</summary>
    private bool Remains(RoadmapDocument plan, IReadOnlyList<RoadmapConcept> gone) =>
        plan.Concepts.Except(gone).Any(concept => !catalogue.SourceOf(concept.ConceptId).Practice);

    private static RoadmapDocument Without(RoadmapDocument plan, IReadOnlyList<RoadmapConcept> gone, LeftOutReason reason) =>
        gone.Aggregate(plan, (rest, concept) => rest.Without(concept.ConceptId))
            .WithLeftOut(gone.Select(concept => PlanShortening.LeftOut(concept, reason)))
            .Counted();
}
