using Roadmap.Contracts;
using Roadmap.Hubs.Connections;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Connections;

/// <summary>What one connection that subscribes in a loop may cost.</summary>
public sealed class SubscribePaceTests
{
    private readonly FakeTime _time = new();

    [Fact]
    [AtLimit("subscriptions that one connection begins")]
    public void Who_comes_back_to_all_its_tasks_waits_for_none_and_who_goes_on_and_on_takes_turns()
    {
        var pace = new SubscribePace();

        Enumerable.Range(0, 100).Select(_ => pace.Take(100, _time)).ShouldAllBe(wait => wait == TimeSpan.Zero);
        pace.Take(100, _time).ShouldBe(SubscribePace.Interval);
        pace.Take(100, _time).ShouldBe(2 * SubscribePace.Interval);

        _time.Advance(3 * SubscribePace.Interval);
        pace.Take(100, _time).ShouldBe(TimeSpan.Zero);
        pace.Take(100, _time).ShouldBe(SubscribePace.Interval);

        _time.Advance(TimeSpan.FromDays(1));
        Enumerable.Range(0, 100).Select(_ => pace.Take(100, _time)).ShouldAllBe(wait => wait == TimeSpan.Zero);
        pace.Take(100, _time).ShouldBe(SubscribePace.Interval);
    }

    [Fact]
    public async Task A_loop_on_one_connection_is_answered_in_turn_and_a_new_connection_at_once()
    {
        await using var server = await HubServer.StartAsync(["--Limits:SubscriptionsPerConnection=3"]);
        var task = await server.StartTaskAsync();
        await using var restless = await server.ConnectAsync();
        await using var other = await server.ConnectAsync();

        // Each is an answer: none is refused.
        for (var i = 0; i < 5; i++)
            (await restless.SubscribeAsync(task, new AfterPosition { Seq = 0 })).Seq.ShouldBe(0);
        (await other.SubscribeAsync(task, new AfterPosition { Seq = 0 })).Seq.ShouldBe(0);

        await server.ReportProgressAsync(task, 1);
        for (var i = 0; i < 5; i++)
            await restless.NextAsync<ConnectedMessage>();
        (await restless.NextAsync<ProgressEvent>()).Seq.ShouldBe(1);
    }
}
