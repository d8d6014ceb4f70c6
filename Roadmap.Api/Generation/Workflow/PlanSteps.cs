using System.Text.Json;
using Roadmap.Api.Generation.Running;
using Roadmap.Api.Generation.Validation;
using Roadmap.Api.Pipeline;
using Roadmap.Contracts;
using static Roadmap.Api.Generation.Workflow.WorkflowEvents;

namespace Roadmap.Api.Generation.Workflow;

/// <summary>
/// The steps of one run until there is a plan that content may be made for. Each returns where to go on, or null when a person has the
/// word.
/// </summary>
internal sealed class PlanSteps(IRoadmapGenerator generator, GenerationRun run, RunReporter reporter, ILogger logger)
{
    public async Task<WorkflowContext> AnalyzeIntentAsync(WorkflowContext context)
    {
        await reporter.ReportAsync(
            [("intent", Progress(TaskSteps.IntentAnalysis, IntentBegun, new("Reading your goal", MessageKeys.GoalReading)))]);

        var intent = await MakeAsync(TaskSteps.IntentAnalysis, new("The goal could not be understood", MessageKeys.GoalNotUnderstood),
            cancellationToken => generator.AnalyzeIntentAsync(context.Checkpoint.Request, cancellationToken));

        var next = context with { Checkpoint = context.Checkpoint with { Intent = intent, Step = TaskSteps.CurriculumDesign } };
        await reporter.ReportAsync(
            [("intent-done", Progress(TaskSteps.IntentAnalysis, IntentDone, new(Understood(intent)), DataOf(intent)))], next.Checkpoint);
        return next;
    }

    public async Task<WorkflowContext> DesignCurriculumAsync(WorkflowContext context)
    {
        var checkpoint = context.Checkpoint;
        var known = new StepData { RoadmapId = checkpoint.RoadmapId }.ToJson();
        await reporter.ReportAsync([("design", Progress(
                TaskSteps.CurriculumDesign, DesignBegun, new("Designing the curriculum", MessageKeys.PlanDesigning), known))]);

        var plan = await MakeAsync(TaskSteps.CurriculumDesign, new("The curriculum could not be designed", MessageKeys.PlanNotDesigned),
            cancellationToken =>
                generator.DesignCurriculumAsync(checkpoint.RoadmapId, checkpoint.Request, context.Intent, cancellationToken));

        return await ValidateAsync(
            checkpoint, plan, "design-done", Progress(
                TaskSteps.CurriculumDesign, DesignDone, new($"Designed {SizeOf(plan)}", MessageKeys.PlanDesigned), DataOf(plan)));
    }

    public async Task<WorkflowContext?> ReviewAsync(WorkflowContext context, ContentStep content)
    {
        var state = reporter.State;
        switch (state.PendingCommand)
        {
            case { Command: ControlCommand.Approve } approval:
                return await content.BeginAsync(context, ("approved", Effective(approval, "The plan is approved")));
            case { Command: ControlCommand.Reject } rejection:
                return await BeginEditAsync(context, rejection);
            case null when state.Status != TaskRunStatus.HumanReviewPending:
                await AskForReviewAsync(context);
                break;
        }

        return null;
    }

    public async Task<WorkflowContext> EditAsync(WorkflowContext context)
    {
        var checkpoint = context.Checkpoint;
        await reporter.ReportAsync([($"edit-{checkpoint.Edits}", Progress(
            TaskSteps.RoadmapEdit, Reviewed, new("Changing the plan as the feedback asks", MessageKeys.PlanChanging),
            DataOf(context.Plan)))]);

        try
        {
            var edited = await MakeAsync(TaskSteps.RoadmapEdit, new("The plan could not be changed", MessageKeys.PlanNotChanged),
                cancellationToken =>
                    generator.EditAsync(context.Plan, checkpoint.Request, context.Intent, checkpoint.Feedback ?? "", cancellationToken));
            var plan = PlanReviews.Of(context.Plan, edited);
            return await ValidateAsync(checkpoint, plan, $"edit-{checkpoint.Edits}-done", Progress(
                TaskSteps.RoadmapEdit, Reviewed, PlanReviews.Message(plan, SizeOf(plan)), DataOf(plan)), mayFail: false);
        }
        catch (StepFailedException failed)
        {
            logger.PlanEditFailed(failed.InnerException, run.TaskId, failed.Step);
            return await KeepAsync(context, failed);
        }
    }

    /// <summary>
    /// Whatever a person wrote, the task goes on: what cannot be worked in leaves the plan as it was, for another word of its reviewer.
    /// </summary>
    private async Task<WorkflowContext> KeepAsync(WorkflowContext context, StepFailedException failed)
    {
        var plan = context.Plan with { Review = PlanReviews.Failed(failed) };
        var edits = context.Checkpoint.Edits;
        var next = context.Checkpoint with { Step = TaskSteps.HumanReview, Feedback = null };
        await reporter.ReportAsync(
            [($"edit-{edits}-kept", Progress(TaskSteps.RoadmapEdit, Reviewed, PlanReviews.Message(plan, SizeOf(plan)), DataOf(plan)))],
            next, plan);
        return new WorkflowContext(next, plan);
    }

