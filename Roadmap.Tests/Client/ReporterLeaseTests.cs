using Roadmap.Client;
using Roadmap.Contracts;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Client;

/// <summary>Of the lease, with a clock that both sides share.</summary>
public sealed class ReporterLeaseTests
{
    private static readonly TimeSpan s_heartbeat = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task Heartbeats_keep_the_lease_of_a_worker_that_has_nothing_to_say()
    {
        await using var server = await RestServer.StartAsync();
        await using var client = new RoadmapClient(ClientReading.Quick(server.Http.BaseAddress!) with { Time = server.Time });
        var kept = await server.StartTaskAsync(leaseSeconds: 10);
        var lost = await server.StartTaskAsync(leaseSeconds: 10);
        await using var proxy = new CuttingProxy(server.Http.BaseAddress!);
        await using var worker = new RoadmapClient(ClientReading.Quick(proxy.Address) with { Time = server.Time });
        await using var reporter = worker.CreateReporter(kept, TaskReporterOptions.Default with { Heartbeat = s_heartbeat });

        for (var beats = 1; beats <= 6; beats++)
        {
            await Wait.Eventually("the reporter waits for its next heartbeat", () => server.Time.IsWaitedFor(s_heartbeat));
            server.Time.Advance(s_heartbeat);
            await Wait.Eventually("a heartbeat is sent", () => proxy.Posts >= beats);
        }

        await Wait.Eventually(
            "the lease of the other task runs out", async () => (await client.GetTaskAsync(lost)).Status == TaskRunStatus.Failed);
        (await client.GetTaskAsync(kept)).Status.ShouldBe(TaskRunStatus.Pending);
    }
}
