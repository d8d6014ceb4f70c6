using System.Collections.Concurrent;
using System.Text.Json;
using Roadmap.Api.EventLog;
using Roadmap.Contracts;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.EventLog;

public abstract partial class TaskEventLogContract
{
    [Fact]
    public async Task Events_are_numbered_from_1_without_holes_and_stamped()
    {
        var taskId = await Log.StartTaskAsync();

        var first = await Log.AppendedAsync(taskId, Some.Progress("one"), Some.Progress("two"));
        var second = await Log.AppendedAsync(taskId, Some.Progress("three"));

        first.ShouldSatisfyAllConditions(
            r => r.Before.Seq.ShouldBe(0), r => r.State.Seq.ShouldBe(2), r => r.LastSeq.ShouldBe(2), r => r.Accepted.ShouldBe(2));
        second.LastSeq.ShouldBe(3);
        var view = await Log.ViewAsync(taskId);
        view.Events.Select(e => e.Seq).ShouldBe([1, 2, 3]);
        view.Events.Select(e => e.Message).ShouldBe(["one", "two", "three"]);
        view.Events.ShouldAllBe(e => e.TaskId == taskId && e.Epoch == view.Head.Epoch && e.Attempt == 1 && e.Timestamp == Some.Timestamp);
        view.Head.ShouldBe(second.State);
        view.OldestSeq.ShouldBe(1);
    }

    [Fact]
    [AtLimit("bytes of a page")]
    public async Task A_read_ends_at_the_bytes_that_were_asked_for_but_is_never_empty()
    {
        var taskId = await Log.StartTaskAsync();
        await Log.AppendedAsync(taskId, [.. Enumerable.Range(1, 5).Select(_ => Some.Progress(new string('x', 1_000)))]);
        var bytes = (await Log.ViewAsync(taskId)).Events.BytesOf(0);

        async Task<IEnumerable<long>> Read(int atMost) =>
            (await Log.Log.ReadAsync(taskId, 1, 100, atMost, CancellationToken.None)).ShouldNotBeNull().Events.Select(stored => stored.Seq);

        bytes.ShouldBeInRange(1_000, 1_200);
        (await Read(1)).ShouldBe([2]);
        (await Read(bytes - 1)).ShouldBe([2]);
        (await Read(bytes)).ShouldBe([2], "they are reached");
        (await Read(bytes + 1)).ShouldBe([2, 3]);
        (await Read(100 * bytes)).ShouldBe([2, 3, 4, 5]);
    }

    [Fact]
    public async Task What_was_acknowledged_is_there_after_reopening()
    {
        var taskId = await Log.StartTaskAsync();
        var data = JsonDocument.Parse("""{"total_concepts":7,"roadmap_id":"r-1","key":"学习 <Rust> & \"more\""}""").RootElement;
        var appended = await Log.AppendedAsync(taskId, Some.Progress("进度") with { Percentage = 12.5, SubStatus = "editing", Data = data });

        await ReopenAsync();

        var view = await Log.ViewAsync(taskId);
        view.Head.ShouldBe(appended.State);
        var stored = view.Events.ShouldHaveSingleItem().ShouldBeOfType<ProgressEvent>();
        stored.Message.ShouldBe("进度");
        stored.Percentage.ShouldBe(12.5);
        JsonElement.DeepEquals(stored.Data!.Value, data).ShouldBeTrue();
    }

    [Fact]
    public async Task An_event_of_an_unknown_type_is_kept_as_it_came_and_changes_nothing_else()
    {
        var taskId = await Log.StartTaskAsync();
        var announced = new ConcurrentQueue<TaskEvent>();
        var before = (await Log.AppendedAsync(taskId, Some.Progress())).State;
        var unknown = Some.Unknown(
            "moon_phase", $$"""{"phase":{"a":null},"seen":[1.50,"满月"],"much":"{{new string('x', ContractLimits.EventBytes - 300)}}"}""");

        await using (await Log.Announcements.SubscribeAsync(
            taskId, announcement => announced.Enqueue(announcement.Events[0]), CancellationToken.None))
        {
            (await Log.AppendedAsync(taskId, unknown)).State.ShouldBe(before with { Seq = 2, UpdatedAt = unknown.Timestamp });
            await Wait.Eventually("it is announced", () => !announced.IsEmpty);
        }

        await ReopenAsync();
        foreach (var stored in new[] { announced.Single(), (await Log.ViewAsync(taskId)).Events[^1] })
        {
            var kept = stored.ShouldBeOfType<UnknownTaskEvent>();
            (kept.Type, kept.TaskId, kept.Seq, kept.Epoch, kept.Attempt, kept.Timestamp)
                .ShouldBe(("moon_phase", taskId, 2, before.Epoch, 1, unknown.Timestamp));
            kept.Members.Keys.ShouldBe(unknown.Members.Keys, ignoreOrder: true);
            kept.Members.ShouldAllBe(member => JsonElement.DeepEquals(member.Value, unknown.Members[member.Key]));
        }
    }

