using Roadmap.Contracts;

namespace Roadmap.Api.Generation.Outline;

/// <summary>Makes the content of one concept from what the catalogue knows about it. The ids are unique within a roadmap.</summary>
internal sealed class ContentWriting(CurriculumCatalogue catalogue)
{
    public TutorialContent Tutorial(RoadmapDocument plan, RoadmapConcept concept)
    {
        var guide = catalogue.SourceOf(concept.ConceptId).Guide;
        var before = plan.Concepts.Where(other => concept.Prerequisites.Contains(other.ConceptId)).Select(other => other.Name).ToList();
        TutorialSection Section(BilingualText title, BilingualText body) =>
            new() { Title = title.In(plan.Language), Body = Fill(body, plan, concept) };

        return new TutorialContent
        {
            TutorialId = $"tutorial-{concept.ConceptId}",
            Summary = concept.Description,
            Sections =
            [
                Section(PlanTexts.Why, guide.Why),
                Section(PlanTexts.Before, PlanTexts.Prerequisites(before)),
                Section(PlanTexts.Learn, guide.Learn),
                Section(PlanTexts.Practise, guide.Practise),
                Section(PlanTexts.Mistakes, guide.Mistakes),
            ],
        };
    }

    /// <summary>Those of the catalogue. Of what it does not know there are none: a page of search results helps nobody.</summary>
    public ResourcesContent Resources(RoadmapConcept concept) =>
        new()
        {
            ResourcesId = $"resources-{concept.ConceptId}",
            Items = catalogue.OwnOf(concept.ConceptId)?.Resources ?? catalogue.TopicOf(concept.Name)?.Resources ?? [],
        };

    public QuizContent Quiz(RoadmapDocument plan, RoadmapConcept concept) =>
        new()
        {
            QuizId = $"quiz-{concept.ConceptId}",
            Questions =
            [
                .. catalogue.SourceOf(concept.ConceptId).Questions.Select(question => new QuizQuestion
                {
                    Question = Fill(question.Question, plan, concept),
                    Answer = Fill(question.Answer, plan, concept),
                }),
            ],
        };

    private static string Fill(BilingualText text, RoadmapDocument plan, RoadmapConcept concept) =>
        PlanDesign.Fill(text.In(plan.Language).Replace("{name}", concept.Name, StringComparison.Ordinal), plan.Goal);
}
