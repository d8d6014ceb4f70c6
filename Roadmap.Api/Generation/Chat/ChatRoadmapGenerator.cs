using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Options;
using Roadmap.Api.Generation.Outline;
using Roadmap.Contracts;

namespace Roadmap.Api.Generation.Chat;

/// <summary>
/// Makes roadmaps with a language model. While its endpoint is away, a new roadmap is made from the catalogue, and says so; whatever was
/// begun from the catalogue is gone on with from there. Content of a model's plan waits for the model: it fails, and may be retried.
/// </summary>
internal sealed class ChatRoadmapGenerator(
    StructuredChat chat, OutlineRoadmapGenerator outline, ModelFeedback feedbacks, IOptions<ModelOptions> options,
    ILogger<ChatRoadmapGenerator> logger) : IRoadmapGenerator, IReviewPreview
{
    private string Model => options.Value.Model!;

    public async Task<LearnerIntent> AnalyzeIntentAsync(LearnerRequest request, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await chat.AskAsync(
                new ChatQuestion<IntentAnswer>(
                    request.TaskId, "intent", ChatPrompts.Intent, ChatPrompts.Goal(request), ChatJson.Default.IntentAnswer,
                    IntentReading.Problems),
                written: null, cancellationToken);
            return IntentReading.Read(answer, request);
        }
        catch (ModelAwayException away)
        {
            return await WithoutModelAsync(request, away, cancellationToken);
        }
    }

    public async Task<RoadmapDocument> DesignCurriculumAsync(
        string roadmapId, LearnerRequest request, LearnerIntent intent, CancellationToken cancellationToken)
    {
        if (intent.WithoutModel is not null)
            return await FromCatalogueAsync(roadmapId, request, intent, cancellationToken);
        try
        {
            return await PlanAsync(
                "plan", ChatPrompts.Design, ChatPrompts.Plan(request, intent), roadmapId, request, intent, cancellationToken);
        }
        catch (ModelAwayException away)
        {
            var read = await WithoutModelAsync(request, away, cancellationToken);
            return await FromCatalogueAsync(roadmapId, request, read, cancellationToken);
        }
    }

    public Task<RoadmapDocument> EditAsync(
        RoadmapDocument plan, LearnerRequest request, LearnerIntent intent, string feedback, CancellationToken cancellationToken)
    {
        if (OutlineRoadmapGenerator.IsOwn(plan))
            return outline.EditAsync(plan, request, intent, feedback, cancellationToken);
        var read = feedbacks.Read(plan, request.RequestedAt, feedback);
        var framed = ModelFeedback.Framed(request, plan, read);
        return PlanAsync(
            "edited_plan", ChatPrompts.Edit, ChatPrompts.Feedback(plan, framed, intent, feedback, read), plan.RoadmapId, framed, intent,
            cancellationToken);
    }

    public ReviewPreview? Preview(RoadmapDocument plan, DateTimeOffset requestedAt, string feedback) =>
        OutlineRoadmapGenerator.IsOwn(plan)
            ? outline.Preview(plan, requestedAt, feedback)
            : feedbacks.Preview(plan, requestedAt, feedback);

    public async Task<TutorialContent> WriteTutorialAsync(
        RoadmapDocument plan, RoadmapConcept concept, Func<int, Task> written, CancellationToken cancellationToken)
    {
        if (OutlineRoadmapGenerator.IsOwn(plan))
            return await outline.WriteTutorialAsync(plan, concept, written, cancellationToken);
        var question = About(
            plan, concept, "tutorial", ChatPrompts.Tutorial, ChatJson.Default.TutorialAnswer, ContentAssembly.Problems);
        return ContentAssembly.Tutorial(await chat.AskAsync(question, written, cancellationToken), concept);
    }

    public async Task<ResourcesContent> FindResourcesAsync(
        RoadmapDocument plan, RoadmapConcept concept, CancellationToken cancellationToken)
    {
        if (OutlineRoadmapGenerator.IsOwn(plan))
            return await outline.FindResourcesAsync(plan, concept, cancellationToken);
        var question = About(
            plan, concept, "resources", ChatPrompts.Resources, ChatJson.Default.ResourcesAnswer, ContentAssembly.Problems);
        return ContentAssembly.Resources(await chat.AskAsync(question, written: null, cancellationToken), concept);
    }

    public async Task<QuizContent> WriteQuizAsync(RoadmapDocument plan, RoadmapConcept concept, CancellationToken cancellationToken)
    {
        if (OutlineRoadmapGenerator.IsOwn(plan))
            return await outline.WriteQuizAsync(plan, concept, cancellationToken);
        var question = About(plan, concept, "quiz", ChatPrompts.Quiz, ChatJson.Default.QuizAnswer, ContentAssembly.Problems);
        return ContentAssembly.Quiz(await chat.AskAsync(question, written: null, cancellationToken), concept);
    }

    private async Task<RoadmapDocument> PlanAsync(
        string name, string instructions, string text, string roadmapId, LearnerRequest request, LearnerIntent intent,
        CancellationToken cancellationToken)
    {
        RoadmapDocument Assemble(PlanAnswer answer) => PlanAssembly.Assemble(answer, roadmapId, request, intent, Model);

        var answer = await chat.AskAsync(
            new ChatQuestion<PlanAnswer>(
                request.TaskId, name, instructions, text, ChatJson.Default.PlanAnswer,
                answer => PlanAssembly.Problems(answer, Assemble(answer), request)),
            written: null, cancellationToken);
        var plan = Assemble(answer);
        return plan with { Notes = ChatTexts.Notes(plan, answer, request, Model) };
    }

    private async Task<LearnerIntent> WithoutModelAsync(
        LearnerRequest request, ModelAwayException away, CancellationToken cancellationToken)
    {
        logger.ModelAway(away, request.TaskId, away.Message);
        var intent = await outline.AnalyzeIntentAsync(request, cancellationToken);
        return intent with { WithoutModel = ChatTexts.WithoutModel(away.Text).In(intent.Language) };
    }

    private async Task<RoadmapDocument> FromCatalogueAsync(
        string roadmapId, LearnerRequest request, LearnerIntent intent, CancellationToken cancellationToken)
    {
        var plan = await outline.DesignCurriculumAsync(roadmapId, request, intent, cancellationToken);
        return plan with { Notes = [intent.WithoutModel!, .. plan.Notes] };
    }

    private static ChatQuestion<T> About<T>(
        RoadmapDocument plan, RoadmapConcept concept, string name, string instructions, JsonTypeInfo<T> shape,
        Func<T, IEnumerable<string>> problems) =>
        new(plan.TaskId, name, instructions, ChatPrompts.Concept(plan, concept), shape, problems);
}
