using FluentValidation;
using MediatR;
using Roadmap.Api.EventLog;
using Roadmap.Api.Generation.Running;
using Roadmap.Contracts;
using Roadmap.Contracts.Json;
using Roadmap.Hubs.Access;
using Roadmap.Hubs.Requests;

namespace Roadmap.Api.Roadmaps;

/// <summary>A person's word on the plan: go on with it, or change it as the feedback says.</summary>
public sealed record ReviewRoadmap(string TaskId, ReviewBody Body) : IRequest<AppendResult>, IReadFromJson
{
    public required Caller Caller { get; init; }

    public FieldErrors ReadErrors { get; init; } = [];
}

internal sealed class ReviewRoadmapValidator : AbstractValidator<ReviewRoadmap>
{
    public ReviewRoadmapValidator()
    {
        RuleFor(r => r.Body.Approved).NotNull().WithMessage("is required: true or false");
        RuleFor(r => r.Body.Feedback)
            .Must(feedback => Shapes.HasAtMost(feedback, ContractLimits.DetailLength))
            .WithMessage($"must have at most {ContractLimits.DetailLength:N0} characters");
        RuleFor(r => r.Body.Feedback).Must(feedback => !string.IsNullOrWhiteSpace(feedback)).When(r => r.Body.Approved == false)
            .WithMessage("is required to reject a plan: it says what should be different");
    }
}

internal sealed class ReviewRoadmapHandler(
    ITaskEventLog log, WorkSignal signal, TimeProvider time) : IRequestHandler<ReviewRoadmap, AppendResult>
{
    public async Task<AppendResult> Handle(ReviewRoadmap request, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var requested = new ControlEvent
        {
            CommandId = Guid.CreateVersion7(now).ToString(),
            Command = request.Body.Approved!.Value ? ControlCommand.Approve : ControlCommand.Reject,
            Phase = ControlPhase.Requested,
            Reason = string.IsNullOrWhiteSpace(request.Body.Feedback) ? null : request.Body.Feedback.Trim(),
            Timestamp = now,
            Message = request.Body.Approved.Value ? "The plan was approved" : "The plan was sent back with feedback",
        };

        var result = await log.AppendAsync(
            new TaskAppend
            {
                TaskId = request.TaskId,
                Admits = TaskAdmission.Of(request.Caller, TaskVerb.Review),
                Decide = (facts, _) => Decide(facts, requested),
            },
            cancellationToken);
        if (result is AppendResult.Appended)
            signal.Signal();
        return result;
    }

    internal static Decision Decide(TaskFacts facts, ControlEvent requested) => facts.State switch
    {
        { Origin: not TaskOrigin.Workflow } => Conflict("This task is worked on by somebody else, who has no plan to review."),
        { HasEnded: true } => Conflict("The task has ended."),
        { PendingCommand.Command: ControlCommand.Cancel } => Conflict("The task is being cancelled."),
        { PendingCommand: not null } => Conflict("A review of this plan is being worked on already."),
        { Status: TaskRunStatus.HumanReviewPending, CurrentStep: TaskSteps.HumanReview, SubStatus: ReviewSubStatus.Waiting } =>
            new Decision.Accepted([new ReportedEvent(requested)]),
        _ => Conflict("The task does not wait for a review."),
    };

    private static Decision.Refused Conflict(string message) => new(ErrorCodes.Conflict, message);
}
