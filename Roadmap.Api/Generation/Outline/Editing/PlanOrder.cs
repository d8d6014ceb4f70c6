using Roadmap.Contracts;

namespace Roadmap.Api.Generation.Outline.Editing;

/// <summary>
/// Changes the order of a plan. What something builds on stays before it: where the wish says otherwise, it is refused, and the reason
/// names what stands in the way.
/// </summary>
internal sealed class PlanOrder(PlanNames names)
{
    public EditStep Move(RoadmapDocument plan, string what, PlanPlace place, string? beside)
    {
        var moved = Named(plan, what);
        if (moved.Count == 0)
            return new EditStep(plan, EditTexts.NotInPlan(what));
        return Ending(plan) is [var capstone, ..] ending && ending.Intersect(moved).Any()
            ? new EditStep(plan, OrderTexts.CapstoneStays(capstone.Name))
            : beside is null ? ToEdge(plan, moved, place) : ToSide(plan, moved, place, beside);
    }

    private static EditStep ToEdge(RoadmapDocument plan, List<RoadmapConcept> moved, PlanPlace place)
    {
        var rest = plan.Concepts.Except(moved).ToList();
        if (place == PlanPlace.First)
        {
            var ground = Ground(plan, moved).Except(moved).ToList();
            var first = rest.Find(concept => !ground.Contains(concept));
            return first is null
                ? new EditStep(plan, OrderTexts.FirstAlready(moved, ground))
                : Placed(plan, [.. ground, .. moved], first, isBefore: true, OrderTexts.MovedFirst(moved, ground))
                    ?? new EditStep(plan, OrderTexts.FirstAlready(moved, ground));
        }

        var needing = Needing(plan, moved).Except(Ending(plan)).Except(moved).ToList();
        if (needing.Count > 0)
            return new EditStep(plan, OrderTexts.NeededBefore(moved, needing));
        var capstone = rest.Find(PlanChanges.IsCapstone);
        var last = capstone ?? rest.LastOrDefault();
        return (last is null ? null : Placed(plan, moved, last, isBefore: capstone is not null, OrderTexts.MovedLast(moved, capstone)))
            ?? new EditStep(plan, OrderTexts.PlaceAlready(moved));
    }

    private EditStep ToSide(RoadmapDocument plan, List<RoadmapConcept> moved, PlanPlace place, string beside)
    {
        var others = Named(plan, beside);
        if (others.Count == 0)
            return new EditStep(plan, EditTexts.NotInPlan(beside));
        if (moved.Intersect(others).Any())
            return new EditStep(plan, OrderTexts.PlaceAlready(moved));
        if (place == PlanPlace.After && Ending(plan) is [var capstone, ..] ending && ending.Intersect(others).Any())
            return new EditStep(plan, OrderTexts.CapstoneStays(capstone.Name));

        var isBefore = place == PlanPlace.Before;
        var along = isBefore ? Ground(plan, moved) : Needing(plan, moved);
        if (along.Intersect(others).ToList() is { Count: > 0 } against)
            return new EditStep(plan, isBefore
                ? OrderTexts.NotBefore(moved, against, [.. Between(plan, against, moved)])
                : OrderTexts.NotAfter(moved, against, [.. Between(plan, moved, against)]));

        var target = isBefore ? others[0] : others[^1];
        var order = plan.Concepts.ToList();
        var at = order.IndexOf(target);
        // With it goes what would else come to stand on the wrong side of it.
        var block = along.Where(concept => isBefore ? order.IndexOf(concept) > at : order.IndexOf(concept) < at).ToList();
        if (moved.TrueForAll(concept => isBefore ? order.IndexOf(concept) < at : order.IndexOf(concept) > at))
            return new EditStep(plan, OrderTexts.PlaceAlready(moved));
        return Placed(plan, [.. block, .. moved], target, isBefore, OrderTexts.Moved(moved, target, isBefore, [.. block.Except(moved)]))
            ?? new EditStep(plan, OrderTexts.PlaceAlready(moved));
    }

    /// <summary>Null when that is where they stand.</summary>
    private static EditStep? Placed(
        RoadmapDocument plan, IReadOnlyList<RoadmapConcept> concepts, RoadmapConcept target, bool isBefore, BilingualText text)
    {
        var inOrder = plan.Concepts.Where(concepts.Contains).ToList();
        var changed = WithPracticeOfWhatIsBefore(plan.WithMoved(inOrder, target.ConceptId, isBefore));
        return changed.Concepts.Select(concept => concept.ConceptId).SequenceEqual(plan.Concepts.Select(concept => concept.ConceptId))
            ? null
            : new EditStep(changed.Counted(), text);
    }

    /// <summary>What is practised at the end of a stage is what was taught until then.</summary>
    private static RoadmapDocument WithPracticeOfWhatIsBefore(RoadmapDocument plan)
    {
        var before = new HashSet<string>(StringComparer.Ordinal);
        return plan.Change(concept =>
        {
            before.Add(concept.ConceptId);
            return concept.IsStagePractice() ? concept with { Prerequisites = [.. concept.Prerequisites.Where(before.Contains)] } : concept;
        });
    }

    private List<RoadmapConcept> Named(RoadmapDocument plan, string words)
    {
        var named = names.Named(plan, words);
        return [.. plan.Concepts.Where(named.Contains)];
    }

    /// <summary>All that they build on, in the plan's order.</summary>
    private static List<RoadmapConcept> Ground(RoadmapDocument plan, IEnumerable<RoadmapConcept> concepts)
    {
        var needed = concepts.SelectMany(concept => concept.Prerequisites).ToHashSet(StringComparer.Ordinal);
        var ground = new List<RoadmapConcept>();
        foreach (var concept in plan.Concepts.Reverse().Where(concept => needed.Contains(concept.ConceptId)))
        {
            ground.Insert(0, concept);
            needed.UnionWith(concept.Prerequisites);
        }

        return ground;
    }

    /// <summary>All that builds on them, in the plan's order, but for the practice of a stage, which does without.</summary>
    private static List<RoadmapConcept> Needing(RoadmapDocument plan, IEnumerable<RoadmapConcept> concepts)
    {
        var ids = concepts.Select(concept => concept.ConceptId).ToHashSet(StringComparer.Ordinal);
        var needing = new List<RoadmapConcept>();
        foreach (var concept in plan.Concepts.Where(concept => !concept.IsStagePractice() && concept.Prerequisites.Any(ids.Contains)))
        {
            needing.Add(concept);
            ids.Add(concept.ConceptId);
        }

        return needing;
    }

    /// <summary>By way of what the later ones build on the earlier ones.</summary>
    private static IEnumerable<RoadmapConcept> Between(
        RoadmapDocument plan, IReadOnlyList<RoadmapConcept> earlier, IReadOnlyList<RoadmapConcept> later) =>
        Ground(plan, later).Intersect(Needing(plan, earlier)).Except(earlier).Except(later);

    /// <summary>The last work, and what comes after it.</summary>
    private static List<RoadmapConcept> Ending(RoadmapDocument plan) => [.. plan.Concepts.SkipWhile(concept => !concept.IsCapstone())];
}
