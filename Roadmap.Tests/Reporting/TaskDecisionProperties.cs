using FsCheck;
using FsCheck.Fluent;
using Roadmap.Api.EventLog;
using Roadmap.Api.Reporting;
using Roadmap.Contracts;
using Roadmap.Hubs.State;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Reporting;

/// <summary>Whatever is reported, in whatever order: these hold.</summary>
public sealed class TaskDecisionProperties
{
    private static readonly Gen<string> s_conceptIds = Gen.Elements("c1", "c2", "c3");
    private static readonly Gen<double?> s_percentages = Gen.OneOf(Gen.Constant<double?>(null), Gen.Choose(0, 100).Select(n => (double?)n));

    private static readonly Gen<TaskEvent> s_events = Gen.Frequency<TaskEvent>(
        (6, s_percentages.Select(TaskEvent (percentage) => Some.Progress() with { Percentage = percentage })),
        (2, s_conceptIds.Select(TaskEvent (id) => new ConceptAllContentCompleteEvent { ConceptId = id, ConceptName = id })),
        (2, s_conceptIds.Select(
            TaskEvent (id) => new ConceptFailedEvent { ConceptId = id, ConceptName = id, ContentType = ContentType.Quiz, Error = "no" })),
        (1, Gen.Constant<TaskEvent>(new HumanReviewRequiredEvent { RoadmapId = "r", RoadmapTitle = "Rust", StagesCount = 1 })),
        (2, Gen.Elements(ControlPhase.Requested, ControlPhase.Effective, ControlPhase.Refused).Select(TaskEvent (phase) => Control(phase))),
        (1, Gen.Elements<TaskEvent>(new CompletedEvent(), new FailedEvent { Error = "no" }, new CancelledEvent())),
        (2, Gen.Constant<TaskEvent>(new RetryStartedEvent())));

    private static readonly Gen<ReportedEvent> s_reported =
        from reported in s_events
        from attempt in Gen.Frequency((5, Gen.Constant<int?>(null)), (1, Gen.Choose(1, 3).Select(n => (int?)n)))
        select new ReportedEvent(reported, Attempt: attempt);

    /// <summary>A history: reports of a few events each, with commands of people in between.</summary>
    private static readonly Arbitrary<(bool AskFirst, ReportedEvent[] Report)[]> s_histories = Gen.ArrayOf(
        from ask in Gen.Elements(true, false, false)
        from size in Gen.Choose(0, 4)
        from report in Gen.ArrayOf(s_reported, size)
        select (ask, report)).ToArbitrary();

    [Fact]
    public void Every_history_keeps_the_promises() => Prop.ForAll(s_histories, Replay).Check(Config.QuickThrowOnFailure.WithMaxTest(400));

    private static void Replay((bool AskFirst, ReportedEvent[] Report)[] history)
    {
        var state = Some.State();
        var log = new List<TaskEvent>();
        foreach (var (askFirst, report) in history)
        {
            if (askFirst && !state.HasEnded && state.PendingCommand is null)
                Store([Control(ControlPhase.Requested)]);

            var decision = TaskDecision.Decide(new TaskFacts(state, false, false), report, fromWorkflow: false);
            TaskDecision.Decide(new TaskFacts(state, false, false), report, fromWorkflow: false)
                .ShouldBeEquivalentTo(decision, "the decision is pure");
            switch (decision)
            {
                case Decision.Accepted accepted:
                    accepted.Events.Count.ShouldBe(report.Length);
                    accepted.Events.Select(stored => stored.Event.Type).ShouldBe(report.Select(reported => reported.Event.Type));
                    Store([.. accepted.Events.Select(stored => stored.Event)]);
                    accepted.Numbered.ShouldNotBeNull().After.ShouldBeEquivalentTo(state, "the log need not fold once more");
                    accepted.Numbered.Events.ShouldBeEquivalentTo(log.TakeLast(report.Length).ToList());
                    break;
                case Decision.Refused refused:
                    refused.Code.ShouldBe(ErrorCodes.Conflict);
                    report.Length.ShouldBeGreaterThan(0);
                    break;
            }
        }

        HoldsFor(log);
        log.Aggregate(Some.State(), (before, stored) => before.Apply(stored))
            .ShouldBeEquivalentTo(state, "the fold of what is stored is the state");

        void Store(IReadOnlyList<TaskEvent> events)
        {
            foreach (var accepted in events)
            {
                // The log numbers.
                var attempt = accepted is RetryStartedEvent ? state.Attempt + 1 : state.Attempt;
                log.Add(accepted with { TaskId = state.TaskId, Seq = state.Seq + 1, Epoch = state.Epoch, Attempt = attempt });
                state = state.Apply(log[^1]);
            }
        }
    }

    private static void HoldsFor(List<TaskEvent> log)
    {
        log.Select(stored => stored.Seq).ShouldBe(Enumerable.Range(1, log.Count).Select(n => (long)n));

        var (highest, attempt, ended, pending) = (0d, 1, false, false);
        foreach (var stored in log)
        {
            if (stored is RetryStartedEvent)
            {
                ended.ShouldBeTrue("a retry follows an end");
                (highest, attempt, ended, pending) = (0, attempt + 1, false, false);
            }
            else
            {
                ended.ShouldBeFalse("nothing but a retry follows an end");
            }

            stored.Attempt.ShouldBe(attempt);
            if (stored is ProgressEvent { Percentage: { } percentage })
            {
                percentage.ShouldBeGreaterThanOrEqualTo(highest);
                highest = percentage;
            }

            if (stored is ControlEvent control)
            {
                (control.Phase == ControlPhase.Requested).ShouldBe(!pending, "one command is pending at most, and only it is answered");
                pending = !pending;
            }

            ended = ended || TaskEventTypes.IsTerminal(stored.Type);
            pending = pending && !ended;
        }

        CountsEachConceptOnce(log);
    }

    private static void CountsEachConceptOnce(List<TaskEvent> log)
    {
        var state = log.Aggregate(Some.State(), (before, stored) => before.Apply(stored));
        var ofAttempt = log.Skip(log.FindLastIndex(stored => stored is RetryStartedEvent) + 1).ToList();
        var completed = ofAttempt.OfType<ConceptAllContentCompleteEvent>()
            .Select(stored => stored.ConceptId)
            .ToHashSet(StringComparer.Ordinal);
        var failed = ofAttempt.OfType<ConceptFailedEvent>().Select(stored => stored.ConceptId).ToHashSet(StringComparer.Ordinal);

        state.ConceptsCompleted.ShouldBe(completed.Count);
        state.ConceptsFailed.ShouldBe(failed.Except(completed).Count());
    }

    private static ControlEvent Control(ControlPhase phase) => new() { CommandId = "k", Command = ControlCommand.Cancel, Phase = phase };
}