    /// <summary>A plan with errors is not kept, so that the next attempt makes another, or goes back to the one before.</summary>
    /// <param name="checkpoint">Where the run is.</param>
    /// <param name="plan">What is to be checked.</param>
    /// <param name="name">Of the event that tells of the plan.</param>
    /// <param name="made">That event.</param>
    /// <param name="mayFail">Whether the attempt ends when there are errors; else nothing is told of the plan.</param>
    private async Task<WorkflowContext> ValidateAsync(
        WorkflowCheckpoint checkpoint, RoadmapDocument plan, string name, ProgressEvent made, bool mayFail = true)
    {
        var report = StructureValidation.Check(plan, checkpoint.Request);
        var line = report.Issues.Count == 0
            ? new Line("Checked the structure: no issues", MessageKeys.PlanChecked)
            : plan.Misfit is { } misfit
                ? new Line(misfit.Text)
                : new Line(
                    $"Checked the structure: {report.Issues[0].Message} Score {report.Score:0} of 100, issues: {report.Issues.Count}",
                    MessageKeys.PlanCheckedIssues);
        var data = JsonSerializer.SerializeToElement(report, WorkflowJson.Wire.StructureReport);
        (string, TaskEvent)[] events = [
            (name, made), ($"validation-{checkpoint.Edits}", Progress(TaskSteps.StructureValidation, Validated, line, data))
        ];
        if (!report.IsValid)
        {
            if (mayFail)
                await reporter.ReportAsync(events);
            var errors = report.Issues.Where(issue => issue.Severity == IssueSeverity.Error).ToList();
            throw new StepFailedException(
                TaskSteps.StructureValidation, "The plan has errors and cannot be used", MessageKeys.PlanHasErrors,
                string.Join(' ', errors.Select(issue => issue.Message)), [.. errors.Select(issue => issue.ToReason())]);
        }

        var next = checkpoint with
        {
            Step = checkpoint.Request.RequireReview ? TaskSteps.HumanReview : TaskSteps.ContentGeneration,
            Feedback = null,
        };
        await reporter.ReportAsync(events, next, plan);
        return new WorkflowContext(next, plan);
    }

    private Task AskForReviewAsync(WorkflowContext context)
    {
        var plan = context.Plan;
        var waiting = Progress(TaskSteps.HumanReview, Reviewed, PlanReviews.Waiting(plan), DataOf(plan)) with
        {
            Status = "human_review_pending",
            SubStatus = ReviewSubStatus.Waiting,
        };
        var required = new HumanReviewRequiredEvent
        {
            RoadmapId = plan.RoadmapId,
            RoadmapTitle = plan.Title.Truncated(ContractLimits.TitleLength),
            StagesCount = plan.Stages.Count,
            Message = "Approve the plan, or send it back with what should be different",
            MessageKey = MessageKeys.ReviewAsked,
        };
        return reporter.ReportAsync([($"review-{context.Checkpoint.Edits}", waiting), (
            $"review-{context.Checkpoint.Edits}-required", required)], context.Checkpoint);
    }

    private async Task<WorkflowContext> BeginEditAsync(WorkflowContext context, PendingCommand rejection)
    {
        var edits = context.Checkpoint.Edits + 1;
        var next = context with
        {
            Checkpoint = context.Checkpoint with { Step = TaskSteps.RoadmapEdit, Edits = edits, Feedback = rejection.Reason },
        };
        var editing = Progress(TaskSteps.HumanReview, Reviewed, new("Reading the feedback", MessageKeys.FeedbackReading)) with
        {
            SubStatus = ReviewSubStatus.Editing,
        };
        await reporter.ReportAsync([($"rejected-{edits}", Effective(rejection, "The plan goes back to be changed")), (
            $"editing-{edits}", editing)], next.Checkpoint);
        return next;
    }

    private async Task<T> MakeAsync<T>(string step, Line failure, Func<CancellationToken, Task<T>> make)
    {
        try
        {
            return await make(run.Work).WaitAsync(run.Work);
        }
#pragma warning disable CA1031 // Whatever a generator throws, the attempt fails and says so.
        catch (Exception e)
#pragma warning restore CA1031
        {
            run.Work.ThrowIfCancellationRequested();
            var reason = e as GenerationFailedException;
            throw new StepFailedException(step, failure.Text, failure.Key!, reason?.Message, reason is null ? null : [reason.Reason], e);
        }
    }

    private static string Understood(LearnerIntent intent) =>
        intent.WithoutModel is null ? intent.Summary : $"{intent.Summary} {intent.WithoutModel}";

    private static string SizeOf(RoadmapDocument plan) => $"{plan.Stages.Count} stages with {plan.Concepts.Count()} concepts";
}
