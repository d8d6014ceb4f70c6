using System.Text.RegularExpressions;
using Roadmap.Api.Generation.Validation;
using Roadmap.Contracts;

namespace Roadmap.Api.Generation.Outline;

/// <summary>What the types cannot say about the catalogue's files.</summary>
internal static partial class CatalogueChecks
{
    private const int FewestConcepts = 12;
    private const int MostConcepts = 25;
    private const int FewestQuestions = 3;

    /// <summary>What a template is for has resources of its own, or none.</summary>
    private const string TemplatesName = "templates";

    /// <summary>One line for each fault, which names the subject and the concept.</summary>
    public static IReadOnlyList<string> Faults(
        IReadOnlyList<CatalogueSubject> subjects, ConceptTemplates templates, IReadOnlyList<CatalogueTopic> topics)
    {
        var faults = new List<string>();
        if (!subjects.Any(subject => subject.Id == CurriculumCatalogue.GeneralId))
            faults.Add($"There is no subject with the id {CurriculumCatalogue.GeneralId}.");

        faults.AddRange(Repeated(subjects.Select(subject => subject.Id)).Select(id => $"{id}: two subjects have this id."));
        faults.AddRange(Repeated(subjects.SelectMany(subject => subject.Concepts).Select(concept => concept.Id))
            .Select(id => $"{id}: two concepts have this id."));
        CheckPopularity(subjects.Where(subject => subject.Id != CurriculumCatalogue.GeneralId), faults);
        foreach (var subject in subjects)
            CheckSubject(subject, faults);
        CheckConcept(TemplatesName, templates.Added, faults);
        CheckConcept(TemplatesName, templates.Practice, faults);
        CheckTopics(topics, subjects, faults);
        return faults;
    }

    private static void CheckPopularity(IEnumerable<CatalogueSubject> subjects, List<string> faults)
    {
        foreach (var place in subjects.GroupBy(subject => subject.Popular))
        {
            if (place.Key is null or < 1)
                faults.AddRange(place.Select(subject => $"{subject.Id}: its popular is no place from 1 on."));
            else if (place.Count() > 1)
                faults.Add($"{string.Join(", ", place.Select(subject => subject.Id))}: each of them has the place {place.Key} in popular.");
        }
    }

    private static void CheckSubject(CatalogueSubject subject, List<string> faults)
    {
        CheckId(subject.Id, subject.Id, faults);
        BilingualText?[] texts = [subject.Title, subject.Summary, subject.Assumes];
        CheckTexts(subject.Id, texts.OfType<BilingualText>(), faults);
        if (subject.Id != CurriculumCatalogue.GeneralId && subject.Keywords.Count == 0)
            faults.Add($"{subject.Id}: no goal can match it, for it has no keywords.");
        if (subject.Concepts.Count() is var count and (< FewestConcepts or > MostConcepts))
            faults.Add($"{subject.Id}: it has {count} concepts; there must be {FewestConcepts} to {MostConcepts}.");

        var parts = subject.Stages.Select(stage => (stage.Id, stage.Title, stage.Description, Empty: stage.Modules.Count == 0))
            .Concat(subject.Stages.SelectMany(stage => stage.Modules)
                .Select(module => (module.Id, module.Title, module.Description, Empty: module.Concepts.Count == 0)))
            .ToList();
        faults.AddRange(Repeated(parts.Select(part => part.Id)).Select(id => $"{subject.Id}/{id}: two stages or modules have this id."));
        foreach (var part in parts)
        {
            CheckId($"{subject.Id}/{part.Id}", part.Id, faults);
            CheckTexts($"{subject.Id}/{part.Id}", [part.Title, part.Description], faults);
            if (part.Empty)
                faults.Add($"{subject.Id}/{part.Id}: it is empty.");
        }

        CheckTechnologies(subject, faults);

        // Every prerequisite stands before the concept, so there can be no cycle either.
        var before = new HashSet<string>(StringComparer.Ordinal);
        foreach (var concept in subject.Concepts)
        {
            CheckConcept(subject.Id, concept, faults);
            faults.AddRange(concept.Prerequisites.Where(id => !before.Contains(id))
                .Select(id => $"{subject.Id}/{concept.Id}: the prerequisite {id} is no concept that stands before it."));
            if (concept.Id.StartsWith(CurriculumCatalogue.AddedPrefix, StringComparison.Ordinal)
                || concept.Id.StartsWith(CurriculumCatalogue.PracticePrefix, StringComparison.Ordinal))
                faults.Add($"{subject.Id}/{concept.Id}: ids that begin like this are kept for concepts made from templates.");
            before.Add(concept.Id);
        }
    }

