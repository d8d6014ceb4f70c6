using System.Collections.Concurrent;
using Roadmap.Contracts;
using Roadmap.Hubs.Feeds;
using Roadmap.Hubs.Requests;
using Roadmap.Hubs.State;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Feeds;

/// <summary>A task goes, and somebody makes another one under its id: that is nothing to those who watched the old one.</summary>
public sealed class AnotherTaskTests
{
    private const string Before = "ada";
    private const string After = "bob";

    [Theory]
    [InlineData(AnnouncementFate.Lost)]
    [InlineData(AnnouncementFate.Delivered)]
    public async Task Who_watched_a_task_hears_that_it_is_gone_and_nothing_of_a_later_one(AnnouncementFate fate)
    {
        await using var feed = new FeedUnderTest();
        var gone = Gone(feed);
        feed.Log.BeginNewLife(events: 2, Before);
        await feed.SubscribeAsync(Before, sees: OwnedBy(Before)).InTime();

        feed.Log.BeginNewLife(events: 1, After);
        feed.Log.Append(1, fate);
        feed.Check();

        await feed.UntilAsync("it is told", () => !gone.IsEmpty);
        gone.ShouldBe([feed.Watchers.ConnectionOf(Before)]);
        await Wait.Eventually("the feed of the old one ends", () => feed.Feeds.Count == 0);
        (await feed.SubscribeAsync(After, sees: OwnedBy(After)).InTime()).Epoch.ShouldBe(feed.Log.Head.Epoch);
        feed.Log.Append(1, AnnouncementFate.Delivered);
        await feed.UntilAtHeadAsync(After);
        feed.Watchers.Of(Before).Position!.Epoch.ShouldNotBe(feed.Log.Head.Epoch);
        feed.Watchers.Faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task Who_comes_while_a_feed_believes_the_old_one_there_is_judged_by_the_new_one()
    {
        await using var feed = new FeedUnderTest();
        feed.Log.BeginNewLife(events: 2, Before);
        await feed.SubscribeAsync(Before, sees: OwnedBy(Before)).InTime();
        feed.Log.BeginNewLife(events: 1, After);

        // From a position that the feed does not know: it asks the log before it answers.
        var old = feed.SubscribeAsync("late", new AfterPosition { Epoch = "another", Seq = 1 }, OwnedBy(Before));

        (await Should.ThrowAsync<RequestRefusedException>(old.InTime())).Code.ShouldBe(ErrorCodes.TaskNotFound);
        feed.Watchers.Of("late").Position.ShouldBeNull();
    }

    [Fact]
    public async Task What_is_watched_is_at_hand_for_those_only_who_see_it()
    {
        await using var feed = new FeedUnderTest();
        feed.Log.BeginNewLife(events: 2, Before);
        feed.Feeds.HasFor(FeedUnderTest.TaskId, OwnedBy(Before)).ShouldBeFalse("nobody watches it");

        await feed.SubscribeAsync(Before, sees: OwnedBy(Before)).InTime();

        feed.Feeds.HasFor(FeedUnderTest.TaskId, OwnedBy(Before)).ShouldBeTrue();
        feed.Feeds.HasFor(FeedUnderTest.TaskId, OwnedBy(After)).ShouldBeFalse();
        (await Should.ThrowAsync<RequestRefusedException>(feed.SubscribeAsync(After, sees: OwnedBy(After)).InTime()))
            .Code.ShouldBe(ErrorCodes.TaskNotFound);
        feed.Watchers.Of(After).Position.ShouldBeNull();
    }

    private static Func<TaskState, bool> OwnedBy(string owner) => task => task.Owner == owner;

    private static ConcurrentQueue<string> Gone(FeedUnderTest feed)
    {
        var gone = new ConcurrentQueue<string>();
        feed.Watchers.Before = notification =>
        {
            if (notification is TaskDisappeared { ConnectionIds: var connections })
            {
                foreach (var connection in connections)
                    gone.Enqueue(connection);
            }

            return Task.CompletedTask;
        };
        return gone;
    }
}
