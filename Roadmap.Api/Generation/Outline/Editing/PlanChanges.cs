using Roadmap.Contracts;

namespace Roadmap.Api.Generation.Outline.Editing;

/// <summary>Changes to a plan that leave it whole: no empty stage, no reference to what is gone, all sums right.</summary>
internal static class PlanChanges
{
    public const string CapstoneKeyword = "capstone";

    private const string RequestedPrefix = "requested-";
    private const string MovedPrefix = "moved-";

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
            if (ending is { } last && (stage.Modules[last].ModuleId == moduleId
                || stage.Modules[last].Concepts.Any(other => concept.Prerequisites.Contains(other.ConceptId))))
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

    /// <summary>The plan with others in the place of a concept; whoever needed that needs the last of them now.</summary>
    public static RoadmapDocument With(this RoadmapDocument plan, IReadOnlyList<RoadmapConcept> others, string insteadOf) => plan
        .WithModules(module => module with
        {
            Concepts = [.. module.Concepts.SelectMany(concept => concept.ConceptId == insteadOf ? others : [concept])],
        })
        .Change(concept => concept with
        {
            Prerequisites =
            [
                .. concept.Prerequisites.Select(id => id == insteadOf ? others[^1].ConceptId : id).Distinct(StringComparer.Ordinal),
            ],
        });

    /// <summary>The plan with the concept behind another, in that one's module.</summary>
    public static RoadmapDocument WithAfter(this RoadmapDocument plan, RoadmapConcept concept, string conceptId) => plan
        .WithModules(module => module with
        {
            Concepts = [.. module.Concepts.SelectMany(other => other.ConceptId == conceptId ? [other, concept] : new[] { other })],
        });

    /// <summary>
    /// The plan with concepts of it beside another of it. Between two modules they are a module of their own; else they stand in the
    /// module of the other.
    /// </summary>
    public static RoadmapDocument WithMoved(
        this RoadmapDocument plan, IReadOnlyList<RoadmapConcept> moved, string beside, bool isBefore)
    {
        bool HasOther(RoadmapModule module) => module.Concepts.Any(concept => concept.ConceptId == beside);

        var staysInModule = plan.Stages.SelectMany(stage => stage.Modules).Any(module =>
            HasOther(module) && moved.All(module.Concepts.Contains));
        var rest = plan.WithModules(module => module with { Concepts = [.. module.Concepts.Except(moved)] });
        var modules = rest.Stages.SelectMany(stage => stage.Modules).ToList();
        var edge = modules.First(HasOther).Concepts is var there && (isBefore ? there[0] : there[^1]).ConceptId == beside;
        if (staysInModule || !edge)
            return rest.WithModules(module => module with
            {
                Concepts =
                [
                    .. module.Concepts.SelectMany(concept =>
                        concept.ConceptId != beside ? [concept] : isBefore ? [.. moved, concept] : new[] { concept }.Concat(moved)),
                ],
            });

        var own = new RoadmapModule
        {
            ModuleId = Enumerable.Range(1, modules.Count + 1).Select(number => $"{MovedPrefix}{number}")
                .First(id => !modules.Exists(module => module.ModuleId == id)),
            Title = PlanTexts.MovedModule.In(plan.Language),
            Description = PlanTexts.MovedModuleDescription.In(plan.Language),
            Hours = 0,
            Concepts = moved,
        };
        var stages = rest.Stages.Select(stage => stage with
        {
            Modules =
            [
                .. stage.Modules.SelectMany(module => !HasOther(module) ? [module] : isBefore ? [own, module] : new[] { module, own }),
            ],
        });
        return (rest with { Stages = [.. stages] }).WithModules(module => module);
    }

    /// <summary>Whether it is the practice of a stage, in which that stage is used.</summary>
    public static bool IsStagePractice(this RoadmapConcept concept) =>
        concept.ConceptId.StartsWith(CurriculumCatalogue.PracticePrefix, StringComparison.Ordinal);

    /// <summary>Whether it is the work with which a plan ends, and in which the rest is used.</summary>
    public static bool IsCapstone(this RoadmapConcept concept) => concept.Keywords.Contains(CapstoneKeyword);

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
