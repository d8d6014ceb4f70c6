using Roadmap.Contracts;

namespace Roadmap.Api.Generation.Outline.Editing;

/// <summary>What a reviewer's words name: concepts of the plan, its modules, its technologies.</summary>
internal sealed class PlanNames(CurriculumCatalogue catalogue)
{
    /// <summary>Whether the words name something that the plan or the catalogue knows.</summary>
    public bool IsName(RoadmapDocument plan, string words) =>
        words.Any(char.IsLetterOrDigit)
        && (plan.Concepts.Any(concept => Names(words, concept) >= Naming.PartOfName)
            || Technology(plan, words) is not null
            || catalogue.TopicOf(words) is not null
            || catalogue.Subjects.SelectMany(subject => subject.Concepts)
                .Any(concept => Wording.Names(words, concept) >= Naming.PartOfName)
            || plan.Stages.SelectMany(stage => stage.Modules.Select(module => module.Title).Append(stage.Title))
                .Any(title => IsTitle(title, words)));

    /// <summary>The technology of the plan that the words are, or null.</summary>
    public string? Technology(RoadmapDocument plan, string words) =>
        catalogue.SubjectOf(plan).Technologies.Concat(plan.KeyTechnologies).FirstOrDefault(name => Wording.IsSame(name, words));

    /// <summary>The concepts that make no sense without the technology.</summary>
    public IReadOnlyList<RoadmapConcept> About(RoadmapDocument plan, string technology) =>
        [.. plan.Concepts.Where(concept => catalogue.TechnologiesOf(concept).Any(name => Wording.IsSame(name, technology)))];

    /// <summary>Whether a plan without the technology can still be called something: it is not what the plan is about.</summary>
    public bool CanDoWithout(RoadmapDocument plan, string technology) =>
        catalogue.SubjectOf(plan) is var subject
        && (Wording.IsSame(subject.NamedAfter?.Technology ?? "", technology)
            || !Wording.Mentions(PlanDesign.Fill(subject.Title.In(plan.Language), plan.Goal), technology));

    /// <summary>
    /// The one concept that the words name best; else all of the module or stage that they name; else all that is about the technology.
    /// </summary>
    public IReadOnlyList<RoadmapConcept> Named(RoadmapDocument plan, string words)
    {
        if (Best(plan, words) is { } best)
            return [best];
        var parts = plan.Stages.Select(stage => (stage.Title, Concepts: stage.Modules.SelectMany(module => module.Concepts)))
            .Concat(Modules(plan));
        return parts.FirstOrDefault(part => IsTitle(part.Title, words)).Concepts is { } titled ? [.. titled] : About(plan, words);
    }

    /// <summary>The concept that the words name best, and with it the module that is called so.</summary>
    public IReadOnlyList<RoadmapConcept> Field(RoadmapDocument plan, string words)
    {
        var best = Best(plan, words);
        var module = Modules(plan).FirstOrDefault(
            module => IsTitle(module.Title, words) && (best is null || module.Concepts.Contains(best))).Concepts;
        return module is null ? Named(plan, words) : [.. module.Where(concept => concept == best || !IsPractice(concept))];
    }

    public bool IsPractice(RoadmapConcept concept) => catalogue.SourceOf(concept.ConceptId).Practice;

    /// <summary>By the plan's own name, which an invented concept has only there, or by the catalogue's names in both languages.</summary>
    public Naming Names(string words, RoadmapConcept concept)
    {
        if (Wording.IsSame(words, concept.Name))
            return Naming.Name;
        var byCatalogue = catalogue.OwnOf(concept.ConceptId) is { } own ? Wording.Names(words, own) : Naming.None;
        return byCatalogue == Naming.None && IsTitle(concept.Name, words) ? Naming.PartOfName : byCatalogue;
    }

    private static bool IsTitle(string title, string words) => Wording.MeansSomething(words) && Wording.Mentions(title, words);

    private RoadmapConcept? Best(RoadmapDocument plan, string words)
    {
        var best = plan.Concepts.Select(concept => (Concept: concept, Naming: Names(words, concept)))
            .OrderByDescending(candidate => candidate.Naming)
            .FirstOrDefault();
        return best.Naming > Naming.Mentions ? best.Concept : null;
    }

    private static IEnumerable<(string Title, IEnumerable<RoadmapConcept> Concepts)> Modules(RoadmapDocument plan) =>
        plan.Stages.SelectMany(stage => stage.Modules).Select(module => (module.Title, module.Concepts.AsEnumerable()));
}
