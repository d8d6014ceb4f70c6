using System.Globalization;
using Roadmap.Contracts;
using Roadmap.Hubs.State;

namespace Roadmap.Tests.Generation.Workflow;

/// <summary>What must be true of every generation's log, whatever happened to the server.</summary>
internal static class Story
{
    public static void ShouldBeWhole(IReadOnlyList<TaskEvent> events, TaskState head)
    {
        events.Select(e => e.Seq).ShouldBe(Enumerable.Range(1, events.Count).Select(seq => (long)seq));
        events.Select(NameOf).Where(name => name is not null).ShouldBeUnique();

        var created = new TaskState
        {
            TaskId = head.TaskId,
            Kind = head.Kind,
            Origin = head.Origin,
            Epoch = head.Epoch,
            CreatedAt = head.CreatedAt,
            UpdatedAt = head.CreatedAt,
        };
        var folded = events.Aggregate(created, (state, stored) => state.Apply(stored));
        (folded.Status, folded.CurrentStep, folded.Attempt, folded.Percentage, folded.ConceptsTotal, folded.ConceptsCompleted,
            folded.ConceptsFailed).ShouldBe(
            (head.Status, head.CurrentStep, head.Attempt, head.Percentage, head.ConceptsTotal, head.ConceptsCompleted,
                head.ConceptsFailed));

        foreach (var attempt in events.GroupBy(e => e.Attempt))
        {
            var percentages = attempt.OfType<ProgressEvent>()
                .Where(e => e.Percentage is not null)
                .Select(e => e.Percentage!.Value)
                .ToList();
            percentages.ShouldBe(percentages.Order());
            Counts(attempt).ShouldBe(Counts(attempt).Order(), "what is counted is counted in the order of the log");
            attempt.OfType<ConceptStartEvent>().Select(e => e.Progress.Current)
                .ShouldBe(attempt.OfType<ConceptStartEvent>().Select(e => e.Progress.Current).Order());
            attempt.OfType<BatchCompleteEvent>()
                .ShouldAllBe(e => e.Progress.Total == head.ConceptsTotal && e.Progress.Completed + e.Progress.Failed <= e.Progress.Total);
        }
    }

    /// <summary>The figures in "3 of 19 concepts are done".</summary>
    private static IEnumerable<int> Counts(IEnumerable<TaskEvent> events) => events.OfType<ProgressEvent>()
        .Where(e => e.Message?.EndsWith("concepts are done", StringComparison.Ordinal) == true)
        .Select(e => int.Parse(e.Message!.Split(' ')[0], CultureInfo.InvariantCulture));

    /// <summary>What may be told once in an attempt only.</summary>
    private static string? NameOf(TaskEvent stored) => stored switch
    {
        ProgressEvent or TaskRecoveringEvent or HumanReviewRequiredEvent or ControlEvent => null,
        ConceptStartEvent e => $"{e.Attempt} {e.Type} {e.ConceptId} {e.ContentType}",
        ConceptCompleteEvent e => $"{e.Type} {e.ConceptId} {e.ContentType}",
        ConceptFailedEvent e => $"{e.Attempt} {e.Type} {e.ConceptId}",
        ConceptAllContentCompleteEvent e => $"{e.Attempt} {e.Type} {e.ConceptId}",
        BatchStartEvent e => $"{e.Attempt} {e.Type} {e.BatchIndex}",
        BatchCompleteEvent e => $"{e.Attempt} {e.Type} {e.BatchIndex}",
        _ => $"{stored.Attempt} {stored.Type}",
    };
}
