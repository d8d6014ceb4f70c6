using Roadmap.Api.EventLog;
using Roadmap.Contracts;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.EventLog;

public abstract partial class TaskEventLogContract
{
    private static ReportedEvent Named(string eventId) => new(Some.Progress(eventId), eventId);

    [Fact]
    public async Task A_repeated_report_is_answered_with_the_first_ones_position_also_after_the_end()
    {
        var taskId = await Log.StartTaskAsync();
        await Log.AppendAsync(taskId, Named("a"), Named("b"));
        await Log.AppendedAsync(taskId, Some.Completed());
        var repeated = LogVerbs.AcceptAll(taskId, Named("a"), Named("b"));

        var result = (await Log.Log.AppendAsync(repeated, CancellationToken.None)).ShouldBeOfType<AppendResult.Appended>();

        result.ShouldSatisfyAllConditions(
            r => r.LastSeq.ShouldBe(2), r => r.Accepted.ShouldBe(0), r => r.Duplicates.ShouldBe(2), r => r.State.Seq.ShouldBe(3));
    }

    [Fact]
    public async Task Whoever_may_not_report_is_refused_although_the_ids_are_known()
    {
        var taskId = await Log.StartTaskAsync();
        await Log.AppendAsync(taskId, Named("a"));
        var foreign = LogVerbs.AcceptAll(taskId, Named("a")) with
        {
            Decide = static (_, _) => new Decision.Refused(ErrorCodes.Conflict, "not yours"),
        };

        (await Log.Log.AppendAsync(foreign, CancellationToken.None)).ShouldBeOfType<AppendResult.Refused>();
    }

    [Fact]
    public async Task Known_ids_leave_the_report_before_the_decision()
    {
        var taskId = await Log.StartTaskAsync();
        await Log.AppendAsync(taskId, Named("a"));
        IReadOnlyList<ReportedEvent> seen = [];
        var append = LogVerbs.AcceptAll(taskId, Named("a"), Named("b")) with
        {
            Decide = (_, report) =>
            {
                seen = report;
                return new Decision.Accepted(report);
            },
        };

        var result = (await Log.Log.AppendAsync(append, CancellationToken.None)).ShouldBeOfType<AppendResult.Appended>();

        seen.ShouldHaveSingleItem().EventId.ShouldBe("b");
        result.ShouldSatisfyAllConditions(r => r.LastSeq.ShouldBe(2), r => r.Accepted.ShouldBe(1), r => r.Duplicates.ShouldBe(1));
    }

    [Fact]
    public async Task The_second_event_of_one_id_in_a_report_is_a_duplicate_of_the_first()
    {
        var taskId = await Log.StartTaskAsync();

        var result = (await Log.AppendAsync(taskId, Named("a"), Named("b"), Named("a"))).ShouldBeOfType<AppendResult.Appended>();

        result.ShouldSatisfyAllConditions(r => r.LastSeq.ShouldBe(1), r => r.Accepted.ShouldBe(2), r => r.Duplicates.ShouldBe(1));
        (await Log.ViewAsync(taskId)).Events.Select(e => e.Message).ShouldBe(["a", "b"]);
    }

    [Fact]
    public async Task The_position_is_that_of_the_last_event_when_it_alone_was_known()
    {
        var taskId = await Log.StartTaskAsync();
        await Log.AppendAsync(taskId, Named("a"));

        var result = (await Log.AppendAsync(taskId, Named("b"), Named("a"))).ShouldBeOfType<AppendResult.Appended>();

        result.ShouldSatisfyAllConditions(r => r.LastSeq.ShouldBe(1), r => r.State.Seq.ShouldBe(2));
    }

    [Fact]
    public async Task Event_ids_are_known_after_reopening_and_belong_to_their_task()
    {
        var taskId = await Log.StartTaskAsync();
        var other = await Log.StartTaskAsync();
        await Log.AppendAsync(taskId, Named("a"));

        await ReopenAsync();

        (await Log.AppendAsync(taskId, Named("a"))).ShouldBeOfType<AppendResult.Appended>().Duplicates.ShouldBe(1);
        (await Log.AppendAsync(other, Named("a"))).ShouldBeOfType<AppendResult.Appended>().Accepted.ShouldBe(1);
    }

    [Fact]
    public async Task Many_who_report_the_same_event_at_once_store_it_once()
    {
        var taskId = await Log.StartTaskAsync();

        var results = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Log.AppendAsync(taskId, Named("a"))));

        results.Cast<AppendResult.Appended>().Sum(r => r.Accepted).ShouldBe(1);
        results.Cast<AppendResult.Appended>().ShouldAllBe(r => r.LastSeq == 1);
        (await Log.ViewAsync(taskId)).Events.ShouldHaveSingleItem();
    }
}
