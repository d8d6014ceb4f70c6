using Roadmap.Client;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Client;

/// <summary>A watch can be left, and a client disposed of, at every step, and nothing stays behind.</summary>
public sealed class EndingTests : HubTest
{
    public static TheoryData<TaskWatchPhase> Phases =>
        [TaskWatchPhase.Connecting, TaskWatchPhase.CatchingUp, TaskWatchPhase.Live, TaskWatchPhase.Waiting];

    [Theory]
    [MemberData(nameof(Phases))]
    public async Task A_watch_is_cancelled_at_every_step(TaskWatchPhase phase)
    {
        await using var proxy = new CuttingProxy(Server.Http.BaseAddress!);
        await using var client = new RoadmapClient(ClientReading.Quick(proxy.Address));
        using var leaving = new CancellationTokenSource();
        var watch = client.Watch(await Server.StartTaskAsync());

        var left = await Should.ThrowAsync<OperationCanceledException>(
            ReadAsync(watch, phase, proxy, leaving.Cancel, leaving.Token).InTime());

        left.CancellationToken.ShouldBe(leaving.Token);
        await Wait.Eventually("nothing is connected any more", () => proxy.Open == 0);
    }

    [Theory]
    [MemberData(nameof(Phases))]
    public async Task A_client_is_disposed_of_at_every_step(TaskWatchPhase phase)
    {
        await using var proxy = new CuttingProxy(Server.Http.BaseAddress!);
        await using var client = new RoadmapClient(ClientReading.Quick(proxy.Address));
        var watch = client.Watch(await Server.StartTaskAsync());
        var disposed = Task.CompletedTask;

        var closed = await Should.ThrowAsync<RoadmapException>(
            ReadAsync(watch, phase, proxy, () => disposed = client.DisposeAsync().AsTask(), CancellationToken.None).InTime());

        closed.Code.ShouldBe(ClientErrorCodes.Closed);
        closed.IsFinal.ShouldBeTrue();
        await disposed.InTime();
        await Wait.Eventually("nothing is connected any more", () => proxy.Open == 0);
    }

    [Fact]
    public async Task A_server_that_never_answers_does_not_hold_a_watch()
    {
        await using var proxy = new CuttingProxy(Server.Http.BaseAddress!) { IsSilent = true };
        await using var client = new RoadmapClient(ClientReading.Quick(proxy.Address));
        using var leaving = new CancellationTokenSource();
        var reading = Task.Run(async () =>
        {
            await foreach (var _ in client.WatchAsync("t-1", leaving.Token))
            {
            }
        });
        await Wait.Eventually("the client asks", () => proxy.Requests.Count > 1);

        await leaving.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(reading.InTime());
        await Wait.Eventually("nothing is connected any more", () => proxy.Open == 0);
    }

    [Fact]
    public async Task A_client_that_was_never_used_is_disposed_of_twice()
    {
        var client = new RoadmapClient(Server.Http.BaseAddress!);
        await client.DisposeAsync().InTime();
        await client.DisposeAsync().InTime();

        var closed = await Should.ThrowAsync<RoadmapException>(client.WatchAsync("t-1").ReadAllAsync().InTime());
        closed.Code.ShouldBe(ClientErrorCodes.Closed);
    }

    [Fact]
    public async Task A_connection_ends_with_its_last_watch_and_comes_back_with_the_next()
    {
        await using var proxy = new CuttingProxy(Server.Http.BaseAddress!);
        await using var client = new RoadmapClient(ClientReading.Quick(proxy.Address));
        for (var watches = 1; watches <= 3; watches++)
        {
            await using (var watch = client.WatchAsync(await Server.StartTaskAsync()).GetAsyncEnumerator())
                await watch.NextAsync();
            await Wait.Eventually("nothing is connected any more", () => proxy.Open == 0);
            proxy.WebSockets.ShouldBe(watches);
        }
    }

    private static async Task ReadAsync(
        TaskWatch watch, TaskWatchPhase phase, CuttingProxy proxy, Action end, CancellationToken cancellationToken)
    {
        watch.StateChanged += (_, state) =>
        {
            if (state.Phase == phase)
                end();
            else if (phase == TaskWatchPhase.Waiting && state.Phase == TaskWatchPhase.Live)
                proxy.CutAll();
        };
        await foreach (var _ in watch.WithCancellation(cancellationToken))
        {
        }
    }
}
