using Roadmap.Api.Generation.Outline;

namespace Roadmap.Tests.Generation.Outline;

/// <summary>What the catalogue says of its concepts does not contradict itself. That every prerequisite comes before is checked at the
/// start.</summary>
public sealed class OutlinePrerequisiteTests
{
    public static TheoryData<string> Subjects { get; } =
        [.. OutlineCase.Catalogue.Subjects.Append(OutlineCase.Catalogue.General).Select(subject => subject.Id)];

    [Theory]
    [MemberData(nameof(Subjects))]
    public void A_subject_ends_with_a_capstone_that_uses_all_that_is_core(string id)
    {
        var subject = OutlineCase.Catalogue.SubjectOf(id);
        var works = subject.Concepts.Where(concept => concept.Practice).ToList();

        var capstone = subject.Concepts.Last(concept => concept.Core);
        capstone.Practice.ShouldBeTrue();
        capstone.Keywords.ShouldContain("capstone");
        capstone.ShouldSatisfyAllConditions(each => each.From.ShouldBeNull(), each => each.KnownAt.ShouldBeNull());
        var used = works.SelectMany(work => Needed(subject, work)).ToHashSet(StringComparer.Ordinal);
        subject.Concepts.Where(concept => concept.Core && !concept.Practice && !used.Contains(concept.Id))
            .Select(concept => $"{concept.Id} is core, and no work uses it")
            .ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Subjects))]
    public void No_concept_contradicts_what_it_needs(string id)
    {
        var subject = OutlineCase.Catalogue.SubjectOf(id);
        var faults =
            from concept in subject.Concepts
            from needed in subject.Concepts
            where concept.Prerequisites.Contains(needed.Id)
            from fault in Faults(concept, needed)
            select $"{concept.Id} needs {needed.Id}, {fault}";

        faults.ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Subjects))]
    public void No_concept_stands_alone(string id)
    {
        var subject = OutlineCase.Catalogue.SubjectOf(id);

        subject.Concepts.Where(concept => concept.Prerequisites.Count == 0
                && !subject.Concepts.Any(other => other.Prerequisites.Contains(concept.Id)))
            .Select(concept => concept.Id)
            .ShouldBeEmpty();
    }

    private static IEnumerable<string> Faults(CatalogueConcept concept, CatalogueConcept needed)
    {
        if (concept.Core && !needed.Core)
            yield return "which is optional, and is itself core.";
        if (concept.KnownAt is { } known && !needed.IsKnownAt(known) && !OutlineCase.Catalogue.HasPlaceholders(concept.Id))
            yield return $"which a learner of the level {known} does not know, who knows the former.";
        if (needed.From is { } from && !(concept.From >= from))
            yield return $"which is only for {from}, and is itself for others too.";
        if (concept.Prerequisites.Count(id => id == needed.Id) > 1)
            yield return "twice.";
    }

    private static HashSet<string> Needed(CatalogueSubject subject, CatalogueConcept concept)
    {
        var needed = concept.Prerequisites.ToHashSet(StringComparer.Ordinal);
        foreach (var before in subject.Concepts.Reverse().Where(before => needed.Contains(before.Id)))
            needed.UnionWith(before.Prerequisites);
        return needed;
    }
}
