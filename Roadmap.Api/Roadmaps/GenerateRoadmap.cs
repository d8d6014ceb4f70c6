using FluentValidation;
using MediatR;
using Roadmap.Api.EventLog;
using Roadmap.Api.Generation;
using Roadmap.Api.Generation.Running;
using Roadmap.Api.Generation.Workflow;
using Roadmap.Api.Pipeline;
using Roadmap.Api.Tasks;
using Roadmap.Contracts;
using Roadmap.Contracts.Json;
using Roadmap.Hubs.Access;
using Roadmap.Hubs.Requests;

namespace Roadmap.Api.Roadmaps;

/// <summary>Asks for a roadmap: makes a task that the server's own workflow works on.</summary>
public sealed record GenerateRoadmap(GenerateRoadmapBody Body) : IRequest<CreateResult>, IReadFromJson
{
    public required Caller Caller { get; init; }

    public FieldErrors ReadErrors { get; init; } = [];
}

internal sealed class GenerateRoadmapValidator : AbstractValidator<GenerateRoadmap>
{
    private const int PreferenceCount = 20;
    private const int PreferenceLength = 200;

    public GenerateRoadmapValidator()
    {
        RuleFor(r => r.Body.TaskId).TaskId();
        RuleFor(r => r.Body.UserId).Must(id => id is null || Shapes.IsId(id)).WithMessage(Shapes.IdRule);
        RuleFor(r => r.Body.SessionId).Must(id => id is null || Shapes.IsId(id)).WithMessage(Shapes.IdRule);
        RuleFor(r => r.Body.AdditionalContext)
            .Must(text => Shapes.HasAtMost(text, ContractLimits.TextLength))
            .WithMessage($"must have at most {ContractLimits.TextLength:N0} characters");
        RuleFor(r => r.Body.Preferences).NotNull().WithMessage("is required");
        When(r => r.Body.Preferences is not null, Preferences);
    }

    private void Preferences()
    {
        RuleFor(r => r.Body.Preferences!.LearningGoal)
            .Must(goal => !string.IsNullOrWhiteSpace(goal) && Shapes.HasAtMost(goal.Trim(), ContractLimits.TextLength))
            .WithMessage($"is required, with 1 to {ContractLimits.TextLength:N0} characters");
        RuleFor(r => r.Body.Preferences!.CurrentLevel).NotNull().WithMessage("is required: beginner, intermediate, advanced or expert");

        RuleFor(r => r.Body.Preferences!.AvailableHoursPerWeek)
            .NotNull()
            .When(r => r.Body.Preferences!.WeeklyHours is null, ApplyConditionTo.CurrentValidator)
            .WithMessage("is required, from 1 to 168");
        RuleFor(r => r.Body.Preferences!.AvailableHoursPerWeek)
            .InclusiveBetween(1, ContractLimits.HoursPerWeek)
            .WithMessage("must be from 1 to 168");
        RuleFor(r => r.Body.Preferences!.WeeklyHours).InclusiveBetween(1, ContractLimits.HoursPerWeek).WithMessage("must be from 1 to 168");
        RuleFor(r => r.Body.Preferences!.WeeklyHours).Equal(r => r.Body.Preferences!.AvailableHoursPerWeek)
            .When(r => r.Body.Preferences is { WeeklyHours: not null, AvailableHoursPerWeek: not null })
            .WithMessage("is another name of available_hours_per_week, and says something else");

        RuleFor(r => r.Body.Preferences!.ContentPreference)
            .Must(BeBounded)
            .WithMessage($"must be at most {PreferenceCount} texts of 1 to {PreferenceLength} characters");
        RuleFor(r => r.Body.Preferences!.LearningStyle)
            .Must(BeBounded)
            .WithMessage($"must be at most {PreferenceCount} texts of 1 to {PreferenceLength} characters");
        RuleFor(r => r.Body.Preferences!.LearningStyle).Must((r, style) => style!.SequenceEqual(r.Body.Preferences!.ContentPreference!))
            .When(r => r.Body.Preferences is { LearningStyle: not null, ContentPreference: not null })
            .WithMessage("is another name of content_preference, and says something else");

        RuleFor(r => r.Body.Preferences!.Motivation)
            .Must(text => Shapes.HasAtMost(text, ContractLimits.TextLength))
            .WithMessage($"must have at most {ContractLimits.TextLength:N0} characters");
        RuleFor(r => r.Body.Preferences!.CareerBackground)
            .Must(text => Shapes.HasAtMost(text, ContractLimits.TextLength))
            .WithMessage($"must have at most {ContractLimits.TextLength:N0} characters");
        RuleFor(r => r.Body.Preferences!.PrimaryLanguage)
            .Matches(@"\A[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,4}\z")
            .WithMessage("must be a language tag, such as en or zh-CN");
    }

