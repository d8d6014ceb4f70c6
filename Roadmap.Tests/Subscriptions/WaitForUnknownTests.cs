using System.Net;
using Microsoft.AspNetCore.SignalR;
using Roadmap.Contracts;
using Roadmap.Tests.Ingest;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Subscriptions;

/// <summary>A page that opens before the worker's first publish.</summary>
public sealed class WaitForUnknownTests(ListeningInstances instances) : IClassFixture<ListeningInstances>
{
    private readonly string _taskId = Some.TaskId();

    [Fact]
    public async Task An_old_client_that_comes_before_the_first_publish_misses_nothing_on_any_instance()
    {
        var watchers = await Task.WhenAll(instances.Instances.Select(instance => instance.WatchRawAsync(_taskId, "?include_history=true")));
        foreach (var watcher in watchers)
        {
            await watcher.NextAsync<ConnectedMessage>();
            (await watcher.NextAsync<TaskSnapshot>())
                .ShouldSatisfyAllConditions(s => s.TaskId.ShouldBe(_taskId), s => s.Status.ShouldBe(TaskRunStatus.Pending));
        }

        await instances.PublishAsync(_taskId, [.. Enumerable.Range(1, 20)
            .Select(n => CeleryPayloads.Progress(_taskId, $"{n}")), """{"type":"failed","error":"no"}"""]);

        foreach (var watcher in watchers)
        {
            using var each = watcher;
            for (var seq = 1; seq <= 20; seq++)
                (await each.NextAsync<ProgressEvent>()).Seq.ShouldBe(seq);
            (await each.NextAsync<FailedEvent>()).Seq.ShouldBe(21);
            await each.NextAsync<ClosingMessage>();
            (await each.NextAsync<SocketClosed>()).Code.ShouldBe(CloseCodes.Ended);
        }
    }

    [Fact]
    public async Task A_first_publish_that_only_another_instance_hears_ends_the_wait()
    {
        await using var deaf = await ListeningInstances.StartAsync(instances.Redis, "--Ingest:ChannelPrefix=elsewhere:");
        using var watcher = await deaf.WatchRawAsync(_taskId, "?include_history=false");
        await watcher.NextAsync<ConnectedMessage>();

        await instances.PublishAsync(_taskId, CeleryPayloads.Progress(_taskId, "one"));

        (await watcher.NextAsync<ProgressEvent>()).Seq.ShouldBe(1);
    }

    [Fact]
    public async Task The_hub_and_REST_say_at_once_that_there_is_no_such_task()
    {
        await using var hub = await instances.Instances[0].ConnectAsync();

        (await Should.ThrowAsync<HubException>(() => hub.SubscribeAsync(_taskId))).Message.ShouldContain(ErrorCodes.TaskNotFound);
        (await instances.Instances[0].Http.GetAsync(new Uri(Routes.For(Routes.RoadmapStatus, _taskId), UriKind.Relative)))
            .StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task With_no_time_to_wait_it_is_as_without_the_ingest()
    {
        await using var server = await ListeningInstances.StartAsync(instances.Redis, "--Ingest:WaitForUnknown=00:00:00");
        using var watcher = await server.WatchRawAsync(_taskId);

        (await watcher.NextAsync<ClosingMessage>()).Reason.ShouldBe(ErrorCodes.TaskNotFound);
    }
}
