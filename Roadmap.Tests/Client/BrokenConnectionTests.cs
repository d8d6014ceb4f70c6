using System.Net;
using Roadmap.Client;
using Roadmap.Contracts;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Client;

/// <summary>What a watch makes of connections that break, of servers that go, and of tokens that are not taken.</summary>
public sealed class BrokenConnectionTests
{
    [Fact]
    public async Task A_connection_cut_in_the_middle_of_a_frame_costs_no_event()
    {
        await using var server = await HubServer.StartAsync();
        await using var proxy = new CuttingProxy(server.Http.BaseAddress!);
        await using var client = new RoadmapClient(ClientReading.Quick(proxy.Address));
        var taskId = await server.StartTaskAsync();
        await using var watch = client.WatchAsync(taskId).GetAsyncEnumerator();
        await watch.NextAsync<TaskSnapshot>(_ => true);
        List<ITaskMessage> messages = [];

        for (var round = 0; round < 10; round++)
        {
            // Somewhere in the second event of ten, another place each time.
            proxy.CutAfter(300 + (17 * round));
            await server.ReportProgressAsync(taskId, (10 * round) + 1, 10);
            while (messages.LastOrDefault()?.Seq != 10 * (round + 1))
            {
                if (await watch.NextAsync() is TaskEvent stored)
                    messages.Add(stored);
            }

            proxy.WillCut.ShouldBeFalse();
        }

        messages.CountInOrder().ShouldBe(100);
        proxy.WebSockets.ShouldBeGreaterThan(10);
    }

    [Fact]
    public async Task Wherever_the_first_connection_is_cut_a_watch_begins_with_a_snapshot()
    {
        await using var server = await HubServer.StartAsync();
        await using var proxy = new CuttingProxy(server.Http.BaseAddress!);

        // Also between `connected` and the snapshot: what happens meanwhile must not come before it.
        for (var bytes = 1; bytes < 1_000; bytes += 30)
        {
            var taskId = await server.StartTaskAsync();
            await using var client = new RoadmapClient(ClientReading.Quick(proxy.Address));
            proxy.CutAfter(bytes);
            await using var watch = client.WatchAsync(taskId).GetAsyncEnumerator();
            var first = watch.NextAsync();
            await Wait.Eventually("it is cut, or has got all", () => !proxy.WillCut || first.IsCompleted);
            await server.ReportProgressAsync(taskId, 1, 1);

            (await first).ShouldBeOfType<TaskSnapshot>($"cut after {bytes} bytes");
        }
    }

    [Fact]
    public async Task A_server_that_is_killed_and_started_again_costs_no_event()
    {
        await using var server = await ServerProcess.StartAsync(TimeSpan.Zero);
        var worker = new OutsideWorker(server.Http);
        var taskId = await worker.StartTaskAsync();
        await using var client = new RoadmapClient(ClientReading.Quick(server.Address));
        var watch = client.Watch(taskId, WatchOptions.FromTheStart);
        List<TaskWatchState> states = [];
        watch.StateChanged += (_, state) => states.Add(state);
        await using var messages = watch.GetAsyncEnumerator();
        await worker.ReportProgressAsync(taskId, 1, 50);
        await messages.NextAsync<TaskEvent>(stored => stored.Seq == 50);

        await server.KillAsync();
        var after = messages.NextAsync<TaskEvent>(_ => true);
        await server.StartAgainAsync(TimeSpan.Zero);
        await worker.ReportProgressAsync(taskId, 51, 50);

        (await after.InTime()).Seq.ShouldBe(51);
        for (var seq = 52; seq <= 100; seq++)
            (await messages.NextAsync<TaskEvent>(_ => true)).Seq.ShouldBe(seq);
        var waited = states.First(state => state.Phase == TaskWatchPhase.Waiting);
        waited.Error.ShouldNotBeNull().Code.ShouldBe(ClientErrorCodes.Unreachable);
        waited.RetryAt.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_server_that_accepts_and_closes_is_tried_a_handful_of_times_a_minute()
    {
        await using var proxy = new CuttingProxy(new Uri("http://127.0.0.1:1")) { IsClosed = true };
        var time = new FakeTime();
        await using var client = new RoadmapClient(
            RoadmapClientOptions.Default with { Server = proxy.Address, Time = time, SkipNegotiation = true });
        var watch = client.Watch("t-1");
        var tries = 0;
        watch.StateChanged += (_, state) => tries += state.Phase == TaskWatchPhase.Waiting ? 1 : 0;
        var reading = watch.ReadAllAsync();

        var begun = time.GetTimestamp();
        while (time.GetElapsedTime(begun) < TimeSpan.FromMinutes(3))
        {
            // It may have said when it tries again a moment before its timer began: then that is a little later.
            var looks = 0;
            await Wait.Eventually("the client waits for its next try", () => watch.State.RetryAt > time.GetUtcNow() || ++looks > 20);
            time.Advance(watch.State.RetryAt - time.GetUtcNow() is { Ticks: > 0 } left ? left : TimeSpan.FromMilliseconds(10));
        }

        tries.ShouldBeInRange(6, 3 * RoadmapClientOptions.Default.Backoff.AttemptsPerMinute);
        // .NET's HTTP makes up to four connections for a request whose connection is closed without an answer.
        proxy.Requests.Count.ShouldBeLessThanOrEqualTo(4 * (tries + 1));
        await client.DisposeAsync();
        (await Should.ThrowAsync<RoadmapException>(reading.InTime())).Code.ShouldBe(ClientErrorCodes.Closed);
    }

    [Fact]
    public async Task A_refused_token_is_a_final_answer()
    {
        await using var server = await HubServer.StartAsync();
        await using var proxy = new CuttingProxy(server.Http.BaseAddress!) { Judge = _ => HttpStatusCode.Unauthorized };
        await using var client = new RoadmapClient(ClientReading.Quick(proxy.Address) with { AccessToken = _ => new("old") });

        var refusal = await Should.ThrowAsync<RoadmapException>(client.WatchAsync("t-1").ReadAllAsync().InTime());

        refusal.Code.ShouldBe(ErrorCodes.Unauthenticated);
        refusal.IsFinal.ShouldBeTrue();
        // SignalR's client asks for another token once.
        proxy.Requests.Count(request => request.Contains("Bearer old", StringComparison.Ordinal)).ShouldBeInRange(1, 2);
        (await Should.ThrowAsync<RoadmapException>(client.GetTaskAsync("t-1"))).Code.ShouldBe(ErrorCodes.Unauthenticated);
    }

    [Fact]
    public async Task A_token_that_runs_out_is_replaced_by_the_next_one()
    {
        var valid = "first";
        await using var server = await HubServer.StartAsync();
        await using var proxy = new CuttingProxy(server.Http.BaseAddress!)
        {
            Judge = head =>
                head.Contains($"Bearer {Volatile.Read(ref valid)}", StringComparison.Ordinal) ? null : HttpStatusCode.Unauthorized,
        };
        await using var client = new RoadmapClient(
            ClientReading.Quick(proxy.Address) with { AccessToken = _ => new(Volatile.Read(ref valid)) });
        var taskId = await server.StartTaskAsync();
        await using var watch = client.WatchAsync(taskId).GetAsyncEnumerator();
        await watch.NextAsync();

        foreach (var token in new[] { "second", "third" })
        {
            Volatile.Write(ref valid, token);
            proxy.CutAll();
            var told = await server.ReportAsync(taskId, """{"type":"progress","step":"work","status":"processing"}""");
            (await watch.NextAsync<TaskEvent>(_ => true)).Seq.ShouldBe(told.Seq);
        }
    }
}
