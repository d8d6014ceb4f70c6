using Roadmap.Contracts;

namespace Roadmap.Api.Generation.Outline.Editing;

/// <summary>Puts a concept of the plan's own subject where it stands in the catalogue.</summary>
internal static class PlanRestoring
{
    public static RoadmapDocument With(RoadmapDocument plan, CatalogueSubject subject, CatalogueConcept source)
    {
        var concept = PlanDesign.Concept(source, plan) with { Prerequisites = [.. Ground(plan, subject, source.Prerequisites)] };
        var placed = Placed(plan, subject, source, concept);
        if (!StandsAfterItsGround(placed, concept))
            placed = plan.WithAfter(concept, plan.Concepts.Last(other => concept.Prerequisites.Contains(other.ConceptId)).ConceptId);

        var after = placed.Concepts.SkipWhile(other => other.ConceptId != concept.ConceptId).Select(other => other.ConceptId).ToHashSet();
        var ground = AllGround(placed, concept);
        var needing = subject.Concepts.Where(other => other.Prerequisites.Contains(source.Id)).ToDictionary(other => other.Id);
        return placed.Change(other => needing.GetValueOrDefault(other.ConceptId) is { } own && after.Contains(other.ConceptId)
            ? other with
            {
                // What it only had to need while this one was away, it needs by way of this one now.
                Prerequisites =
                [
                    .. other.Prerequisites.Where(id => own.Prerequisites.Contains(id) || !ground.Contains(id)),
                    concept.ConceptId,
                ],
            }
            : other);
    }

    /// <summary>The prerequisites that the plan has; in the place of one that it has not, what that builds on.</summary>
    private static IEnumerable<string> Ground(RoadmapDocument plan, CatalogueSubject subject, IEnumerable<string> ids) => ids
        .SelectMany(id => plan.Has(id) ? [id] : Ground(plan, subject, subject.Concepts.First(concept => concept.Id == id).Prerequisites))
        .Distinct(StringComparer.Ordinal);

    /// <summary>What the concept builds on, and what that builds on.</summary>
    private static HashSet<string> AllGround(RoadmapDocument plan, RoadmapConcept concept)
    {
        var ground = concept.Prerequisites.ToHashSet(StringComparer.Ordinal);
        foreach (var other in plan.Concepts.Reverse().Where(other => ground.Contains(other.ConceptId)))
            ground.UnionWith(other.Prerequisites);
        return ground;
    }

    private static RoadmapDocument Placed(
        RoadmapDocument plan, CatalogueSubject subject, CatalogueConcept source, RoadmapConcept concept)
    {
        var stage = subject.Stages.First(stage => stage.Modules.Any(module => module.Concepts.Contains(source)));
        var module = stage.Modules.First(module => module.Concepts.Contains(source));
        return plan with
        {
            Stages = WithIn(
                plan.Stages, each => each.StageId, subject.Stages.Select(each => each.Id), stage.Id, PlanDesign.Stage(stage, plan, []),
                inStage => inStage with
                {
                    Modules = WithIn(
                        inStage.Modules, each => each.ModuleId, stage.Modules.Select(each => each.Id), module.Id,
                        PlanDesign.Module(module, plan, []),
                        inModule => inModule with
                        {
                            Concepts = WithIn(
                                inModule.Concepts, each => each.ConceptId, module.Concepts.Select(each => each.Id), source.Id, concept,
                                same => same),
                        }),
                }),
        };
    }

    /// <summary>The parts with the wanted one changed; where it lacks, it comes after the last of those that stand before it.</summary>
    private static List<T> WithIn<T>(
        IReadOnlyList<T> parts, Func<T, string> idOf, IEnumerable<string> order, string wanted, T blank, Func<T, T> change)
    {
        var changed = parts.ToList();
        if (!changed.Exists(part => idOf(part) == wanted))
        {
            var before = order.TakeWhile(id => id != wanted).ToHashSet(StringComparer.Ordinal);
            changed.Insert(changed.FindLastIndex(part => before.Contains(idOf(part))) + 1, blank);
        }

        return changed.ConvertAll(part => idOf(part) == wanted ? change(part) : part);
    }

    private static bool StandsAfterItsGround(RoadmapDocument plan, RoadmapConcept concept)
    {
        var before = plan.Concepts.TakeWhile(other => other.ConceptId != concept.ConceptId).ToList();
        return !before.Exists(PlanChanges.IsCapstone) && concept.Prerequisites.All(id => before.Exists(other => other.ConceptId == id));
    }
}
