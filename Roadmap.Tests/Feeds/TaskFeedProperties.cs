using FsCheck;
using FsCheck.Fluent;
using Roadmap.Contracts;
using Roadmap.Hubs.EventLog;
using Roadmap.Hubs.Feeds;
using Roadmap.Hubs.Requests;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Feeds;

/// <summary>
/// Whatever happens to announcements, to the log, to those who handle what a feed makes known, and to the feed itself: every watcher sees
/// each event once, in order, or is told aloud that the thread is cut; everyone who asks is answered; and in the end everyone is where the
/// log is.
/// </summary>
public sealed class TaskFeedProperties
{
    public abstract record Step
    {
        public sealed record Append(int Count, AnnouncementFate Fate) : Step;
        public sealed record DeliverLate : Step;
        public sealed record Trim(int Kept) : Step;
        public sealed record Damage(int Back) : Step;
        public sealed record NewLife(int Events) : Step;
        public sealed record Join(int Watcher) : Step;
        public sealed record Resume(int Watcher) : Step;
        public sealed record ResumeAt(int Watcher, int Seq) : Step;
        public sealed record AskStatus(int Watcher) : Step;
        public sealed record Leave(int Watcher) : Step;
        public sealed record Check : Step;
        public sealed record Outage : Step;
        public sealed record Recovery : Step;
        public sealed record HangingRead : Step;
        public sealed record HangingSubscription : Step;
        public sealed record FailNext(int Kind) : Step;
        public sealed record EndIfUnwatched : Step;
        public sealed record Pass(int Seconds) : Step;
    }

    private static readonly Gen<int> s_watcher = Gen.Choose(1, 5);

    private static readonly Gen<Step> s_append =
        from count in Gen.Choose(1, 4)
        from fate in Gen.Elements(AnnouncementFate.Delivered, AnnouncementFate.Lost, AnnouncementFate.Repeated, AnnouncementFate.Late)
        select (Step)new Step.Append(count, fate);

    private static readonly Gen<Step> s_step = Gen.Frequency(
        (8, s_append),
        (1, Gen.Choose(600, 1_400).Select(count => (Step)new Step.Append(count, AnnouncementFate.Delivered))),
        (2, Gen.Constant<Step>(new Step.DeliverLate())),
        (1, Gen.Choose(1, 5).Select(kept => (Step)new Step.Trim(kept))),
        (1, Gen.Choose(0, 9).Select(back => (Step)new Step.Damage(back))),
        (1, Gen.Choose(0, 3).Select(events => (Step)new Step.NewLife(events))),
        (4, s_watcher.Select(watcher => (Step)new Step.Join(watcher))),
        (4, s_watcher.Select(watcher => (Step)new Step.Resume(watcher))),
        (3, s_watcher.SelectMany(watcher => Gen.Choose(0, 30).Select(seq => (Step)new Step.ResumeAt(watcher, seq)))),
        (1, s_watcher.Select(watcher => (Step)new Step.AskStatus(watcher))),
        (3, s_watcher.Select(watcher => (Step)new Step.Leave(watcher))),
        (1, Gen.Constant<Step>(new Step.Outage())),
        (2, Gen.Constant<Step>(new Step.Recovery())),
        (1, Gen.Constant<Step>(new Step.HangingRead())),
        (1, Gen.Constant<Step>(new Step.HangingSubscription())),
        (3, Gen.Choose(0, 5).Select(kind => (Step)new Step.FailNext(kind))),
        (2, Gen.Constant<Step>(new Step.EndIfUnwatched())),
        (1, Gen.Choose(1, 20).Select(seconds => (Step)new Step.Pass(seconds))),
        (2, Gen.Constant<Step>(new Step.Check())));

