using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Roadmap.Contracts;
using Roadmap.Hubs.LiveList;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.LiveList;

/// <summary>The live list on two instances with one Redis. Beats are due when a test says so.</summary>
public sealed class ListAcrossInstancesTests(TwoOnRedis instances) : IClassFixture<TwoOnRedis>
{
    [Fact]
    public async Task Changes_come_from_whichever_instance_took_them_and_each_tells_how_many_there_were()
    {
        var owner = Some.TaskId();
        await using var watcher = await instances.There.ConnectAsync();
        var own = await watcher.WatchTasksAsync(owner, status: TaskRunStatus.Pending);

        foreach (var (server, count) in new[] { (instances.Here, 3), (instances.There, 1) })
        {
            for (var i = 0; i < count; i++)
            {
                var task = await new OutsideWorker(server.Http).StartTaskAsync(owner: owner);
                var made = await watcher.NextAsync<TaskChangedMessage>();
                (made.TaskId, made.Owner, made.Sender).ShouldBe((task, owner, SenderOf(server)));
            }
        }

        await BeatAsync(instances.Here);
        var other = await watcher.NextAsync<TasksBeatMessage>();
        (other.Sender, other.Sent, other.Continues).ShouldBe((SenderOf(instances.Here), 3, true));
        await BeatAsync(instances.There);
        (await watcher.NextAsync<TasksBeatMessage>()).ShouldBe(own with { Sent = 1 });
    }

    [Fact]
    public async Task What_was_told_nothing_for_a_minute_is_told_so_once_and_no_more()
    {
        var owner = Some.TaskId();
        await using var watcher = await instances.There.ConnectAsync();
        await watcher.WatchTasksAsync(owner);
        await new OutsideWorker(instances.Here.Http).StartTaskAsync(owner: owner);
        await watcher.NextAsync<TaskChangedMessage>();

        for (var i = 1; i <= ListCounts.QuietBeats; i++)
        {
            await BeatAsync(instances.Here);
            (await watcher.NextAsync<TasksBeatMessage>()).Continues.ShouldBe(i < ListCounts.QuietBeats);
        }

        await BeatAsync(instances.Here);
        await BeatAsync(instances.There);
        (await watcher.NextAsync<TasksBeatMessage>()).Sender.ShouldBe(SenderOf(instances.There));
    }

    [Fact]
    public async Task What_retention_deletes_anywhere_makes_everyone_fetch_the_list_again()
    {
        await using var watcher = await instances.There.ConnectAsync();
        await watcher.WatchTasksAsync(owner: Some.TaskId());

        await instances.Here.Services.GetRequiredService<IMediator>().Publish(new TasksDeleted(2));

        var beat = await watcher.NextAsync<TasksBeatMessage>();
        (beat.Sender, beat.Sent, beat.Continues).ShouldBe(($"{SenderOf(instances.Here)}-deleted", 2, false));
    }

    private static string SenderOf(HubServer server) => server.Services.GetRequiredService<ListCounts>().Sender;

    private static Task BeatAsync(HubServer server) => server.Services.GetRequiredService<IMediator>().Publish(new ListBeatsDue()).InTime();
}
