using Roadmap.Contracts;
using Roadmap.Hubs;
using Roadmap.Hubs.Log;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Feeds;

public sealed class TaskFeedTests
{
    [Fact]
    public async Task While_the_log_is_away_nobody_new_is_let_in_who_needs_it()
    {
        await using var feed = new FeedUnderTest();
        feed.Log.IsUnavailable = true;

        await Should.ThrowAsync<LogUnavailableException>(() => feed.SubscribeAsync("w1"));

        feed.Log.IsUnavailable = false;
        (await feed.SubscribeAsync("w1")).Seq.ShouldBe(0);
    }

    [Fact]
    public async Task Watchers_keep_their_place_while_the_log_is_away_and_miss_nothing()
    {
        await using var feed = new FeedUnderTest();
        await feed.SubscribeAsync("w1");
        feed.Log.IsUnavailable = true;
        feed.Log.Append(3, AnnouncementFate.Lost);
        feed.Log.Append(1, AnnouncementFate.Delivered);
        await Should.ThrowAsync<LogUnavailableException>(() => feed.SubscribeAsync("w2", new AfterPosition { Seq = 99 }));

        feed.Log.IsUnavailable = false;

        await feed.UntilAtHeadAsync("w1");
        feed.Watchers.Of("w1").Resets.ShouldBe(0);
        feed.Watchers.Faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_lost_announcement_heals_with_no_new_event_and_without_a_reset()
    {
        await using var feed = new FeedUnderTest();
        await feed.SubscribeAsync("w1");
        feed.Log.Append(5, AnnouncementFate.Lost);

        feed.Check();

        await feed.UntilAtHeadAsync("w1");
        feed.Watchers.Of("w1").Resets.ShouldBe(0);
        feed.Watchers.Faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_straggler_of_an_epoch_that_is_over_changes_nothing()
    {
        await using var feed = new FeedUnderTest();
        await feed.SubscribeAsync("w1");
        feed.Log.Append(2, AnnouncementFate.Late);
        feed.Log.BeginNewLife(events: 7);
        feed.Check();
        await feed.UntilAtHeadAsync("w1");

        feed.Log.DeliverLate();
        feed.Log.Append(1, AnnouncementFate.Delivered);

        await feed.UntilAtHeadAsync("w1");
        feed.Watchers.Of("w1").Resets.ShouldBe(1);
        feed.Watchers.Faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_newer_call_for_the_same_task_answers_the_older_one_that_still_waits()
    {
        await using var feed = new FeedUnderTest();
        feed.Log.Append(3_000, AnnouncementFate.Lost);

        // Both are posted before the first, whose position has to be replayed, can have been let in.
        var older = feed.SubscribeAsync("w1", new AfterPosition { Seq = 0 });
        var newer = feed.SubscribeAsync("w1");

        await Wait.Eventually("the older call is answered", () => older.IsCompleted);
        (await newer).Seq.ShouldBe(3_000);
        await feed.UntilAtHeadAsync("w1");
        feed.Watchers.Faults.ShouldBeEmpty();
        older.Exception?.InnerException.ShouldBeOfType<RequestRefusedException>().Code.ShouldBe(ErrorCodes.Conflict);
    }
}
