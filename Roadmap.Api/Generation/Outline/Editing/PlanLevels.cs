using Roadmap.Contracts;

namespace Roadmap.Api.Generation.Outline.Editing;

/// <summary>
/// Makes a plan one for learners of another level: what they know goes, what the old level was thought to know or had no use for comes, and
/// the hours follow. What a reviewer asked for, or did not want, stays as it is.
/// </summary>
internal sealed class PlanLevels(CurriculumCatalogue catalogue)
{
    public EditStep Harder(RoadmapDocument plan, IReadOnlySet<string> kept) =>
        plan.Level == LearnerLevel.Expert ? new EditStep(plan, EditTexts.LevelAlready(plan.Level)) : To(plan, plan.Level + 1, kept);

    public EditStep Easier(RoadmapDocument plan, IReadOnlySet<string> kept) =>
        plan.Level == LearnerLevel.Beginner ? new EditStep(plan, EditTexts.LevelAlready(plan.Level)) : To(plan, plan.Level - 1, kept);

    public EditStep To(RoadmapDocument plan, LearnerLevel level, IReadOnlySet<string> kept)
    {
        if (level == plan.Level)
            return new EditStep(plan, EditTexts.LevelAlready(level));

        var gone = plan.Concepts.Where(concept => concept.Requested != true && !kept.Contains(concept.ConceptId)
            && catalogue.OwnOf(concept.ConceptId) is { } own && !IsOf(own, level)).ToList();
        if (!plan.Concepts.Except(gone).Any(concept => !catalogue.SourceOf(concept.ConceptId).Practice))
            return new EditStep(plan, EditTexts.NothingForLevel(level));

        var levelled = (plan with { Level = level }).Change(concept => concept with
        {
            Hours = ConceptHours.Of(concept.Hours, catalogue.SourceOf(concept.ConceptId), plan, level),
        });
        levelled = gone.Aggregate(levelled, (rest, concept) => rest.Without(concept.ConceptId));
        levelled = levelled.WithLeftOut(gone.Where(concept => catalogue.OwnOf(concept.ConceptId)!.IsKnownAt(level))
            .Select(concept => PlanShortening.LeftOut(concept, LeftOutReason.Known)));

        var subject = catalogue.SubjectOf(plan);
        var come = new List<string>();
        foreach (var source in subject.Concepts.Where(source => IsOf(source, level) && !IsOf(source, plan.Level)))
        {
            if (levelled.Has(source.Id) || IsUnwanted(plan, source) || !source.Prerequisites.All(id => HasGround(levelled, id)))
                continue;
            levelled = PlanRestoring.With(levelled, subject, source);
            come.Add(source.Name.In(plan.Language));
        }

        var counted = levelled.Counted();
        return new EditStep(counted, EditTexts.Levelled(plan, counted, [.. gone.Select(concept => concept.Name)], come));
    }

    private static bool IsOf(CatalogueConcept concept, LearnerLevel level) => concept.IsFor(level) && !concept.IsKnownAt(level);

    private static bool IsUnwanted(RoadmapDocument plan, CatalogueConcept source) =>
        plan.LeftOut?.Any(gone => gone.ConceptId == source.Id && gone.Reason != LeftOutReason.Known) == true;

    /// <summary>Whether the plan teaches it, or the learner has it: what builds on neither would hang in the air.</summary>
    private bool HasGround(RoadmapDocument plan, string conceptId) =>
        plan.Has(conceptId)
        || catalogue.SourceOf(conceptId).IsKnownAt(plan.Level)
        || plan.LeftOut?.Any(gone => gone.ConceptId == conceptId && gone.Reason == LeftOutReason.Known) == true;
}
