using Roadmap.Contracts;

namespace Roadmap.Api.Generation.Outline.Editing;

/// <summary>Gives some parts of a plan more time, and others less.</summary>
internal sealed class PlanWeights(CurriculumCatalogue catalogue, PlanNames names, PlanShortening shortening)
{
    private const double LessPart = 0.75;

    /// <summary>Every project gets more hours, and every stage without one gets one.</summary>
    public EditStep MorePractice(RoadmapDocument plan)
    {
        var longer = Longer(plan, names.IsPractice);
        var changed = longer.Plan;
        var added = new List<string>();
        foreach (var stage in plan.Stages.Where(stage => !stage.Modules.SelectMany(module => module.Concepts).Any(names.IsPractice)))
        {
            var practice = Practice(plan, stage);
            added.Add(practice.Name);
            changed = changed.WithRequested(stage.StageId, practice);
        }

        return new EditStep(
            longer.Names.Count + added.Count == 0 ? plan : changed.Counted(), EditTexts.MorePractice(longer.Names, added));
    }

    public EditStep LessPractice(RoadmapDocument plan) => Step(plan, Less(plan, names.IsPractice), more: false);

    /// <summary>Everything but the projects gets less time.</summary>
    public EditStep LessTheory(RoadmapDocument plan) => Step(plan, Less(plan, concept => !names.IsPractice(concept)), more: false);

    /// <summary>Null when the plan has nothing of that name.</summary>
    public EditStep? MoreOf(RoadmapDocument plan, string what) =>
        names.Field(plan, what) is { Count: > 0 } field ? Step(plan, Longer(plan, field.Contains), more: true) : null;

    public EditStep LessOf(RoadmapDocument plan, string what) =>
        names.Field(plan, what) is { Count: > 0 } field
            ? Step(plan, Less(plan, field.Contains), more: false)
            : new EditStep(plan, EditTexts.NotInPlan(what));

    /// <summary>What a project of a stage is, in which all of the stage is used.</summary>
    public static string PracticeDescription(CatalogueConcept template, RoadmapStage stage, RoadmapConcept practice, string language) =>
        $"{template.Description.In(language).Replace("{name}", practice.Name, StringComparison.Ordinal)} "
        + PlanTexts.PracticeParts([.. stage.Modules.SelectMany(module => module.Concepts)
            .Where(part => practice.Prerequisites.Contains(part.ConceptId))
            .Select(part => part.Name)]).In(language);

    private RoadmapConcept Practice(RoadmapDocument plan, RoadmapStage stage)
    {
        var practice = PlanDesign.Concept(catalogue.Templates.Practice, plan) with
        {
            ConceptId = CurriculumCatalogue.PracticePrefix + stage.StageId,
            Name = PlanTexts.PracticeConcept(stage.Title).In(plan.Language),
            Prerequisites = [.. stage.Modules.SelectMany(module => module.Concepts).Select(part => part.ConceptId)],
        };
        return practice with { Description = PracticeDescription(catalogue.Templates.Practice, stage, practice, plan.Language) };
    }

    private static EditStep Step(RoadmapDocument plan, (RoadmapDocument Plan, IReadOnlyList<string> Names) changed, bool more)
    {
        if (changed.Names.Count == 0)
            return new EditStep(plan, more ? EditTexts.MostAlready : EditTexts.LeastAlready);
        var counted = changed.Plan.Counted();
        return new EditStep(counted, EditTexts.Weighed(changed.Names, plan.TotalHours, counted.TotalHours, more));
    }

    private static (RoadmapDocument Plan, IReadOnlyList<string> Names) Longer(RoadmapDocument plan, Func<RoadmapConcept, bool> which) =>
        Weighed(plan, which, concept => ConceptHours.Longer(concept.Hours));

    private (RoadmapDocument Plan, IReadOnlyList<string> Names) Less(RoadmapDocument plan, Func<RoadmapConcept, bool> which) =>
        Weighed(plan, which, concept => ConceptHours.Shortened(concept.Hours, LessPart, shortening.Least(plan, concept)));

    private static (RoadmapDocument Plan, IReadOnlyList<string> Names) Weighed(
        RoadmapDocument plan, Func<RoadmapConcept, bool> which, Func<RoadmapConcept, double> hours)
    {
        var changed = new List<string>();
        var weighed = plan.Change(concept =>
        {
            if (!which(concept) || Math.Abs(hours(concept) - concept.Hours) < 0.01)
                return concept;
            changed.Add(concept.Name);
            return concept with { Hours = hours(concept) };
        });
        return (weighed, changed);
    }
}
