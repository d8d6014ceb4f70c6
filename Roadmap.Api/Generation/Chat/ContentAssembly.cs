using Roadmap.Api.Generation.Validation;
using Roadmap.Contracts;

namespace Roadmap.Api.Generation.Chat;

/// <summary>Makes the content of a concept of what a model answered, and says what is wrong with such an answer.</summary>
internal static class ContentAssembly
{
    private const int FewestQuestions = 3;

    public static IEnumerable<string> Problems(TutorialAnswer answer)
    {
        if (answer.Sections.Count == 0)
            yield return "There are no sections.";
        if (answer.Sections.Any(section => string.IsNullOrWhiteSpace(section.Title) || string.IsNullOrWhiteSpace(section.Body)))
            yield return "A section has no title or no body.";
    }

    public static IEnumerable<string> Problems(ResourcesAnswer answer)
    {
        if (answer.Items.Count == 0)
            yield return "There are no items.";
        foreach (var item in answer.Items.Where(item => !ResourceAddress.IsSafe(item.Url)))
            yield return $"The url of \"{item.Title}\" must be a whole https address.";
    }

    public static IEnumerable<string> Problems(QuizAnswer answer)
    {
        if (answer.Questions.Count < FewestQuestions)
            yield return $"There must be at least {FewestQuestions} questions.";
        if (answer.Questions.Any(each => string.IsNullOrWhiteSpace(each.Question) || string.IsNullOrWhiteSpace(each.Answer)))
            yield return "A question or an answer is empty.";
    }

    public static TutorialContent Tutorial(TutorialAnswer answer, RoadmapConcept concept) => new()
    {
        TutorialId = $"tutorial-{concept.ConceptId}",
        Summary = answer.Summary.Trim(),
        Sections = [.. answer.Sections.Select(section => new TutorialSection { Title = section.Title.Trim(), Body = section.Body.Trim() })],
    };

    public static ResourcesContent Resources(ResourcesAnswer answer, RoadmapConcept concept) => new()
    {
        ResourcesId = $"resources-{concept.ConceptId}",
        Items = [.. answer.Items.Select(item => new LearningResource { Title = item.Title.Trim(), Url = item.Url, Kind = item.Kind })],
    };

    public static QuizContent Quiz(QuizAnswer answer, RoadmapConcept concept) => new()
    {
        QuizId = $"quiz-{concept.ConceptId}",
        Questions = [.. answer.Questions.Select(each => new QuizQuestion { Question = each.Question.Trim(), Answer = each.Answer.Trim() })],
    };
}
