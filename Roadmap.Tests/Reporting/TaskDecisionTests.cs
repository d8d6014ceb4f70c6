using Roadmap.Api.EventLog;
using Roadmap.Api.Reporting;
using Roadmap.Contracts;
using Roadmap.Hubs.State;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Reporting;

public sealed class TaskDecisionTests
{
    private static readonly PendingCommand s_cancel = new() { CommandId = "k", Command = ControlCommand.Cancel };

    [Fact]
    public void A_report_is_judged_event_by_event()
    {
        var stored = Accepted(Some.State(), Some.Progress(), new CompletedEvent(), new RetryStartedEvent(), Some.Progress());

        stored.Select(e => e.Type)
            .ShouldBe([TaskEventTypes.Progress, TaskEventTypes.Completed, TaskEventTypes.RetryStarted, TaskEventTypes.Progress]);
    }

    [Theory]
    [InlineData(TaskRunStatus.Completed)]
    [InlineData(TaskRunStatus.Failed)]
    [InlineData(TaskRunStatus.Cancelled)]
    public void After_the_end_only_a_retry_follows(TaskRunStatus status)
    {
        var ended = Some.State() with { Status = status };

        Refused(ended, Some.Progress()).Code.ShouldBe(ErrorCodes.Conflict);
        Refused(ended, new CancelledEvent()).Code.ShouldBe(ErrorCodes.Conflict);
        Accepted(ended, new RetryStartedEvent()).Count.ShouldBe(1);
        Accepted(ended).ShouldBeEmpty();
    }

    [Fact]
    public void A_second_end_in_one_report_refuses_all_of_it() =>
        Refused(Some.State(), Some.Progress(), new CompletedEvent(), new FailedEvent { Error = "no" }).Code.ShouldBe(ErrorCodes.Conflict);

    [Fact]
    public void An_attempt_that_has_not_ended_is_not_retried() =>
        Refused(Some.State(), new RetryStartedEvent()).Code.ShouldBe(ErrorCodes.Conflict);

