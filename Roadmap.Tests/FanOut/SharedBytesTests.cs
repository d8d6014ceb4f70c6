using System.Collections.Immutable;
using System.Text.Json;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Roadmap.Contracts;
using Roadmap.Hubs.Feeds;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.FanOut;

/// <summary>What goes to many is serialised once for each kind of connection, and not once for each connection.</summary>
public sealed class SharedBytesTests
{
    [Fact]
    public async Task An_event_is_serialised_once_for_all_who_watch_in_JSON_and_once_for_all_in_MessagePack()
    {
        await using var server = await HubServer.StartAsync();
        var task = await server.StartTaskAsync();
        var watchers = await Task.WhenAll(
            Enumerable.Range(0, 7).Select(i => server.ConnectAsync($"?task_id={task}", isPacked: i % 2 == 0)));
        foreach (var watcher in watchers)
        {
            await watcher.NextAsync<ConnectedMessage>();
            await watcher.NextAsync<TaskSnapshot>();
        }

        // Each attempt to write what cannot be written is counted.
        using var attempts = new LiveFigure(server, "events_unsendable");
        await server.Services.GetRequiredService<IMediator>().Publish(
            new TaskEventsArrived(task, [Progress(task, 1), Broken(task, 2), Progress(task, 3)]));

        foreach (var watcher in watchers)
        {
            (await watcher.NextAsync<ProgressEvent>()).Seq.ShouldBe(1);
            (await watcher.NextAsync<UnreadableTaskEvent>()).Seq.ShouldBe(2);
            (await watcher.NextAsync<ProgressEvent>()).Seq.ShouldBe(3);
            await watcher.DisposeAsync();
        }

        attempts.Value.ShouldBe(2);
        server.Logged.Take("event_unsendable").ShouldBeTrue();
    }

    private static ProgressEvent Progress(string task, long seq) =>
        Some.Progress() with { TaskId = task, Epoch = "e.1", Seq = seq, Attempt = 1 };

    /// <summary>Half of a surrogate pair can be read, and never be written.</summary>
    private static UnknownTaskEvent Broken(string task, long seq) =>
        new("moon_phase", ImmutableDictionary<string, JsonElement>.Empty.Add("phase", JsonElement.Parse("\"\\ud800\"")))
        {
            TaskId = task,
            Epoch = "e.1",
            Seq = seq,
            Attempt = 1,
        };
}