    /// <summary>What a plan is tagged with must be taught in it, and a title may name only what a plan can be without.</summary>
    private static void CheckTechnologies(CatalogueSubject subject, List<string> faults)
    {
        var taught = subject.Concepts.SelectMany(concept => concept.Technologies).ToHashSet(StringComparer.Ordinal);
        if (subject.Id != CurriculumCatalogue.GeneralId)
        {
            faults.AddRange(subject.Technologies.Where(technology => !taught.Contains(technology))
                .Select(technology => $"{subject.Id}: no concept is about its technology {technology}."));
        }

        faults.AddRange(taught.Where(technology => !subject.Technologies.Contains(technology))
            .Select(technology => $"{subject.Id}: a concept is about {technology}, which is none of the subject's technologies."));
        // Else a plan that leaves the technology out would still be titled with it.
        var parts = subject.Stages.Select(stage => (stage.Title, Concepts: stage.Modules.SelectMany(module => module.Concepts)))
            .Concat(subject.Stages.SelectMany(stage => stage.Modules)
                .Select(module => (module.Title, Concepts: module.Concepts.AsEnumerable())));
        faults.AddRange(
            from part in parts
            from technology in subject.Technologies
            where Wording.Mentions(part.Title.En, technology) || Wording.Mentions(part.Title.Zh, technology)
            from concept in part.Concepts
            where !concept.Technologies.Contains(technology)
            select $"{subject.Id}/{concept.Id}: it stands under \"{part.Title.En}\", and is not about {technology}.");
        if (subject.NamedAfter is { } named)
        {
            CheckTexts(subject.Id, [named.TitleWithout], faults);
            if (!taught.Contains(named.Technology))
                faults.Add($"{subject.Id}: it is named after {named.Technology}, which no concept is about.");
        }
    }

    private static void CheckTopics(
        IReadOnlyList<CatalogueTopic> topics, IReadOnlyList<CatalogueSubject> subjects, List<string> faults)
    {
        var concepts = subjects.SelectMany(subject => subject.Concepts).Select(concept => concept.Id).ToHashSet(StringComparer.Ordinal);
        faults.AddRange(Repeated(topics.SelectMany(topic => topic.Aliases.Append(topic.Name).Select(name => name.ToLowerInvariant())))
            .Select(name => $"topics: two topics are called {name}."));
        foreach (var topic in topics)
        {
            if (topic.Resources.Count == 0 && topic.TaughtBy.Count == 0)
                faults.Add($"topics/{topic.Name}: nothing teaches it, and it has no resources.");
            faults.AddRange(topic.TaughtBy.Where(id => !concepts.Contains(id))
                .Select(id => $"topics/{topic.Name}: it is taught by {id}, which is no concept."));
            CheckResources($"topics/{topic.Name}", topic.Resources, faults);
        }
    }

    private static void CheckConcept(string subjectId, CatalogueConcept concept, List<string> faults)
    {
        var where = $"{subjectId}/{concept.Id}";
        CheckId(where, concept.Id, faults);
        CheckTexts(where, [concept.Name, concept.Description], faults);
        CheckTexts(where, concept.Questions.SelectMany(question => new[] { question.Question, question.Answer }), faults);
        if (!double.IsFinite(concept.Hours) || concept.Hours <= 0)
            faults.Add($"{where}: its hours are not positive.");
        if (concept.Questions.Count < FewestQuestions)
            faults.Add($"{where}: it has fewer than {FewestQuestions} questions.");
        if (concept.Keywords.Count == 0)
            faults.Add($"{where}: it has no keywords.");
        if (concept.Resources.All(resource => Languages.HasChinese(resource.Title)) && subjectId != TemplatesName)
            faults.Add($"{where}: it has no resources that every reader can use.");
        CheckResources(where, concept.Resources, faults);
    }

    private static void CheckResources(string where, IReadOnlyList<LearningResource> resources, List<string> faults)
    {
        faults.AddRange(
            resources.Where(resource => !ResourceAddress.IsSafe(resource.Url))
                .Select(resource => $"{where}: {resource.Url} is no https address."));
        faults.AddRange(
            resources.Where(resource => string.IsNullOrWhiteSpace(resource.Title) || string.IsNullOrWhiteSpace(resource.Kind))
            .Select(resource => $"{where}: {resource.Url} has no title or kind."));
    }

    private static void CheckTexts(string where, IEnumerable<BilingualText> texts, List<string> faults)
    {
        foreach (var text in texts)
        {
            if (string.IsNullOrWhiteSpace(text.En) || string.IsNullOrWhiteSpace(text.Zh))
                faults.Add($"{where}: a text lacks one of its languages (\"{text.En}{text.Zh}\").");
        }
    }

    private static void CheckId(string where, string id, List<string> faults)
    {
        if (!Slug().IsMatch(id))
            faults.Add($"{where}: the id may hold a-z, 0-9 and hyphens only, 64 at most.");
    }

    private static IEnumerable<string> Repeated(IEnumerable<string> ids) =>
        ids.GroupBy(id => id, StringComparer.Ordinal).Where(group => group.Count() > 1).Select(group => group.Key);

    [GeneratedRegex("^[a-z][a-z0-9-]{0,63}$", RegexOptions.NonBacktracking)]
    private static partial Regex Slug();
}