    [Fact]
    public async Task A_retry_opens_the_next_attempt_and_clears_what_was_counted()
    {
        var taskId = await Log.StartTaskAsync();

        await Log.AppendedAsync(
            taskId, Some.ConceptFailed("a"), Some.ConceptMade("b"), Some.Completed(), Some.RetryStarted(), Some.ConceptMade("c"));

        var view = await Log.ViewAsync(taskId);
        view.Events.Select(e => e.Attempt).ShouldBe([1, 1, 1, 2, 2]);
        view.Head.ShouldSatisfyAllConditions(
            s => s.Attempt.ShouldBe(2), s => s.ConceptsCompleted.ShouldBe(1), s => s.Outcomes.Keys.ShouldBe(["c"]));
    }

    [Fact]
    public async Task A_concept_that_failed_and_then_succeeded_counts_once_also_after_reopening()
    {
        var taskId = await Log.StartTaskAsync();
        await Log.AppendedAsync(taskId, Some.ConceptFailed("a"), Some.ConceptFailed("b"));
        await ReopenAsync();
        await Log.AppendedAsync(taskId, Some.ConceptMade("a"));
        await ReopenAsync();

        var again = await Log.AppendedAsync(taskId, Some.ConceptFailed("a"));

        again.State.ShouldSatisfyAllConditions(
            s => s.ConceptsCompleted.ShouldBe(1), s => s.ConceptsFailed.ShouldBe(1), s => s.Outcomes.Count.ShouldBe(2));
    }

    [Fact]
    public async Task The_decision_may_change_add_and_leave_out_events()
    {
        var taskId = await Log.StartTaskAsync();
        var append = LogVerbs.AcceptAll(
            taskId, new ReportedEvent(Some.Progress("one")), new ReportedEvent(Some.Progress("two"), "id-2")) with
        {
            Decide = static (_, report) => new Decision.Accepted(
            [
                new ReportedEvent(Some.Progress("added")),
                report[1] with { Event = report[1].Event with { Message = "changed" } },
                new ReportedEvent(Some.Progress("last")),
            ]),
        };

        var appended = (await Log.Log.AppendAsync(append, CancellationToken.None)).ShouldBeOfType<AppendResult.Appended>();

        (await Log.ViewAsync(taskId)).Events.Select(e => e.Message).ShouldBe(["added", "changed", "last"]);
        appended.LastSeq.ShouldBe(2, "that is where the report's last event went");
    }

    [Fact]
    public async Task A_refusal_changes_nothing_and_names_its_code()
    {
        var taskId = await Log.StartTaskAsync();
        await Log.AppendedAsync(taskId, Some.Progress());
        var before = await Log.ViewAsync(taskId);
        var append = LogVerbs.AcceptAll(taskId, new ReportedEvent(Some.Progress(), "id")) with
        {
            Decide = (_, _) => new Decision.Refused(ErrorCodes.Conflict, "It has ended."),
        };

        var refused = (await Log.Log.AppendAsync(append, CancellationToken.None)).ShouldBeOfType<AppendResult.Refused>();

        refused.ShouldBe(new AppendResult.Refused(ErrorCodes.Conflict, "It has ended."));
        var after = await Log.ViewAsync(taskId);
        after.Head.ShouldBe(before.Head);
        after.Events.ShouldBe(before.Events);
        (await Log.AppendAsync(taskId, new ReportedEvent(Some.Progress(), "id"))).ShouldBeOfType<AppendResult.Appended>()
            .Accepted.ShouldBe(1, "the refused report's event id is not known");
    }

    [Fact]
    public async Task A_decision_that_throws_fails_its_own_caller_and_nobody_else()
    {
        var taskId = await Log.StartTaskAsync();
        var broken = LogVerbs.AcceptAll(taskId, new ReportedEvent(Some.Progress())) with
        {
            Decide = static (_, _) => throw new InvalidTimeZoneException("a bug"),
        };

        var appends = Enumerable.Range(0, 20).Select(_ => Log.AppendedAsync(taskId, Some.Progress())).ToList();
        var failing = Log.Log.AppendAsync(broken, CancellationToken.None);
        appends.AddRange(Enumerable.Range(0, 20).Select(_ => Log.AppendedAsync(taskId, Some.Progress())));

        await Should.ThrowAsync<InvalidTimeZoneException>(failing);
        (await Task.WhenAll(appends)).Select(r => r.LastSeq).Order().ShouldBe(Enumerable.Range(1, 40).Select(i => (long)i));
    }

    [Fact]
    public async Task A_task_that_is_not_there_is_not_found()
    {
        (await Log.AppendAsync("nobody", new ReportedEvent(Some.Progress()))).ShouldBeOfType<AppendResult.NotFound>();
        (await Log.Log.ReadAsync("nobody", 0, 10, CancellationToken.None)).ShouldBeNull();
        (await Log.Log.ReadHeadsAsync(["nobody"], CancellationToken.None)).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_append_that_was_cancelled_before_it_began_is_not_done()
    {
        var taskId = await Log.StartTaskAsync();

        await Should.ThrowAsync<OperationCanceledException>(
            Log.Log.AppendAsync(LogVerbs.AcceptAll(taskId, new ReportedEvent(Some.Progress())), new CancellationToken(canceled: true)));

        await Log.AppendedAsync(taskId, Some.Progress("after"));
        (await Log.ViewAsync(taskId)).Events.ShouldHaveSingleItem().Message.ShouldBe("after");
    }
}
