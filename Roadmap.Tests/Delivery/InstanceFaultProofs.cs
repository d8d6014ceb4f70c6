using Roadmap.Tests.Support;

namespace Roadmap.Tests.Delivery;

/// <summary>
/// Three instances of the published program on one Redis. Publishers report to all of them, watchers on the hub, on raw WebSockets,
/// on event streams and with our clients move between them, and whatever happens to an instance, every watcher sees every event once, in
/// order, to the end.
/// </summary>
public sealed class InstanceFaultProofs(PublishedProgram program, ITestOutputHelper output) : IClassFixture<PublishedProgram>
{
    private static readonly TimeSpan s_stopped = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task Watchers_that_move_between_instances_see_every_event_once()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var cluster = await Cluster.StartAsync(program, redis);
        // More events than a feed remembers: who comes late is given the first ones from the log.
        var load = new Load { EventsPerTask = 1_200, EventsPerReport = 20, PublishersPerTask = 2, Lasting = TimeSpan.FromSeconds(12) };
        await using var run = await DeliveryRun.StartAsync(cluster, load, output);

        (await run.FinishAsync()).Resets.ShouldBe(0);

        cluster.Instances.SelectMany(instance => instance.Errors).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_instance_is_killed_and_another_one_started()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var cluster = await Cluster.StartAsync(program, redis);
        await using var run = await DeliveryRun.StartAsync(cluster, new Load(), output);
        await run.ReachedAsync(0.3);
        await cluster.KillAsync(cluster.Instances[0]);
        await run.ReachedAsync(0.6);
        await cluster.AddAsync();

        (await run.FinishAsync()).Resets.ShouldBe(0);
    }

    [Fact]
    public async Task An_instance_is_stopped_for_ten_seconds()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var cluster = await Cluster.StartAsync(program, redis);
        await using var run = await DeliveryRun.StartAsync(cluster, new Load { Lasting = TimeSpan.FromSeconds(12) }, output);
        await run.ReachedAsync(0.2);
        cluster.Instances[0].Suspend();
        await Task.Delay(s_stopped, TimeProvider.System);
        cluster.Instances[0].Resume();

        (await run.FinishAsync()).Resets.ShouldBe(0);
    }

    [Fact]
    public async Task Three_instances_are_restarted_one_after_the_other()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var cluster = await Cluster.StartAsync(program, redis);
        await using var run = await DeliveryRun.StartAsync(cluster, new Load { Lasting = TimeSpan.FromSeconds(12) }, output);
        await run.ReachedAsync(0.1);
        foreach (var old in cluster.Instances.ToList())
        {
            await cluster.StopAsync(old);
            await cluster.AddAsync();
        }

        (await run.FinishAsync()).Resets.ShouldBe(0);
    }
}
