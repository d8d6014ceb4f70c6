using Roadmap.Contracts;

namespace Roadmap.Api.Generation.Outline.Editing;

/// <summary>Changes to a plan that leave it whole: no empty stage, no reference to what is gone, all sums right.</summary>
internal static class PlanChanges
{
    private const string RequestedPrefix = "requested-";

    public static bool Has(this RoadmapDocument plan, string conceptId) => plan.Concepts.Any(concept => concept.ConceptId == conceptId);

    public static RoadmapDocument Change(this RoadmapDocument plan, Func<RoadmapConcept, RoadmapConcept> change) =>
        plan.WithModules(module => module with { Concepts = [.. module.Concepts.Select(change)] });

    /// <summary>The plan without the concept; whoever needed it now needs what it needed.</summary>
    public static RoadmapDocument Without(this RoadmapDocument plan, string conceptId)
    {
        var gone = plan.Concepts.First(concept => concept.ConceptId == conceptId);
        return plan.WithModules(module => module with
        {
            Concepts = [.. module.Concepts.Where(concept => concept.ConceptId != conceptId).Select(concept => Inherit(concept, gone))],
        });
    }

    /// <summary>
    /// The plan with the concept at the end of the stage, in the module of what feedback asked for, but before the work with which the plan
    /// ends.
    /// </summary>
    public static RoadmapDocument WithRequested(this RoadmapDocument plan, string stageId, RoadmapConcept concept)
    {
        var moduleId = RequestedPrefix + stageId;
        var requested = concept with { Requested = true };
        return plan.WithStage(stageId, stage =>
        {
            var ending = stage.Modules.Select((module, index) => module.Concepts.Any(IsCapstone) ? index : (int?)null)
                .FirstOrDefault(index => index is not null);
            if (ending is { } last && stage.Modules[last].Concepts.Any(other => concept.Prerequisites.Contains(other.ConceptId)))
                return stage with
                {
                    Modules = [.. stage.Modules.Select((module, index) => index == last ? BeforeCapstone(module, requested) : module)],
                };

            var module = stage.Modules.FirstOrDefault(module => module.ModuleId == moduleId) ?? new RoadmapModule
            {
                ModuleId = moduleId,
                Title = PlanTexts.RequestedModule.In(plan.Language),
                Description = PlanTexts.RequestedModuleDescription.In(plan.Language),
                Hours = 0,
                Concepts = [],
            };
            var longer = module with { Concepts = [.. module.Concepts, requested] };
            var others = stage.Modules.Where(other => other.ModuleId != moduleId).ToList();
            others.Insert(ending is null ? others.Count : others.FindIndex(other => other.Concepts.Any(IsCapstone)), longer);
            return stage with { Modules = others };
        });
    }

    /// <summary>The plan with another concept in the place of one, which whoever needed the one needs now.</summary>
    public static RoadmapDocument With(this RoadmapDocument plan, RoadmapConcept other, string insteadOf) => plan.Change(concept =>
        concept.ConceptId == insteadOf
            ? other
            : concept with { Prerequisites = [.. concept.Prerequisites.Select(id => id == insteadOf ? other.ConceptId : id)] });

    /// <summary>Whether it is the work with which a plan ends, and in which the rest is used.</summary>
    public static bool IsCapstone(this RoadmapConcept concept) => concept.Keywords.Contains("capstone");

    /// <summary>The plan that says of a concept why it is not there. What is there again is not said.</summary>
    public static RoadmapDocument WithLeftOut(this RoadmapDocument plan, IEnumerable<LeftOutConcept> leftOut) =>
        plan with { LeftOut = [.. leftOut.Concat(plan.LeftOut ?? []).DistinctBy(concept => (concept.ConceptId, concept.Name))] };

    /// <summary>The plan with its sums, and with the weeks of every concept at the plan's hours a week.</summary>
    public static RoadmapDocument Counted(this RoadmapDocument plan)
    {
        var before = 0.0;
        var counted = plan.Change(concept =>
        {
            var first = (int)Math.Floor(Weeks(plan, before) + Tolerance) + 1;
            before += concept.Hours;
            return concept with { FirstWeek = first, LastWeek = Math.Max(first, (int)Math.Ceiling(Weeks(plan, before) - Tolerance)) };
        });
        return counted with { TotalHours = before, Weeks = (int)Math.Ceiling(Weeks(plan, before) - Tolerance) };
    }

    // Hours are halves, hours a week may be any fraction: a quotient that should be whole may miss it by a rounding error.
    private const double Tolerance = 1e-9;

    private static double Weeks(RoadmapDocument plan, double hours) => hours / plan.HoursPerWeek;

    private static RoadmapModule BeforeCapstone(RoadmapModule module, RoadmapConcept concept) => module with
    {
        Concepts =
        [
            .. module.Concepts.TakeWhile(other => !other.IsCapstone()),
            concept,
            .. module.Concepts.SkipWhile(other => !other.IsCapstone()),
        ],
    };

    private static RoadmapConcept Inherit(RoadmapConcept concept, RoadmapConcept gone) =>
        concept.Prerequisites.Contains(gone.ConceptId)
            ? concept with
            {
                Prerequisites = [
                .. concept.Prerequisites.Where(id => id != gone.ConceptId).Union(gone.Prerequisites, StringComparer.Ordinal)
            ]
            }
            : concept;

    private static RoadmapDocument WithStage(this RoadmapDocument plan, string stageId, Func<RoadmapStage, RoadmapStage> change) =>
        (plan with { Stages = [.. plan.Stages.Select(stage => stage.StageId == stageId ? change(stage) : stage)] })
            .WithModules(module => module);

    private static RoadmapDocument WithModules(this RoadmapDocument plan, Func<RoadmapModule, RoadmapModule> change)
    {
        var stages = plan.Stages
            .Select(stage => stage with
            {
                Modules = [.. stage.Modules.Select(change).Where(module => module.Concepts.Count > 0).Select(Summed)],
            })
            .Where(stage => stage.Modules.Count > 0)
            .Select(stage => stage with { Hours = stage.Modules.Sum(module => module.Hours) });
        return plan with { Stages = [.. stages] };
    }

    private static RoadmapModule Summed(RoadmapModule module) => module with { Hours = module.Concepts.Sum(concept => concept.Hours) };
}
