using System.Collections.Concurrent;
using MediatR;
using Roadmap.Api.Pipeline;
using Roadmap.Contracts;
using Roadmap.Hubs.Feeds;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Pipeline;

/// <summary>Who listens to a feed beside those who push, as the runs of generations do.</summary>
public sealed class ListenerTests
{
    [Fact]
    public async Task A_listener_that_throws_costs_no_watcher_its_connection()
    {
        var server = await HubServer.StartAsync(replace: services => MediatorServices.AddHandler(services, typeof(Thrower)));
        await using (server)
        {
            var task = await server.StartTaskAsync();
            await using var watcher = await server.ConnectAsync();
            await watcher.SubscribeAsync(task);
            await watcher.NextAsync<ConnectedMessage>();
            await watcher.NextAsync<TaskSnapshot>();

            await server.ReportProgressAsync(task, first: 1, count: 2);
            await server.ReportAsync(task, """{"type":"completed"}""");

            (await watcher.NextAsync<ProgressEvent>()).Seq.ShouldBe(1);
            (await watcher.NextAsync<ProgressEvent>()).Seq.ShouldBe(2);
            (await watcher.NextAsync<CompletedEvent>()).Seq.ShouldBe(3);
            await Wait.Eventually("all was heard", () => Thrower.Heard.Contains((task, 3)));
        }

        server.Logged.Take("listener_failed").ShouldBeTrue();
        server.Logged.Lines.ShouldBeEmpty();
    }

    private sealed class Thrower : INotificationHandler<TaskEventsArrived>
    {
        public static ConcurrentBag<(string TaskId, long Seq)> Heard { get; } = [];

        public Task Handle(TaskEventsArrived notification, CancellationToken cancellationToken)
        {
            foreach (var stored in notification.Events)
                Heard.Add((notification.TaskId, stored.Seq));
            throw new InvalidOperationException("a fault of a listener");
        }
    }
}
