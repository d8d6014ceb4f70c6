using Roadmap.Contracts;

namespace Roadmap.Api.Generation.Outline.Editing;

/// <summary>
/// Makes everything that a plan says of itself follow from what is in it: title, tags, summary, descriptions, notes, what is left out, and
/// whether it fits its deadline.
/// </summary>
internal sealed class PlanSettling(CurriculumCatalogue catalogue)
{
    /// <param name="plan">A counted plan.</param>
    /// <param name="requestedAt">From when the time until the deadline counts.</param>
    /// <param name="before">The settled plan that it was made from; null for a new one, whose notes all stay.</param>
    public RoadmapDocument Settle(RoadmapDocument plan, DateTimeOffset requestedAt, RoadmapDocument? before)
    {
        var subject = catalogue.SubjectOf(plan);
        var fixedNotes = before is null ? plan.Notes : [.. plan.Notes.Except(PlanNotes.Of(before, catalogue, requestedAt))];
        plan = plan with
        {
            LeftOut = LeftOut(plan),
            KeyTechnologies = Technologies(plan, subject),
        };
        plan = plan with { Stages = [.. plan.Stages.Select(stage => Described(stage, plan))] };
        plan = plan with { Title = Title(plan, subject) };
        plan = plan with { Summary = Summary(plan, subject), Misfit = DeadlineMisfits.Of(plan, requestedAt) };
        return plan with { Notes = [.. fixedNotes, .. PlanNotes.Of(plan, catalogue, requestedAt)] };
    }

    /// <summary>What is there again is left out no more.</summary>
    private List<LeftOutConcept>? LeftOut(RoadmapDocument plan)
    {
        var taught = plan.Concepts.SelectMany(catalogue.TechnologiesOf).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var names = plan.Concepts.Select(concept => concept.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        List<LeftOutConcept> left = [
            .. (plan.LeftOut ?? []).Where(gone =>
                gone.ConceptId is { } id ? !plan.Has(id) && !names.Contains(gone.Name) : !taught.Contains(gone.Name))
        ];
        return left.Count > 0 ? left : null;
    }

    /// <summary>What the plan teaches, the subject's own first. The general plan is about its topic.</summary>
    private List<string> Technologies(RoadmapDocument plan, CatalogueSubject subject)
    {
        var taught = plan.Concepts.SelectMany(catalogue.TechnologiesOf).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        var own = subject.Technologies.Select(technology => PlanDesign.Fill(technology, plan.Goal))
            .Where(technology => subject == catalogue.General || taught.Contains(technology, StringComparer.OrdinalIgnoreCase));
        return [.. own.Concat(taught).Distinct(StringComparer.OrdinalIgnoreCase)];
    }

    private static string Title(RoadmapDocument plan, CatalogueSubject subject)
    {
        var called = subject.NamedAfter is { } named
            && plan.LeftOut?.Any(gone => gone.ConceptId is null && Wording.IsSame(gone.Name, named.Technology)) == true
                ? named.TitleWithout
                : subject.Title;
        var title = PlanDesign.Fill(called.In(plan.Language), plan.Goal);
        return plan.LeftOut?.Any(gone => gone.Reason == LeftOutReason.Later) == true
            ? PlanTexts.FirstPart(title).In(plan.Language)
            : title;
    }

    /// <summary>
    /// The subject's own sentence, unless it speaks of what the plan does without: it says where the way begins, and who knows all of the
    /// first module begins elsewhere.
    /// </summary>
    private static string Summary(RoadmapDocument plan, CatalogueSubject subject)
    {
        var speaksOfMore = plan.LeftOut?.Any(gone => gone.Reason == LeftOutReason.Later) == true
            || !subject.Stages[0].Modules[0].Concepts.Any(concept => plan.Has(concept.Id))
            || subject.Technologies.Any(technology => Wording.Mentions(subject.Summary.In(plan.Language), technology)
                && !plan.KeyTechnologies.Contains(technology, StringComparer.OrdinalIgnoreCase));
        var figures = PlanTexts.Summary(speaksOfMore ? null : subject.Summary, plan).In(plan.Language);
        return PlanDesign.Fill(figures, plan.Goal).Trim();
    }

    private RoadmapStage Described(RoadmapStage stage, RoadmapDocument plan)
    {
        var isNamedAfterGone = IsNamedAfterGone(stage.Title, plan);
        return stage with
        {
            Title = isNamedAfterGone ? PlanTexts.RequestedModule.In(plan.Language) : stage.Title,
            Description = isNamedAfterGone ? PlanTexts.RequestedModuleDescription.In(plan.Language) : stage.Description,
            Modules = [.. stage.Modules.Select(module => Described(module, stage, plan))],
        };
    }

    private RoadmapModule Described(RoadmapModule module, RoadmapStage stage, RoadmapDocument plan)
    {
        var isNamedAfterGone = IsNamedAfterGone(module.Title, plan);
        return module with
        {
            Title = isNamedAfterGone ? PlanTexts.RequestedModule.In(plan.Language) : module.Title,
            Description = isNamedAfterGone ? PlanTexts.RequestedModuleDescription.In(plan.Language) : module.Description,
            Concepts = [.. module.Concepts.Select(concept => concept.IsStagePractice()
                ? concept with
                {
                    Description = PlanWeights.PracticeDescription(catalogue.Templates.Practice, stage, concept, plan.Language),
                }
                : concept)],
        };
    }

    /// <summary>What is left beneath such a title came in the place of something, at the reviewer's request.</summary>
    private static bool IsNamedAfterGone(string title, RoadmapDocument plan) =>
        (plan.LeftOut ?? []).Any(gone => gone.ConceptId is null && Wording.Mentions(title, gone.Name));
}
