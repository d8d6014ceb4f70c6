using Roadmap.Contracts;
using Roadmap.Hubs.Operations;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Feeds;

/// <summary>What is kept for clients that are far behind and take their time: counted, not measured.</summary>
public sealed class ReplayTests
{
    private const int Watchers = 20;
    private const int Turns = 3;
    private const int Events = 2_000;

    private static readonly string[] s_watchers = [.. Enumerable.Range(1, Watchers).Select(number => $"w{number}")];

    [Fact]
    public async Task However_many_clients_dawdle_only_so_many_pages_are_held_for_them_and_the_others_have_their_turn()
    {
        await using var feed = new FeedUnderTest(new LimitsOptions { Replays = Turns });
        var letGo = new TaskCompletionSource();
        feed.Watchers.Drained = _ => letGo.Task;
        feed.Log.Append(Events, AnnouncementFate.Lost);

        foreach (var watcher in s_watchers)
            _ = feed.SubscribeAsync(watcher, new AfterPosition { Seq = 0 });

        await Wait.Eventually("all are there", () => (feed.Turns.InFlight, feed.Turns.Waiting) == (Turns, Watchers - Turns));
        await Wait.Eventually("the head was read, and a page for each that has its turn", () => feed.Log.Reads == 1 + Turns);
        feed.Log.LargestRead.ShouldBeLessThanOrEqualTo(200);
        feed.Turns.BytesHeld.ShouldBeLessThanOrEqualTo(Turns * 256L * 1024);

        letGo.SetResult();

        await Wait.Eventually(
            "everyone has everything", () => Array.TrueForAll(s_watchers, watcher => feed.Watchers.Of(watcher).Position == feed.Log.Head));
        feed.Watchers.Faults.ShouldBeEmpty();
        await Wait.Eventually(
            "nothing is held any more", () => (feed.Turns.InFlight, feed.Turns.Waiting, feed.Turns.BytesHeld) == (0, 0, 0));
    }

    [Fact]
    public async Task Whoever_has_left_before_its_turn_costs_no_read()
    {
        await using var feed = new FeedUnderTest(new LimitsOptions { Replays = 1 });
        var letGo = new TaskCompletionSource();
        feed.Watchers.Drained = _ => letGo.Task;
        feed.Log.Append(Events, AnnouncementFate.Lost);
        _ = feed.SubscribeAsync("w1", new AfterPosition { Seq = 0 });
        await Wait.Eventually("the first has its turn", () => feed.Log.Reads == 2);

        // Again and again, as fast as it can: each takes the place of the one before.
        for (var i = 0; i < 100; i++)
            _ = feed.SubscribeAsync("w2", new AfterPosition { Seq = 0 });
        await Wait.Eventually("they wait", () => feed.Turns.Waiting == 100);
        await Wait.Eventually("the feed has told that it is watched", () => feed.Feed.WatchedAt is not null);
        feed.Leave("w2");
        feed.Leave("w1");
        await Wait.Eventually("they have left", () => feed.Feed.WatchedAt is null);
        letGo.SetResult();

        await Wait.Eventually("nobody waits any more", () => (feed.Turns.InFlight, feed.Turns.Waiting) == (0, 0));
        feed.Log.Reads.ShouldBe(2);
    }

    [Fact]
    public async Task Turns_are_given_in_order_as_far_as_the_bytes_go_and_one_alone_always_fits()
    {
        await using var feed = new FeedUnderTest(new LimitsOptions { Replays = 100, ReplayBytes = 1_000 });
        var large = await feed.Turns.TakeAsync("w1", 5_000).InTime();
        var second = feed.Turns.TakeAsync("w2", 600);
        var third = feed.Turns.TakeAsync("w3", 300);
        var fourth = feed.Turns.TakeAsync("w4", 10);
        (second.IsCompleted, third.IsCompleted, fourth.IsCompleted).ShouldBe((false, false, false));

        large.Keep(400);
        (await second.InTime()).ShouldNotBeNull();
        (third.IsCompleted, fourth.IsCompleted).ShouldBe((false, false), "the smaller one does not overtake");
        feed.Turns.BytesHeld.ShouldBe(1_000);

        large.Dispose();
        using var last = await fourth.InTime();
        (await third.InTime()).Dispose();
        (await second.InTime()).Dispose();
        (feed.Turns.InFlight, feed.Turns.BytesHeld).ShouldBe((1, 10));
    }
}
