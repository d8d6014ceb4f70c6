using System.Threading.Channels;
using Roadmap.Api.EventLog;
using Roadmap.Contracts;
using Roadmap.Hubs.EventLog;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.EventLog;

public abstract partial class TaskEventLogContract
{
    private protected const string Trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    [Fact]
    public async Task The_trace_of_an_append_is_announced_and_kept_with_its_events_and_with_no_others()
    {
        var taskId = await Log.StartTaskAsync();
        var announced = Channel.CreateUnbounded<TaskAnnouncement>();
        await using var subscription =
            await Log.Announcements.SubscribeAsync(taskId, announcement => announced.Writer.TryWrite(announcement), CancellationToken.None);

        await Log.AppendedAsync(taskId, Some.Progress("one"));
        await AppendTracedAsync(taskId, Some.Progress("two"), Some.Progress("three"));
        await Log.AppendedAsync(taskId, Some.Progress("four"));

        List<string?> heard = [];
        while (heard.Count < 4)
            heard.AddRange(TracesOf((await announced.Reader.ReadAsync().AsTask().InTime()).Events));
        heard.ShouldBe([null, Trace, Trace, null]);
        await ReopenAsync();
        TracesOf((await Log.ViewAsync(taskId)).Events).ShouldBe([null, Trace, Trace, null]);
        TracesOf((await Log.Log.ReadAsync(taskId, 2, 10, CancellationToken.None)).ShouldNotBeNull().Events).ShouldBe([Trace, null]);
    }

    [Fact]
    public async Task Events_with_a_trace_are_trimmed_and_their_ids_forgotten_as_any()
    {
        await ReopenAsync(new LogSettings { EventsPerTask = 20 });
        var taskId = await Log.StartTaskAsync();
        for (var i = 0; i < 30; i++)
            await Log.Log.AppendAsync(LogVerbs.AcceptAll(
                taskId, new ReportedEvent(Some.Progress($"{i}"), EventId: $"id-{i}")) with
            { Trace = Trace }, CancellationToken.None);

        var again = await Log.AppendAsync(taskId, new ReportedEvent(Some.Progress("again"), EventId: "id-0"), new ReportedEvent(
            Some.Progress("again"), EventId: "id-29"));

        again.ShouldBeOfType<AppendResult.Appended>()
            .ShouldSatisfyAllConditions(result => result.Accepted.ShouldBe(1), result => result.Duplicates.ShouldBe(1));
        var view = await Log.ViewAsync(taskId);
        view.OldestSeq.ShouldBeInRange(10, 12);
        TracesOf(view.Events).SkipLast(1).ShouldAllBe(trace => trace == Trace);
    }

    private protected async Task AppendTracedAsync(string taskId, params TaskEvent[] events) =>
        await Log.Log.AppendAsync(LogVerbs.AcceptAll(
            taskId, [.. events.Select(stored => new ReportedEvent(stored))]) with
        { Trace = Trace }, CancellationToken.None);

    private static IEnumerable<string?> TracesOf(StoredEvents events) => Enumerable.Range(0, events.Count).Select(events.TraceOf);
}
