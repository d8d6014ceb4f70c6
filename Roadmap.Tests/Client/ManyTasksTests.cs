using Roadmap.Client;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Client;

/// <summary>Many tasks go over one connection, or over as few as the server allows.</summary>
public sealed class ManyTasksTests
{
    private const int Tasks = 1_000;

    [Fact]
    public async Task A_thousand_tasks_go_over_one_connection()
    {
        await using var server = await HubServer.StartAsync([$"--Limits:SubscriptionsPerConnection={Tasks}"]);
        await using var proxy = new CuttingProxy(server.Http.BaseAddress!);
        await using var client = new RoadmapClient(ClientReading.Quick(proxy.Address) with { TasksPerConnection = Tasks });
        var worker = new OutsideWorker(server.Http);
        var ids = await Task.WhenAll(Enumerable.Range(0, Tasks).Select(_ => worker.StartTaskAsync())).InTime();
        var watched = ids.Select(id => client.WatchAsync(id, WatchOptions.FromTheStart).ReadAllAsync()).ToList();

        await Task.WhenAll(ids.Select(id => server.ReportAsync(id, """
            [{"type":"progress","step":"work","status":"processing"},{"type":"progress","step":"work","status":"processing"},{"type":"completed"}]
            """))).InTime();

        foreach (var (id, messages) in ids.Zip(await Task.WhenAll(watched).InTime()))
        {
            messages.CountInOrder().ShouldBe(3);
            messages.ShouldAllBe(message => message.TaskId == id);
        }

        proxy.WebSockets.ShouldBe(1);
        await Wait.Eventually("the connection ends with its last watch", () => proxy.Open == 0);
    }

    [Fact]
    public async Task More_tasks_than_a_connection_may_watch_go_over_another_one()
    {
        const int OneMore = 101;
        await using var server = await HubServer.StartAsync();
        await using var proxy = new CuttingProxy(server.Http.BaseAddress!);
        await using var client = new RoadmapClient(ClientReading.Quick(proxy.Address));
        var worker = new OutsideWorker(server.Http);
        var ids = await Task.WhenAll(Enumerable.Range(0, OneMore).Select(_ => worker.StartTaskAsync())).InTime();
        var watched = ids.Select(id => client.WatchAsync(id, WatchOptions.FromTheStart).ReadAllAsync()).ToList();

        await Task.WhenAll(ids.Select(id => server.ReportAsync(id, """{"type":"completed"}"""))).InTime();

        foreach (var messages in await Task.WhenAll(watched).InTime())
            messages.CountInOrder().ShouldBe(1);
        proxy.WebSockets.ShouldBe(2);
    }
}
