using Roadmap.Contracts;
using Roadmap.Hubs.EventLog;
using Roadmap.Hubs.Feeds;
using Roadmap.Hubs.Operations;
using Roadmap.Hubs.Requests;
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

    [Fact]
    public async Task Whoever_takes_the_next_feed_does_not_get_what_the_last_one_had_not_published_yet()
    {
        await using var feed = new FeedUnderTest();
        var held = new Queue<TaskCompletionSource>([new(), new()]);
        var (first, second) = (held.First(), held.Last());
        var reached = 0;
        feed.Watchers.Before = notification =>
        {
            if (notification is not TaskEventsArrived)
                return Task.CompletedTask;
            Interlocked.Increment(ref reached);
            return held.TryDequeue(out var gate) ? gate.Task : Task.CompletedTask;
        };
        await feed.SubscribeAsync("w1").InTime();
        feed.Log.Append(1, AnnouncementFate.Delivered);
        await Wait.Eventually("the first event is being published", () => Volatile.Read(ref reached) == 1);

        // All three are taken in one go: nobody is left, an event has come, and the feed ends.
        feed.Leave("w1");
        feed.Log.Append(1, AnnouncementFate.Delivered);
        feed.EndIfUnwatched();
        first.SetResult();
        await Wait.Eventually("the second event is being published", () => Volatile.Read(ref reached) == 2);
        var newcomer = feed.SubscribeAsync("w2");
        second.SetResult();

        (await newcomer.InTime()).Seq.ShouldBe(2);
        feed.Log.Append(1, AnnouncementFate.Delivered);
        await feed.UntilAtHeadAsync("w2");
        feed.Watchers.Faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task Whoever_waits_for_a_read_is_answered_also_when_letting_it_in_fails_and_the_others_are_let_in()
    {
        await using var feed = new FeedUnderTest();
        feed.Watchers.FailNext<SubscriptionOpened>();

        // All wait for the first read of the log.
        var all = Enumerable.Range(1, 5).Select(number => feed.SubscribeAsync($"w{number}")).ToList();

        await Wait.Eventually("everyone is answered", () => all.TrueForAll(answer => answer.IsCompleted));
        all.Count(answer => answer.IsFaulted).ShouldBe(1);
        all.Single(answer => answer.IsFaulted).Exception!.InnerException.ShouldBeOfType<LogUnavailableException>();
        feed.Log.Append(1, AnnouncementFate.Delivered);
        await feed.UntilAtHeadAsync(
            Enumerable.Range(1, 5).Where(number => all[number - 1].IsCompletedSuccessfully).Select(number => $"w{number}"));
        feed.Watchers.Faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_handler_that_fails_for_one_batch_costs_those_who_watch_their_connections_and_nobody_an_event()
    {
        await using var feed = new FeedUnderTest();
        await feed.SubscribeAsync("w1").InTime();
        await feed.SubscribeAsync("w2").InTime();
        feed.Watchers.FailNext<TaskEventsArrived>();

        feed.Log.Append(3, AnnouncementFate.Delivered);

        await feed.UntilAtHeadAsync("w1", "w2");
        feed.Watchers.Of("w1").Cuts.ShouldBe([DisconnectReason.FeedBroke]);
        feed.Watchers.Of("w2").Cuts.ShouldBe([DisconnectReason.FeedBroke]);
        (feed.Watchers.Of("w1").Resets + feed.Watchers.Of("w2").Resets).ShouldBe(0);
        feed.Watchers.Faults.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_log_that_never_answers_is_one_that_is_unavailable_and_holds_up_nobody_for_ever(bool isRead)
    {
        await using var feed = new FeedUnderTest();
        if (isRead)
            feed.Log.HangNextRead();
        else
            feed.Log.HangNextSubscription();

        await Should.ThrowAsync<LogUnavailableException>(() => feed.InTimeAsync(feed.SubscribeAsync("w1")));

        (await feed.SubscribeAsync("w1").InTime()).Seq.ShouldBe(0);
        await Wait.Eventually("one listens: what came too late has left again", () => feed.Log.Listeners == 1);
        feed.Log.Append(1, AnnouncementFate.Delivered);
        await feed.UntilAtHeadAsync("w1");
        feed.Watchers.Faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task No_feed_is_left_running_when_the_host_has_stopped()
    {
        var feed = new FeedUnderTest();
        using var go = new ManualResetEventSlim();
        var asking = Enumerable.Range(1, 50).Select(number => Task.Run(async () =>
        {
            go.Wait(Wait.Patience);
            await feed.Feeds.SubscribeAsync($"task-{number}", $"w{number}#1", includeHistory: true, after: null);
        })).ToList();

        go.Set();
        await feed.DisposeAsync();

        await Wait.Eventually("everyone is answered", () => asking.TrueForAll(answer => answer.IsCompleted));
        await Wait.Eventually("no feed runs", () => !feed.Feeds.Running.Any());
        asking.Where(answer => answer.IsFaulted).ShouldAllBe(answer => answer.Exception!.InnerException is LogUnavailableException);
    }

    [Fact]
    public async Task The_end_is_told_also_by_an_event_that_cannot_be_read()
    {
        await using var feed = new FeedUnderTest();
        await feed.SubscribeAsync("w1").InTime();
        feed.Log.End(AnnouncementFate.Lost);
        feed.Log.Damage(1);
        var ended = 0;
        feed.Watchers.Before = notification =>
        {
            if (notification is TaskEnded)
                Interlocked.Increment(ref ended);
            return Task.CompletedTask;
        };

        feed.Check();

        await feed.UntilAtHeadAsync("w1");
        feed.Watchers.Of("w1").Unreadable.ShouldBe(1);
        await Wait.Eventually("the end is told", () => Volatile.Read(ref ended) > 0);
        (await feed.AskStatusAsync("w1").InTime()).ShouldNotBeNull().Status.ShouldBe(TaskRunStatus.Completed);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(2L)]
    public async Task A_log_with_a_hole_is_not_asked_for_ever_and_the_hole_is_said_aloud(long? after)
    {
        await using var feed = new FeedUnderTest();
        feed.Log.Append(5, AnnouncementFate.Lost);
        await feed.SubscribeAsync("w1").InTime();
        feed.Log.Append(5, AnnouncementFate.Lost);
        feed.Log.Lose(7);

        if (after is not null)
            await feed.SubscribeAsync("w2", new AfterPosition { Seq = after }).InTime();
        feed.Check();

        await feed.UntilAtHeadAsync(after is null ? ["w1"] : ["w1", "w2"]);
        feed.Watchers.Of("w1").Resets.ShouldBe(1);
        feed.Watchers.Faults.ShouldBeEmpty();
    }
}
