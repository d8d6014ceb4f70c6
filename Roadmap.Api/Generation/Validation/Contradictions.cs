using Roadmap.Api.Generation.Outline;
using Roadmap.Api.Generation.Outline.Editing;
using Roadmap.Contracts;
using static Roadmap.Api.Generation.Validation.StructureIssueCodes;
using static Roadmap.Api.Generation.Validation.StructureValidation;

namespace Roadmap.Api.Generation.Validation;

/// <summary>Where one part of a plan says something else than another.</summary>
internal static class Contradictions
{
    public static IEnumerable<StructureIssue> Of(RoadmapDocument plan, IReadOnlyList<RoadmapConcept> concepts) =>
        concepts.Count == 0 ? [] : [.. NotTaught(plan), .. LeftOutRemaining(plan, concepts), .. AfterTheCapstone(concepts)];

    /// <summary>Whether a concept, or the title, speaks of a technology.</summary>
    public static bool IsTaught(RoadmapDocument plan, string technology) =>
        Wording.Mentions(plan.Title, technology) || plan.Concepts.Any(concept => SpeaksOf(concept, technology));

    /// <summary>A tag promises what nothing speaks of.</summary>
    private static IEnumerable<StructureIssue> NotTaught(RoadmapDocument plan) =>
        plan.KeyTechnologies.Where(technology => !IsTaught(plan, technology))
            .Select(technology => Error(TechnologyNotTaught, $"The plan is tagged with {technology}, which nothing in it teaches.")
                .With(technology));

    private static IEnumerable<StructureIssue> LeftOutRemaining(RoadmapDocument plan, IReadOnlyList<RoadmapConcept> concepts)
    {
        foreach (var gone in plan.LeftOut ?? [])
        {
            var there = concepts.FirstOrDefault(
                concept => concept.ConceptId == gone.ConceptId || Wording.IsSame(concept.Name, gone.Name));
            if (there is not null)
                yield return Error(LeftOutRemains, $"{gone.Name} is left out, and yet it is in the plan.", there.ConceptId).With(gone.Name);
            if (gone.ConceptId is not null)
                continue;
            if (Wording.Mentions(plan.Title, gone.Name))
                yield return Error(LeftOutRemains, $"{gone.Name} is left out, and yet the plan is called \"{plan.Title}\".")
                    .Says(ReasonKeys.LeftOutInTitle, gone.Name, plan.Title);
            if (plan.KeyTechnologies.Any(technology => Wording.IsSame(technology, gone.Name)))
                yield return Error(LeftOutRemains, $"{gone.Name} is left out, and yet the plan is tagged with it.")
                    .Says(ReasonKeys.LeftOutTagged, gone.Name);
        }
    }

    /// <summary>After the last work comes only what needs it: all else should have been learnt for it.</summary>
    private static IEnumerable<StructureIssue> AfterTheCapstone(IReadOnlyList<RoadmapConcept> concepts)
    {
        var after = new HashSet<string>(StringComparer.Ordinal);
        foreach (var concept in concepts)
        {
            if (concept.IsCapstone() || concept.Prerequisites.Any(after.Contains))
                after.Add(concept.ConceptId);
            else if (after.Count > 0)
                yield return Error(
                        AfterCapstone, $"{concept.ConceptId} comes after the last work and does not need it.", concept.ConceptId)
                    .With(concept.ConceptId);
        }
    }

    private static bool SpeaksOf(RoadmapConcept concept, string technology) =>
        Wording.MentionsAny(concept.Name, technology)
        || Wording.MentionsAny(concept.Description, technology)
        || concept.Keywords.Any(keyword => Wording.MentionsAny(keyword, technology));
}
