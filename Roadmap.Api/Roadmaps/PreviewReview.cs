using FluentValidation;
using MediatR;
using Roadmap.Api.EventLog;
using Roadmap.Api.Generation;
using Roadmap.Api.Generation.Outline;
using Roadmap.Contracts;
using Roadmap.Contracts.Json;
using Roadmap.Hubs.Access;
using Roadmap.Hubs.EventLog;
using Roadmap.Hubs.Requests;

namespace Roadmap.Api.Roadmaps;

/// <summary>What feedback would do to the plan that waits for its review. It changes nothing.</summary>
public sealed record PreviewReview(string TaskId, ReviewPreviewBody Body) : IRequest<ReviewPreview?>, IReadFromJson
{
    public required Caller Caller { get; init; }

    public FieldErrors ReadErrors { get; init; } = [];
}

internal sealed class PreviewReviewValidator : AbstractValidator<PreviewReview>
{
    public PreviewReviewValidator()
    {
        RuleFor(r => r.Body.Feedback)
            .Must(feedback => Shapes.HasAtMost(feedback, ContractLimits.DetailLength))
            .WithMessage($"must have at most {ContractLimits.DetailLength:N0} characters");
        RuleFor(r => r.Body.Feedback).Must(feedback => !string.IsNullOrWhiteSpace(feedback))
            .WithMessage("is required: it says what should be different");
    }
}

internal sealed class PreviewReviewHandler(
    ITaskLogReader log, ITaskIndex index, IReviewPreview preview) : IRequestHandler<PreviewReview, ReviewPreview?>
{
    /// <summary>Null when there is no such task, or not for this caller.</summary>
    public async Task<ReviewPreview?> Handle(PreviewReview request, CancellationToken cancellationToken)
    {
        // Who may review the plan may ask, too.
        var admits = TaskAdmission.Of(request.Caller, TaskVerb.Review);
        var task = (await log.ReadAsync(request.TaskId, 0, 0, cancellationToken))?.Head;
        if (task is null || admits?.Invoke(task) == false)
            return null;
        if (task is not { Origin: TaskOrigin.Workflow, Status: TaskRunStatus.HumanReviewPending, RoadmapId: { } roadmapId }
            || await index.FindRoadmapAsync(roadmapId, cancellationToken) is not { } plan)
            throw new RequestRefusedException(ErrorCodes.Conflict, "The task does not wait for a review.");

        return preview.Preview(plan, task.CreatedAt, request.Body.Feedback!.Trim())
            ?? throw new RequestRefusedException(ErrorCodes.Conflict, OutlineRoadmapGenerator.ModelGone);
    }
}
