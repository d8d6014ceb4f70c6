using System.Collections.Concurrent;
using Roadmap.Api.Generation.Running;
using Roadmap.Api.Pipeline;
using Roadmap.Contracts;
using static Roadmap.Api.Generation.Workflow.WorkflowEvents;

namespace Roadmap.Api.Generation.Workflow;

/// <summary>A concept, and its place in the plan from 1.</summary>
internal sealed record NumberedConcept(RoadmapConcept Concept, int Number);

/// <summary>
/// The content of all concepts, batch by batch, and concepts of one batch at the same time. What has been made is read off the roadmap, and
/// what became of each concept off the task's state, so that after a restart nothing is made or told twice.
/// </summary>
internal sealed class ContentStep(ConceptWork work, GenerationRun run, RunReporter reporter, int parallelism)
{
    private const int BatchSize = 5;

    /// <summary>The log takes a bounded number of events at once.</summary>
    private const int EventsAtOnce = 500;

    /// <summary>Tells that content is being made now, and what earlier attempts have left.</summary>
    /// <param name="context">With the plan that content is made for.</param>
    /// <param name="before">What is to be told first, in the same act.</param>
    public async Task<WorkflowContext> BeginAsync(WorkflowContext context, params (string Name, TaskEvent Event)[] before)
    {
        var concepts = Number(context.Plan);
        var kept = concepts.Where(each => each.Concept.Content?.IsWhole() == true).ToList();
        var checkpoint = context.Checkpoint with
        {
            Step = TaskSteps.ContentGeneration,
            Content = new ContentCheckpoint { Kept = [.. kept.Select(each => each.Concept.ConceptId)] },
        };

        var left = concepts.Count - kept.Count;
        var line = new Line(
            kept.Count == 0
                ? $"Making content for {left} concepts"
                : $"Making content for {left} concepts; that of {kept.Count} is there already",
            MessageKeys.ContentBegun);
        (string, TaskEvent)[] events =
        [
            .. before,
            ("content", Progress(
                TaskSteps.ContentGeneration, WholeTask.Percentage(kept.Count, concepts.Count), line,
                DataOf(context.Plan, kept.Count))),
            .. kept.Select(each => (
                $"concept-{each.Number}-kept", (TaskEvent)ConceptWork.AllComplete(each.Concept, each.Concept.Content!))),
        ];

        // The checkpoint comes last: until then all of this is told again after a restart, and known by its names.
        var reports = events.Chunk(EventsAtOnce).ToList();
        foreach (var report in reports)
            await reporter.ReportAsync(report, report == reports[^1] ? checkpoint : null);
        return context with { Checkpoint = checkpoint };
    }

    /// <summary>Makes what is missing, and ends the attempt: nothing comes after it.</summary>
    public async Task<WorkflowContext?> MakeAsync(WorkflowContext context)
    {
        var checkpoint = context.Checkpoint;
        var progress = checkpoint.Content!;
        var kept = progress.Kept.ToHashSet(StringComparer.Ordinal);
        var concepts = Number(context.Plan);
        var contents = new ConcurrentDictionary<string, ConceptContent>(concepts
            .Where(each => each.Concept.Content is not null)
            .Select(each => KeyValuePair.Create(each.Concept.ConceptId, each.Concept.Content!)), StringComparer.Ordinal);
        var batches = concepts.Where(each => !kept.Contains(each.Concept.ConceptId)).Chunk(BatchSize).ToList();

        for (var index = progress.BatchesDone; index < batches.Count; index++)
        {
            await reporter.ReportAsync([($"batch-{index + 1}", BatchStart(batches[index], index + 1, batches.Count))]);
            await MakeBatchAsync(context.Plan, batches[index], concepts.Count, contents);
            run.StopIfAsked();
            checkpoint = checkpoint with { Content = progress with { BatchesDone = index + 1 } };
            await reporter.ReportAsync([($"batch-{index + 1}-done", BatchComplete(index + 1, batches.Count, concepts.Count))], checkpoint);
        }

        await EndAsync(checkpoint.RoadmapId, concepts.Count, contents.Values.Count(content => content.Tutorial is not null));
        return null;
    }

    private Task MakeBatchAsync(
        RoadmapDocument plan, NumberedConcept[] batch, int total, ConcurrentDictionary<string, ConceptContent> contents)
    {
        var told = reporter.State.Outcomes;
        var options = new ParallelOptions { MaxDegreeOfParallelism = parallelism, CancellationToken = run.Work };
        return Parallel.ForEachAsync(
            batch.Where(each => !told.ContainsKey(each.Concept.ConceptId)), options, async (each, cancellationToken) =>
            contents[each.Concept.ConceptId] = await work.MakeAsync(plan, each, total, cancellationToken));
    }

    private async Task EndAsync(string roadmapId, int total, int tutorials)
    {
        if (reporter.State.ConceptsCompleted == 0)
            throw new StepFailedException(
                TaskSteps.ContentGeneration, $"No content could be made for any of the {total} concepts", MessageKeys.NothingMade,
                work.LastFailure?.Message, work.LastFailure is { } last ? [last.Reason] : null);

        await reporter.ReportAsync([("completed", new CompletedEvent { RoadmapId = roadmapId, TutorialsCount = tutorials })]);
    }

    private static BatchStartEvent BatchStart(NumberedConcept[] batch, int number, int batches) => new()
    {
        BatchIndex = number,
        BatchSize = batch.Length,
        TotalBatches = batches,
        ConceptIds = [.. batch.Select(each => each.Concept.ConceptId)],
        Message = $"Batch {number} of {batches}: {string.Join(", ", batch.Select(each => each.Concept.Name))}".Truncated(MessageLength),
        MessageKey = MessageKeys.BatchBegun,
    };

    private static BatchCompleteEvent BatchComplete(int number, int batches, int total) => new()
    {
        BatchIndex = number,
        TotalBatches = batches,
        Progress = new BatchProgress { Completed = 0, Failed = 0, Total = total, Percentage = 0 },
        Message = $"Batch {number} of {batches} is done",
        MessageKey = MessageKeys.BatchDone,
    };

    private static List<NumberedConcept> Number(RoadmapDocument plan) =>
        [.. plan.Concepts.Select((concept, index) => new NumberedConcept(concept, index + 1))];
}
