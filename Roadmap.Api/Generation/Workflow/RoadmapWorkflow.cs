using MediatR;
using Microsoft.Extensions.Options;
using Roadmap.Api.EventLog;
using Roadmap.Api.EventLog.Damage;
using Roadmap.Api.Generation.Running;
using Roadmap.Api.Pipeline;
using Roadmap.Contracts;
using Roadmap.Hubs.EventLog;
using Roadmap.Hubs.Feeds;
using Roadmap.Hubs.Requests;
using Roadmap.Hubs.State;
using static Roadmap.Api.Generation.Workflow.WorkflowEvents;

namespace Roadmap.Api.Generation.Workflow;

/// <summary>
/// Takes a generation through its steps, from its last checkpoint until it ends, a person has the word, or the run is over. It reports like
/// any other worker; its checkpoints are stored in the same act as its events, so a run may be cut off at any moment and the next one goes
/// on.
/// </summary>
internal sealed class RoadmapWorkflow(
    IRoadmapGenerator generator,
    IMediator mediator,
    ITaskIndex index,
    ITaskLogReader log,
    RunCommands commands,
    ITaskPins pins,
    IOptions<GenerationOptions> options,
    DamageReports damage,
    TimeProvider time,
    ILogger<RoadmapWorkflow> logger)
{
    private static readonly Line s_goesOn = new("The work was interrupted, and goes on from where it was", MessageKeys.WorkRecovered);
    private static readonly Line s_beginsAnew = new("Something of it could not be read, and is made anew", MessageKeys.WorkAnew);

    public async Task RunAsync(GenerationRun run, AcquiredGeneration acquired)
    {
        var reporter = new RunReporter(mediator, run, time, logger);
        try
        {
            commands.Listen(run);
            using var pin = await reporter.AskAsync(_ => pins.PinAsync(run.TaskId));
            // What was asked for before the feed went is in the state that is read now.
            var head = await reporter.AskAsync(cancellationToken => log.ReadAsync(run.TaskId, 0, 0, cancellationToken));
            run.Notice(head?.Head.PendingCommand);
            await WorkAsync(run, reporter, acquired);
        }
        catch (RequestRefusedException gone) when (gone.Code == ErrorCodes.TaskNotFound)
        {
            logger.GenerationRunOver(run.TaskId, run.Number, gone.Message);
        }
        catch (RunOverException over)
        {
            logger.GenerationRunOver(run.TaskId, run.Number, over.Message);
        }
        catch (OperationCanceledException) when (run.Held.IsCancellationRequested)
        {
            logger.GenerationRunOver(run.TaskId, run.Number, "it is no longer held");
        }
        finally
        {
            commands.Leave(run);
        }
    }

    private async Task WorkAsync(GenerationRun run, RunReporter reporter, AcquiredGeneration acquired)
    {
        try
        {
            await StepsAsync(run, reporter, acquired);
        }
        catch (OperationCanceledException) when (run.CancelCommandId is not null && !run.Held.IsCancellationRequested)
        {
            await reporter.ReportAsync(
            [
                ("cancel", Effective(
                    new PendingCommand { CommandId = run.CancelCommandId, Command = ControlCommand.Cancel }, "The work has stopped")),
                ("cancelled", new CancelledEvent { Message = "Cancelled", MessageKey = MessageKeys.Cancelled }),
            ]);
        }
        catch (UnreadableRecordException unreadable)
        {
            damage.Tell(unreadable.Place, run.TaskId, unreadable.Reason);
            logger.UnreadableTaskEnded(run.TaskId, unreadable.Place);
            await reporter.ReportAsync(
                [("failed", Failed(new(unreadable.Message, MessageKeys.Unreadable), null, reporter.State.CurrentStep))]);
        }
        catch (StepFailedException failed)
        {
            logger.GenerationStepFailed(failed.InnerException, run.TaskId, failed.Step);
            await reporter.ReportAsync([("failed", Failed(new(failed.Message, failed.Key), failed.Detail, failed.Step, failed.Reasons))]);
        }
#pragma warning disable CA1031 // A fault of the workflow itself must not be run into again and again: the attempt ends, a person may retry.
        catch (Exception crash) when (crash is not RunOverException && !run.Held.IsCancellationRequested)
#pragma warning restore CA1031
        {
            logger.GenerationCrashed(crash, run.TaskId);
            await reporter.ReportAsync([
                ("failed", Failed(
                    new("The generation stopped because of a fault of the server", MessageKeys.ServerFault), null,
                    reporter.State.CurrentStep)),
            ]);
        }
    }

    private async Task StepsAsync(GenerationRun run, RunReporter reporter, AcquiredGeneration acquired)
    {
        var record = WorkflowRecord.Read(acquired.Checkpoint, acquired.State);
        run.Work.ThrowIfCancellationRequested();

        var roadmap = await reporter.AskAsync(cancellationToken => index.FindRoadmapAsync(record.Checkpoint.RoadmapId, cancellationToken));
        run.Generation.LearnRoadmap(roadmap);
        record = record.With(roadmap, acquired.State);
        var checkpoint = record.Checkpoint;
        logger.GenerationStarted(run.TaskId, checkpoint.Attempt, run.Number, checkpoint.Step);
        if (record.IsAnew)
            await reporter.ReportAsync([("anew", Recovering(checkpoint, acquired.State, s_beginsAnew))], checkpoint);
        else if (WasInterrupted(acquired.State))
        {
            logger.GenerationGoesOn(run.TaskId, checkpoint.Step, run.Number);
            await reporter.ReportAsync([($"recovering-{run.Number}", Recovering(checkpoint, acquired.State, s_goesOn))]);
        }

        var plan = new PlanSteps(generator, run, reporter, logger);
        var work = new ConceptWork(generator, run, reporter, options.Value.RetryDelay, time, logger);
        var content = new ContentStep(work, run, reporter, options.Value.Parallelism);
        for (var context = new WorkflowContext(checkpoint, roadmap); context is not null;)
        {
            run.Work.ThrowIfCancellationRequested();
            run.StopIfAsked();
            context = context.Checkpoint switch
            {
                { Step: TaskSteps.IntentAnalysis } => await plan.AnalyzeIntentAsync(context),
                { Step: TaskSteps.CurriculumDesign } => await plan.DesignCurriculumAsync(context),
                { Step: TaskSteps.HumanReview } => await plan.ReviewAsync(context, content),
                { Step: TaskSteps.RoadmapEdit } => await plan.EditAsync(context),
                { Step: TaskSteps.ContentGeneration, Content: null } => await content.BeginAsync(context),
                { Step: TaskSteps.ContentGeneration } => await content.MakeAsync(context),
                { Step: var step } => throw new InvalidOperationException(
                    $"A checkpoint names the step {step}, which this version does not know."),
            };
        }
    }

    /// <summary>An attempt that has not begun, and a plan that waits for its review, go on as if nothing had happened.</summary>
    private static bool WasInterrupted(TaskState state) => state is { Status: TaskRunStatus.Processing, CurrentStep: not TaskSteps.Queued };

    private static TaskRecoveringEvent Recovering(WorkflowCheckpoint checkpoint, TaskState state, Line line) => new()
    {
        RoadmapId = checkpoint.RoadmapId,
        CurrentStep = state.CurrentStep,
        Message = line.Text,
        MessageKey = line.Key,
    };

    private static FailedEvent Failed(Line error, string? detail, string step, IReadOnlyList<Reason>? reasons = null) => new()
    {
        Error = error.Text,
        ErrorDetail = detail?.Truncated(ContractLimits.DetailLength),
        ErrorReasons = reasons,
        Step = step,
        Message = error.Text,
        MessageKey = error.Key,
    };
}
