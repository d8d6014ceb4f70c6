using Roadmap.Api.Generation.Outline.Guides;
using Roadmap.Contracts;

namespace Roadmap.Api.Generation.Outline;

/// <summary>Makes the content of one concept from what the catalogue knows about it. The ids are unique within a roadmap.</summary>
internal sealed class ContentWriting(CurriculumCatalogue catalogue)
{
    public TutorialContent Tutorial(RoadmapDocument plan, RoadmapConcept concept)
    {
        var before = plan.Concepts.Where(other => concept.Prerequisites.Contains(other.ConceptId)).Select(other => other.Name).ToList();
        var sections = catalogue.GuideOf(concept.ConceptId).In(plan.Language)
            .Select(section => new TutorialSection
            {
                Title = section.Title,
                Body = catalogue.HasPlaceholders(concept.ConceptId)
                    ? GuidePlaceholders.Fill(section.Body, concept.Name, GoalReading.Topic(plan.Goal))
                    : section.Body,
            })
            .ToList();
        sections.Insert(1, new TutorialSection
        {
            Title = PlanTexts.Before.In(plan.Language),
            Body = PlanTexts.Prerequisites(before, Assumed(plan, concept)).In(plan.Language),
        });
        return new TutorialContent
        {
            TutorialId = $"tutorial-{concept.ConceptId}",
            Summary = concept.Description,
            Sections = sections,
        };
    }

    /// <summary>Where a plan begins is where its reader asks what else is needed.</summary>
    private BilingualText? Assumed(RoadmapDocument plan, RoadmapConcept concept) =>
        concept.Prerequisites.Count == 0 && catalogue.SubjectOf(plan).Concepts.Any(own => own.Id == concept.ConceptId)
            ? catalogue.AssumedBy(plan)
            : null;

    /// <summary>
    /// Those of the catalogue. One with a Chinese title leads to a Chinese page: it comes first for who reads Chinese, and is left out
    /// for others. Of what the catalogue does not know there are none: a page of search results helps nobody.
    /// </summary>
    public ResourcesContent Resources(RoadmapDocument plan, RoadmapConcept concept)
    {
        var known = catalogue.OwnOf(concept.ConceptId)?.Resources ?? catalogue.TopicOf(concept.Name)?.Resources ?? [];
        var byLanguage = known.ToLookup(resource => Languages.HasChinese(resource.Title));
        return new ResourcesContent
        {
            ResourcesId = $"resources-{concept.ConceptId}",
            Items = plan.Language == Languages.Chinese ? [.. byLanguage[true], .. byLanguage[false]] : [.. byLanguage[false]],
        };
    }

    public QuizContent Quiz(RoadmapDocument plan, RoadmapConcept concept) =>
        new()
        {
            QuizId = $"quiz-{concept.ConceptId}",
            Questions =
            [
                .. catalogue.SourceOf(concept.ConceptId).Questions.Select(question => new QuizQuestion
                {
                    Question = Filled(question.Question.In(plan.Language), plan, concept),
                    Answer = Filled(question.Answer.In(plan.Language), plan, concept),
                }),
            ],
        };

    private string Filled(string text, RoadmapDocument plan, RoadmapConcept concept) =>
        catalogue.HasPlaceholders(concept.ConceptId)
            ? PlanDesign.Fill(text.Replace("{name}", concept.Name, StringComparison.Ordinal), plan.Goal)
            : text;
}
