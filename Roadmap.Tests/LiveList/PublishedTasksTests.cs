using Microsoft.Extensions.DependencyInjection;
using Roadmap.Contracts;
using Roadmap.Hubs.LiveList;
using Roadmap.Tests.Ingest;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.LiveList;

/// <summary>Tasks of workers that publish to Redis, which three instances hear and one of them stores.</summary>
public sealed class PublishedTasksTests(ListeningInstances instances) : IClassFixture<ListeningInstances>
{
    [Fact]
    public async Task A_task_that_a_published_event_has_made_is_told_and_every_event_by_one_instance()
    {
        var task = Some.TaskId();
        await using var watcher = await instances.Instances[1].ConnectAsync();
        await watcher.WatchTasksAsync(kind: TaskKinds.RoadmapGeneration);

        await instances.PublishAsync(task, CeleryPayloads.Progress(task, "first"));
        await instances.PublishAsync(task, $$"""{"type":"failed","task_id":"{{task}}","error":"no more"}""");
        await instances.UntilAllAreTakenAsync();

        var seen = new List<TaskChangedMessage>();
        while (seen.Count == 0 || seen[^1].Status != TaskRunStatus.Failed)
            seen.Add(await watcher.NextAsync<TaskChangedMessage>());
        seen.ShouldAllBe(change => change.TaskId == task);
        seen.Select(change => (change.Epoch, change.Seq)).ShouldBeUnique();
        var senders = instances.Instances.Select(instance => instance.Services.GetRequiredService<ListCounts>().Sender);
        seen.Select(change => change.Sender).ShouldBeSubsetOf(senders);
    }
}