    [Fact]
    public void Every_watcher_sees_every_event_once_in_order_or_is_told_that_it_does_not()
    {
        var property = Prop.ForAll(s_step.ListOf().ToArbitrary(), steps => TellAsync(steps).GetAwaiter().GetResult());
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(200).WithEndSize(60), property);
    }

    private static async Task TellAsync(IList<Step> steps)
    {
        await using var feed = new FeedUnderTest();
        await new Story(feed).TellAsync(steps);
    }

    private sealed class Story(FeedUnderTest feed)
    {
        private readonly HashSet<string> _present = [];

        public async Task TellAsync(IList<Step> steps)
        {
            foreach (var step in steps)
                await TakeAsync(step);

            feed.Log.IsUnavailable = false;
            feed.Check();
            await feed.UntilAtHeadAsync(_present);
            feed.Watchers.Faults.ShouldBeEmpty();
        }

        private async Task TakeAsync(Step step)
        {
            var (log, watchers) = (feed.Log, feed.Watchers);
            switch (step)
            {
                case Step.Append append: log.Append(append.Count, append.Fate); break;
                case Step.DeliverLate: log.DeliverLate(); break;
                case Step.Trim trim: log.TrimTo(trim.Kept); break;
                case Step.Damage damage: log.Damage(log.Head.Seq - damage.Back); break;
                case Step.NewLife life: log.BeginNewLife(life.Events); break;
                case Step.Join join: await SubscribeAsync(join.Watcher, after: null); break;
                case Step.Resume resume when watchers.Of($"w{resume.Watcher}").Position is { } position:
                    await SubscribeAsync(resume.Watcher, new AfterPosition { Epoch = position.Epoch, Seq = position.Seq });
                    break;
                case Step.ResumeAt resume: await SubscribeAsync(resume.Watcher, new AfterPosition { Seq = resume.Seq }); break;
                case Step.AskStatus ask: await AskStatusAsync($"w{ask.Watcher}"); break;
                case Step.Leave leave:
                    feed.Leave($"w{leave.Watcher}");
                    _present.Remove($"w{leave.Watcher}");
                    break;
                case Step.Check: feed.Check(); break;
                case Step.Outage: log.IsUnavailable = true; break;
                case Step.Recovery: log.IsUnavailable = false; break;
                case Step.HangingRead: log.HangNextRead(); break;
                case Step.HangingSubscription: log.HangNextSubscription(); break;
                case Step.FailNext fail: FailNext(fail.Kind); break;
                case Step.EndIfUnwatched: feed.EndIfUnwatched(); break;
                case Step.Pass pass: feed.Time.Advance(TimeSpan.FromSeconds(pass.Seconds)); break;
            }
        }

        /// <summary>
        /// Whatever is the matter, there is an answer; and who is refused watches no more, as the handler of the request sees to.
        /// </summary>
        private async Task SubscribeAsync(int number, AfterPosition? after)
        {
            var watcher = $"w{number}";
            try
            {
                await feed.InTimeAsync(feed.SubscribeAsync(watcher, after));
                _present.Add(watcher);
            }
            catch (Exception e) when (e is LogUnavailableException or RequestRefusedException)
            {
                feed.Leave(watcher);
                _present.Remove(watcher);
            }
        }

        private async Task AskStatusAsync(string watcher)
        {
            try
            {
                await feed.InTimeAsync(feed.AskStatusAsync(watcher));
            }
            catch (LogUnavailableException)
            {
                // An answer as well.
            }
        }

        private void FailNext(int kind)
        {
            switch (kind)
            {
                case 0: feed.Watchers.FailNext<TaskEventsArrived>(); break;
                case 1: feed.Watchers.FailNext<SubscriptionOpened>(); break;
                case 2: feed.Watchers.FailNext<MissedEventsFound>(); break;
                case 3: feed.Watchers.FailNext<SubscriptionReset>(); break;
                case 4: feed.Watchers.FailNext<StatusAsked>(); break;
                default: feed.Watchers.FailNext<TaskDisappeared>(); break;
            }
        }
    }
}
