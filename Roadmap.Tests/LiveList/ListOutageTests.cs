using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Roadmap.Contracts;
using Roadmap.Hubs.LiveList;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.LiveList;

/// <summary>What is lost between instances is never lost in silence.</summary>
public sealed class ListOutageTests
{
    [Fact]
    public async Task Whatever_is_lost_while_an_instance_is_cut_off_the_count_tells_of_it()
    {
        const int Made = 20;
        await using var redis = await RedisServer.StartAsync();
        await using var here = await HubServer.StartAsync([$"--ConnectionStrings:Redis={redis.ConnectionString}"]);
        await using var there = await HubServer.StartAsync([$"--ConnectionStrings:Redis={redis.ConnectionString}"]);
        var sender = here.Services.GetRequiredService<ListCounts>().Sender;
        await using var watcher = await there.ConnectAsync();
        await watcher.WatchTasksAsync(kind: "import");

        for (var i = 0; i < Made; i++)
        {
            if (i % 5 == 0)
                await redis.ExecuteAsync("CLIENT", "KILL", "TYPE", "pubsub");
            await here.StartTaskAsync();
        }

        // The last tasks may still be on their way into the count.
        var told = 0;
        await Wait.Eventually("a beat tells of all", async () =>
        {
            await here.Services.GetRequiredService<IMediator>().Publish(new ListBeatsDue());
            while (watcher.HasMore)
            {
                switch (await watcher.NextAsync())
                {
                    case TaskChangedMessage:
                        told++;
                        break;
                    case TasksBeatMessage beat when beat.Sender == sender && beat.Sent == Made:
                        return true;
                }
            }

            return false;
        });
        told.ShouldBeLessThanOrEqualTo(Made);
    }

    [Fact]
    public async Task A_report_is_answered_and_heard_of_while_nothing_can_be_told_to_other_instances()
    {
        await using var server =
            await HubServer.StartAsync(replace: services => services.AddSingleton<INotificationHandler<TasksChanged>>(new NeverEnding()));
        await using var watcher = await server.ConnectAsync();
        await watcher.WatchTasksAsync();
        var task = await server.StartTaskAsync();
        await watcher.SubscribeAsync(task, includeHistory: false);

        for (var i = 1; i <= 10; i++)
            await server.ReportProgressAsync(task, i);

        object heard;
        do
            heard = await watcher.NextAsync();
        while (heard is not ProgressEvent { Seq: 10 });
    }

    /// <summary>A backplane that is mute.</summary>
    private sealed class NeverEnding : INotificationHandler<TasksChanged>
    {
        public Task Handle(TasksChanged notification, CancellationToken cancellationToken) => new TaskCompletionSource().Task;
    }
}
