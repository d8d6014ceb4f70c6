using Roadmap.Contracts;

namespace Roadmap.Api.Generation;

/// <summary>
/// Makes the contents of a roadmap; <c>RoadmapWorkflow</c> decides what is made when, and reports it. Every call is a function of its
/// arguments: after a restart the workflow repeats the call that was cut off. A call that throws anything but
/// <see cref="OperationCanceledException"/> has failed; the message of a <see cref="GenerationFailedException"/> is shown to people, any
/// other is only logged.
/// </summary>
public interface IRoadmapGenerator
{
    Task<LearnerIntent> AnalyzeIntentAsync(LearnerRequest request, CancellationToken cancellationToken);

    /// <summary>The plan: stages, modules and concepts, without content.</summary>
    Task<RoadmapDocument> DesignCurriculumAsync(
        string roadmapId, LearnerRequest request, LearnerIntent intent, CancellationToken cancellationToken);

    /// <summary>The plan again, with the reviewer's feedback worked in. What earlier feedback changed stays changed.</summary>
    Task<RoadmapDocument> EditAsync(
        RoadmapDocument plan, LearnerRequest request, LearnerIntent intent, string feedback, CancellationToken cancellationToken);

    /// <summary>The study guide of a concept.</summary>
    /// <param name="plan">The whole plan.</param>
    /// <param name="concept">The concept.</param>
    /// <param name="written">May be told, as often as the text grows, how many characters of it are there.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    Task<TutorialContent> WriteTutorialAsync(
        RoadmapDocument plan, RoadmapConcept concept, Func<int, Task> written, CancellationToken cancellationToken);

    Task<ResourcesContent> FindResourcesAsync(RoadmapDocument plan, RoadmapConcept concept, CancellationToken cancellationToken);

    Task<QuizContent> WriteQuizAsync(RoadmapDocument plan, RoadmapConcept concept, CancellationToken cancellationToken);
}
