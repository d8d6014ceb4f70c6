using System.Collections.Immutable;
using System.Text.Json;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Roadmap.Contracts;
using Roadmap.Contracts.Json;
using Roadmap.Hubs.Connections;
using Roadmap.Hubs.Feeds;
using Roadmap.Tests.Contracts;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Push;

/// <summary>Which calls a feed's notifications become, and who gets them. The feed is quiet: a test publishes in its place.</summary>
public sealed class PushHandlersTests : HubTest
{
    private const string MoonPhase = "moon_phase";

    private static readonly Position s_position = new() { Epoch = "e.1", Seq = 9 };

    private IMediator Mediator => Server.Services.GetRequiredService<IMediator>();

    [Fact]
    public async Task Every_type_of_event_is_a_call_of_its_own_name_and_they_come_in_order()
    {
        await using var watcher = new HubWatcher(Server.HubUrl, MoonPhase);
        await watcher.StartAsync();
        var task = await WatchAsync(watcher);
        TaskEvent[] events =
        [
            .. TaskEventConverter.Types.Keys.Select(type => (TaskEvent)Samples.All[type]),
            (UnreadableTaskEvent)Samples.All[TaskEventTypes.Unknown],
            Some.Unknown(MoonPhase, """{"phase":"full"}"""),
        ];

        await Mediator.Publish(new TaskEventsArrived(task, events));

        foreach (var sent in events)
            ((TaskEvent)await watcher.NextAsync()).Type.ShouldBe(sent.Type);
    }

    [Fact]
    public async Task An_event_that_cannot_be_called_goes_as_unknown_and_keeps_no_other_back()
    {
        await using var watcher = await Server.ConnectAsync();
        var task = await WatchAsync(watcher);
        // Only a name that could be a type of events is called.
        var nameless = new UnknownTaskEvent("Connected!", ImmutableDictionary<string, JsonElement>.Empty)
        {
            TaskId = task,
            Epoch = "e.1",
            Seq = 2,
        };

        await Mediator.Publish(new TaskEventsArrived(task, [Progress(task, 1), nameless, Progress(task, 3)]));

        (await watcher.NextAsync<ProgressEvent>()).Seq.ShouldBe(1);
        (await watcher.NextAsync<UnreadableTaskEvent>()).Seq.ShouldBe(2);
        (await watcher.NextAsync<ProgressEvent>()).Seq.ShouldBe(3);
        Server.Logged.Take("event_unsendable").ShouldBeTrue();
    }

    [Fact]
    public async Task What_is_for_one_connection_reaches_no_other()
    {
        await using var other = await Server.ConnectAsync();
        var task = await WatchAsync(other);
        var before = ConnectionIds();
        await using var one = await Server.ConnectAsync();
        await one.IsLetInAsync();
        var connection = ConnectionIds().Except(before).ShouldHaveSingleItem();
        var (connected, snapshot) = ((ConnectedMessage)Samples.All["connected"], (TaskSnapshot)Samples.All["current_status"]);

        await Mediator.Publish(new SubscriptionOpened(task, connection, connected, snapshot));
        await Mediator.Publish(new MissedEventsFound(task, connection, [Progress(task, 7)]));
        await Mediator.Publish(new StatusAsked(task, connection, snapshot));
        await Mediator.Publish(new SubscriptionOpened(task, connection, connected, Snapshot: null));
        await Mediator.Publish(new TaskEventsArrived(task, [Progress(task, 8)]));
        await Mediator.Publish(new MissedEventsFound(task, connection, [Progress(task, 9)]));

        (await one.NextAsync<ConnectedMessage>()).Position.ShouldBe(connected.Position);
        (await one.NextAsync<TaskSnapshot>()).Seq.ShouldBe(snapshot.Seq);
        (await one.NextAsync<ProgressEvent>()).Seq.ShouldBe(7);
        (await one.NextAsync<TaskSnapshot>()).Seq.ShouldBe(snapshot.Seq);
        await one.NextAsync<ConnectedMessage>();
        (await one.NextAsync<ProgressEvent>()).Seq.ShouldBe(9);
        (await other.NextAsync<ProgressEvent>()).Seq.ShouldBe(8);
    }

    [Fact]
    public async Task A_reset_tells_everyone_who_watches_the_task_where_they_begin_anew()
    {
        await using var first = await Server.ConnectAsync();
        await using var second = await Server.ConnectAsync();
        var task = await WatchAsync(first);
        await WatchAsync(second, task);
        var connected = (ConnectedMessage)Samples.All["connected"] with { Position = s_position };

        await Mediator.Publish(new SubscriptionReset(task, connected, (TaskSnapshot)Samples.All["current_status"]));

        foreach (var watcher in new[] { first, second })
        {
            (await watcher.NextAsync<ConnectedMessage>()).Position.ShouldBe(s_position);
            await watcher.NextAsync<TaskSnapshot>();
        }
    }

    [Fact]
    public async Task The_end_of_a_task_closes_its_streams_and_no_hub_connection()
    {
        await using var watcher = await Server.ConnectAsync();
        var task = await WatchAsync(watcher);
        using var stream = await Server.StreamAsync(task);
        await stream.NextAsync<ConnectedMessage>();
        await stream.NextAsync<TaskSnapshot>();

        await Mediator.Publish(new TaskEnded(task));

        await stream.ClosedAsync(ClosingReasons.TaskEnded);
        await Mediator.Publish(new TaskEventsArrived(task, [Progress(task, 1)]));
        (await watcher.NextAsync<ProgressEvent>()).Seq.ShouldBe(1);
    }

    [Fact]
    public async Task A_task_that_is_gone_is_told_to_those_who_watched_it_alone()
    {
        await using var watcher = await Server.ConnectAsync();
        await watcher.IsLetInAsync();
        var connection = ConnectionIds().ShouldHaveSingleItem();
        await using var other = await Server.ConnectAsync();
        var task = await WatchAsync(other);

        await Mediator.Publish(new TaskDisappeared(task, [connection]));
        await Mediator.Publish(new TaskEventsArrived(task, [Progress(task, 1)]));

        var error = await watcher.NextAsync<ErrorMessage>();
        (error.Code, error.TaskId).ShouldBe((ErrorCodes.TaskNotFound, task));
        (await other.NextAsync<ProgressEvent>()).Seq.ShouldBe(1);
    }

    private static ProgressEvent Progress(string taskId, long seq) =>
        Some.Progress() with { TaskId = taskId, Epoch = "e.1", Seq = seq, Attempt = 1 };

    private async Task<string> WatchAsync(HubWatcher watcher, string? task = null)
    {
        task ??= await Server.StartTaskAsync();
        await watcher.SubscribeAsync(task);
        await watcher.NextAsync<ConnectedMessage>();
        await watcher.NextAsync<TaskSnapshot>();
        // The feed has answered when it has let the watcher into its group: from then on it is quiet.
        await watcher.InvokeAsync<TaskSnapshot>(HubMethods.GetStatus, new TaskRequest { TaskId = task });
        await watcher.NextAsync<TaskSnapshot>();
        return task;
    }

    private List<string> ConnectionIds() =>
        [.. Server.Services.GetRequiredService<ConnectionRegistry>().All.Select(connection => connection.Outbox.ConnectionId)];
}