    [Theory]
    [InlineData(1, true)]
    [InlineData(2, false)]
    public void An_event_of_another_attempt_is_refused(int attempt, bool accepted) =>
        (Decide(Some.State(), new ReportedEvent(Some.Progress(), Attempt: attempt)) is Decision.Accepted).ShouldBe(accepted);

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, true)]
    [InlineData(3, false)]
    public void A_retry_names_the_attempt_that_it_opens(int attempt, bool accepted) =>
        (Decide(Some.State() with { Status = TaskRunStatus.Failed }, new ReportedEvent(
            new RetryStartedEvent(), Attempt: attempt)) is Decision.Accepted)
            .ShouldBe(accepted);

    [Fact]
    public void Attempts_count_at_their_place_in_the_report()
    {
        var decision = Decide(
            Some.State(), new ReportedEvent(new CompletedEvent(), Attempt: 1), new ReportedEvent(new RetryStartedEvent(), Attempt: 2),
            new ReportedEvent(Some.Progress(), Attempt: 2));

        decision.ShouldBeOfType<Decision.Accepted>().Events.Count.ShouldBe(3);
    }

    [Fact]
    public void A_lower_percentage_is_stored_as_the_highest_so_far_of_its_attempt()
    {
        var stored = Accepted(Some.State(), Percent(40), Percent(30), Percent(null), Percent(50), new FailedEvent { Error = "no" },
            new RetryStartedEvent(), Percent(10));

        stored.OfType<ProgressEvent>().Select(e => e.Percentage).ShouldBe([40, 40, null, 50, 10]);
    }

    [Fact]
    public void A_worker_tells_what_became_of_the_pending_command_and_of_nothing_else()
    {
        var pending = Some.State() with { PendingCommand = s_cancel };

        Accepted(pending, Control(ControlPhase.Effective), new CancelledEvent()).Count.ShouldBe(2);
        Accepted(pending, Control(ControlPhase.Refused), Some.Progress()).Count.ShouldBe(2);
        Refused(pending, Control(ControlPhase.Requested)).Code.ShouldBe(ErrorCodes.Conflict);
        Refused(pending, Control(ControlPhase.Effective) with { CommandId = "other" }).Code.ShouldBe(ErrorCodes.Conflict);
        Refused(pending, Control(ControlPhase.Effective) with { Command = ControlCommand.Approve }).Code.ShouldBe(ErrorCodes.Conflict);
        Refused(pending, Control(ControlPhase.Effective), Control(ControlPhase.Effective)).Code.ShouldBe(ErrorCodes.Conflict);
        Refused(Some.State(), Control(ControlPhase.Effective)).Code.ShouldBe(ErrorCodes.Conflict);
    }

    [Fact]
    [AtLimit("concepts that one task counts")]
    public void A_task_counts_so_many_concepts_and_no_more()
    {
        var full = Enumerable.Range(0, ContractLimits.ConceptsPerTask)
            .Aggregate(Some.State(), (state, i) => state with { Outcomes = state.Outcomes.SetItem($"c{i}", ConceptOutcome.Failed) });

        Refused(full, new ConceptAllContentCompleteEvent { ConceptId = "new", ConceptName = "new" }).Code.ShouldBe(ErrorCodes.Conflict);
        Refused(full, new ConceptFailedEvent { ConceptId = "new", ConceptName = "new", ContentType = ContentType.Quiz, Error = "no" })
            .Code.ShouldBe(ErrorCodes.Conflict);
        Accepted(full, new ConceptAllContentCompleteEvent { ConceptId = "c7", ConceptName = "known" }).Count.ShouldBe(1);
        var almost = full with { Outcomes = full.Outcomes.Remove("c0") };
        Accepted(almost, new ConceptAllContentCompleteEvent { ConceptId = "new", ConceptName = "new" }).Count.ShouldBe(1);
        Refused(
            almost, new ConceptAllContentCompleteEvent { ConceptId = "new", ConceptName = "new" },
            new ConceptAllContentCompleteEvent { ConceptId = "newer", ConceptName = "newer" }).Code.ShouldBe(ErrorCodes.Conflict);
    }

    [Fact]
    public void A_completed_roadmap_has_an_id()
    {
        var roadmap = Some.State(kind: TaskKinds.RoadmapGeneration);

        var refused = Decide(roadmap, new ReportedEvent(Some.Progress(), Index: 0), new ReportedEvent(new CompletedEvent(), Index: 1))
            .ShouldBeOfType<Decision.Refused>();

        refused.Code.ShouldBe(ErrorCodes.InvalidRequest);
        refused.Errors.ShouldNotBeNull().Single().Path.ShouldBe("[1].roadmap_id");
        Accepted(roadmap, new CompletedEvent { RoadmapId = "r" }).Count.ShouldBe(1);
        Accepted(Some.State(), new CompletedEvent()).Count.ShouldBe(1);
    }

    [Fact]
    public void The_workflow_s_task_takes_events_from_its_workflow_only()
    {
        var facts = new TaskFacts(Some.State(TaskOrigin.Workflow), HasLiveRun: true, LeaseExpired: false);

        TaskDecision.Decide(facts, [new ReportedEvent(Some.Progress())], fromWorkflow: true).ShouldBeOfType<Decision.Accepted>();
        TaskDecision.Decide(facts, [new ReportedEvent(Some.Progress())], fromWorkflow: false).ShouldBeOfType<Decision.Refused>()
            .Code.ShouldBe(ErrorCodes.Conflict);
        TaskDecision.Decide(facts, [], fromWorkflow: false).ShouldBeOfType<Decision.Refused>().Code.ShouldBe(ErrorCodes.Conflict);
    }

    [Fact]
    public void Ids_and_places_stay_with_their_events()
    {
        var decision = Decide(Some.State(), new ReportedEvent(Some.Progress(), "e1", Index: 4)).ShouldBeOfType<Decision.Accepted>();

        decision.Events.Single().EventId.ShouldBe("e1");
        decision.Events.Single().Event.Timestamp.ShouldBe(Some.Timestamp);
    }

    [Fact]
    public void An_event_that_is_left_as_it_was_stays_the_same_object_so_that_its_JSON_is_made_once()
    {
        var (kept, lowered) = (Percent(40), Percent(30));

        var stored = Accepted(Some.State(), kept, lowered);

        stored[0].ShouldBeSameAs(kept);
        stored[1].ShouldNotBeSameAs(lowered);
    }

    private static Decision Decide(TaskState state, params ReportedEvent[] events) =>
        TaskDecision.Decide(new TaskFacts(state, false, false), events, fromWorkflow: false);

    private static IReadOnlyList<TaskEvent> Accepted(TaskState state, params TaskEvent[] events) =>
        [.. Decide(state, [.. events.Select(e => new ReportedEvent(e))])
            .ShouldBeOfType<Decision.Accepted>()
            .Events.Select(reported => reported.Event)];

    private static Decision.Refused Refused(TaskState state, params TaskEvent[] events) =>
        Decide(state, [.. events.Select(e => new ReportedEvent(e))]).ShouldBeOfType<Decision.Refused>();

    private static ProgressEvent Percent(double? percentage) => Some.Progress() with { Percentage = percentage };

    private static ControlEvent Control(ControlPhase phase) => new() { CommandId = "k", Command = ControlCommand.Cancel, Phase = phase };
}