    private static bool BeBounded(IReadOnlyList<string>? texts) =>
        texts is null || (texts.Count <= PreferenceCount && texts.All(text => text.Length is > 0 and <= PreferenceLength));
}

internal sealed class GenerateRoadmapHandler(
    ITaskEventLog log, WorkSignal signal, TimeProvider time, ILogger<GenerateRoadmapHandler> logger)
    : IRequestHandler<GenerateRoadmap, CreateResult>
{
    private const int TitleLength = 80;

    public async Task<CreateResult> Handle(GenerateRoadmap request, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var (body, caller) = (request.Body, request.Caller);
        var owner = TaskAdmission.OwnerOf(caller, body.UserId, "user_id");
        var taskId = body.TaskId ?? Guid.CreateVersion7(now).ToString();
        var learner = ReadLearner(taskId, body, now);
        if (learner.TargetDeadline <= now && await log.ReadAsync(taskId, 0, 0, cancellationToken) is null)
            throw DeadlineHasPassed();

        var created = await log.CreateAsync(new NewTask
        {
            TaskId = taskId,
            Kind = TaskKinds.RoadmapGeneration,
            Origin = TaskOrigin.Workflow,
            Owner = owner,
            CreatedBy = caller.Id,
            Title = learner.Goal.ReplaceLineEndings(" ").Truncated(TitleLength),
            CreatedAt = now,
            Fingerprint = Fingerprint.Of(Canonical(body, learner)),
            Checkpoint = WorkflowCheckpoint.Start(learner, Guid.CreateVersion7(now).ToString()).ToJson(),
        }, cancellationToken);

        if (created is CreateResult.Created)
        {
            logger.RoadmapGenerationRequested(taskId, owner ?? "unnamed");
            signal.Signal();
        }

        return CreatedTasks.As(caller, created);
    }

    private static LearnerRequest ReadLearner(string taskId, GenerateRoadmapBody body, DateTimeOffset now)
    {
        var preferences = body.Preferences!;
        return new LearnerRequest
        {
            TaskId = taskId,
            Goal = preferences.LearningGoal!.Trim(),
            Level = preferences.CurrentLevel!.Value,
            HoursPerWeek = (preferences.AvailableHoursPerWeek ?? preferences.WeeklyHours)!.Value,
            Motivation = preferences.Motivation,
            CareerBackground = preferences.CareerBackground,
            ContentPreferences = preferences.ContentPreference ?? preferences.LearningStyle ?? [],
            TargetDeadline = preferences.TargetDeadline,
            PrimaryLanguage = preferences.PrimaryLanguage,
            AdditionalContext = body.AdditionalContext,
            RequireReview = body.RequireReview ?? true,
            RequestedAt = now,
        };
    }

    /// <summary>Of what is asked for, under whichever of the accepted names.</summary>
    private static GenerateRoadmapBody Canonical(GenerateRoadmapBody body, LearnerRequest learner) => body with
    {
        Preferences = body.Preferences! with
        {
            LearningGoal = learner.Goal,
            AvailableHoursPerWeek = learner.HoursPerWeek,
            WeeklyHours = null,
            ContentPreference = learner.ContentPreferences,
            LearningStyle = null,
        },
        RequireReview = learner.RequireReview,
    };

    private static RequestRefusedException DeadlineHasPassed() => RequestRefusedException.ForFields(
        ErrorCodes.InvalidRequest, FieldErrors.Of("preferences.target_deadline", "must be in the future"));
}
