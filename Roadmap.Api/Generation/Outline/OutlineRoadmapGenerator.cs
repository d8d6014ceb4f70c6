using Microsoft.Extensions.Options;
using Roadmap.Api.Generation.Outline.Editing;
using Roadmap.Contracts;

namespace Roadmap.Api.Generation.Outline;

/// <summary>
/// Makes roadmaps from the curriculum catalogue: no network, no model, the same answer to the same call. It takes no time to speak of,
/// so each call waits <see cref="GenerationOptions.Pace"/> for the people who watch.
/// </summary>
internal sealed class OutlineRoadmapGenerator(
    CurriculumCatalogue catalogue,
    PlanDesign design,
    PlanEditing editing,
    ContentWriting content,
    IOptions<GenerationOptions> options,
    TimeProvider time) : IRoadmapGenerator, IReviewPreview
{
    /// <summary>Of a plan whose maker is not set up any more.</summary>
    public const string ModelGone =
        "A language model made this plan, and there is none here now that could change it. It can be approved, or made anew.";

    /// <summary>
    /// A piece of content takes this part of the pace: some twenty concepts with three pieces each, three at a time, take half a minute.
    /// </summary>
    private const double ContentPace = 0.8;

    public async Task<LearnerIntent> AnalyzeIntentAsync(LearnerRequest request, CancellationToken cancellationToken)
    {
        await PaceAsync(1, cancellationToken);
        var language = GoalReading.Language(request.PrimaryLanguage, request.Goal);
        var understood = GoalSubjects.Understand(catalogue, request.Goal, language);
        var subject = catalogue.SubjectOf(understood.Subject);
        return new LearnerIntent
        {
            Subject = subject.Id,
            Summary = PlanDesign.Fill(PlanTexts.Intent(subject.Title, understood, request).In(language), request.Goal),
            Language = language,
            KeyTechnologies = [.. subject.Technologies.Select(technology => PlanDesign.Fill(technology, request.Goal))],
            Understood = understood,
        };
    }

    public async Task<RoadmapDocument> DesignCurriculumAsync(
        string roadmapId, LearnerRequest request, LearnerIntent intent, CancellationToken cancellationToken)
    {
        await PaceAsync(1, cancellationToken);
        return design.Design(roadmapId, request, intent);
    }

    public async Task<RoadmapDocument> EditAsync(
        RoadmapDocument plan, LearnerRequest request, LearnerIntent intent, string feedback, CancellationToken cancellationToken)
    {
        await PaceAsync(1, cancellationToken);
        return IsOwn(plan)
            ? editing.Edit(plan, request.RequestedAt, feedback)
            : throw new GenerationFailedException(new Reason { Key = ReasonKeys.ModelGone, Message = ModelGone });
    }

    public ReviewPreview? Preview(RoadmapDocument plan, DateTimeOffset requestedAt, string feedback)
    {
        if (!IsOwn(plan))
            return null;
        var edited = editing.Edit(plan, requestedAt, feedback);
        return new ReviewPreview
        {
            Changed = edited.Review!.Changed,
            Edits = edited.Review.Edits,
            NotUnderstood = edited.Review.NotUnderstood,
            Title = edited.Title,
            TotalHours = edited.TotalHours,
            Weeks = edited.Weeks,
            TotalConcepts = edited.Concepts.Count(),
        };
    }

    /// <summary>Whether the plan was made here, from the catalogue.</summary>
    public static bool IsOwn(RoadmapDocument plan) =>
        string.Equals(plan.GeneratedBy, PlanTexts.GeneratedBy, StringComparison.Ordinal);

    public async Task<TutorialContent> WriteTutorialAsync(
        RoadmapDocument plan, RoadmapConcept concept, Func<int, Task> written, CancellationToken cancellationToken)
    {
        await PaceAsync(ContentPace, cancellationToken);
        return content.Tutorial(plan, concept);
    }

    public async Task<ResourcesContent> FindResourcesAsync(
        RoadmapDocument plan, RoadmapConcept concept, CancellationToken cancellationToken)
    {
        await PaceAsync(ContentPace, cancellationToken);
        return content.Resources(plan, concept);
    }

    public async Task<QuizContent> WriteQuizAsync(RoadmapDocument plan, RoadmapConcept concept, CancellationToken cancellationToken)
    {
        await PaceAsync(ContentPace, cancellationToken);
        return content.Quiz(plan, concept);
    }

    private Task PaceAsync(double part, CancellationToken cancellationToken) =>
        Task.Delay(options.Value.Pace * part, time, cancellationToken);
}
