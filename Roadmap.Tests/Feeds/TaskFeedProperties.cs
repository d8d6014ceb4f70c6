using FsCheck;
using FsCheck.Fluent;
using Roadmap.Contracts;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Feeds;

/// <summary>
/// Whatever happens to announcements and to the log, every watcher sees each event once, in order, or is told aloud that the thread is cut; and in
/// the end everyone is where the log is.
/// </summary>
public sealed class TaskFeedProperties
{
    public abstract record Step
    {
        public sealed record Append(int Count, AnnouncementFate Fate) : Step;
        public sealed record DeliverLate : Step;
        public sealed record Trim(int Kept) : Step;
        public sealed record NewLife(int Events) : Step;
        public sealed record Join(int Watcher) : Step;
        public sealed record Resume(int Watcher) : Step;
        public sealed record ResumeAt(int Watcher, int Seq) : Step;
        public sealed record Leave(int Watcher) : Step;
        public sealed record Check : Step;
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
        (1, Gen.Choose(0, 3).Select(events => (Step)new Step.NewLife(events))),
        (4, s_watcher.Select(watcher => (Step)new Step.Join(watcher))),
        (4, s_watcher.Select(watcher => (Step)new Step.Resume(watcher))),
        (3, s_watcher.SelectMany(watcher => Gen.Choose(0, 30).Select(seq => (Step)new Step.ResumeAt(watcher, seq)))),
        (2, s_watcher.Select(watcher => (Step)new Step.Leave(watcher))),
        (2, Gen.Constant<Step>(new Step.Check())));

    [Fact]
    public void Every_watcher_sees_every_event_once_in_order_or_is_told_that_it_does_not()
    {
        var property = Prop.ForAll(s_step.ListOf().ToArbitrary(), steps => Run(steps).GetAwaiter().GetResult());
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(300).WithEndSize(60), property);
    }

    private static async Task Run(IList<Step> steps)
    {
        await using var feed = new FeedUnderTest();
        var (log, watchers) = (feed.Log, feed.Watchers);
        var present = new HashSet<string>();

        async Task Subscribe(int watcher, AfterPosition? after)
        {
            await feed.SubscribeAsync($"w{watcher}", after);
            present.Add($"w{watcher}");
        }

        foreach (var step in steps)
        {
            switch (step)
            {
                case Step.Append append: log.Append(append.Count, append.Fate); break;
                case Step.DeliverLate: log.DeliverLate(); break;
                case Step.Trim trim: log.TrimTo(trim.Kept); break;
                case Step.NewLife life: log.BeginNewLife(life.Events); break;
                case Step.Join join: await Subscribe(join.Watcher, after: null); break;
                case Step.Resume resume when watchers.Of($"w{resume.Watcher}").Position is { } position:
                    await Subscribe(resume.Watcher, new AfterPosition { Epoch = position.Epoch, Seq = position.Seq });
                    break;
                case Step.ResumeAt resume: await Subscribe(resume.Watcher, new AfterPosition { Seq = resume.Seq }); break;
                case Step.Leave leave:
                    feed.Leave($"w{leave.Watcher}");
                    present.Remove($"w{leave.Watcher}");
                    break;
                case Step.Check: feed.Check(); break;
            }
        }

        feed.Check();
        await feed.UntilAtHeadAsync(present);
        watchers.Faults.ShouldBeEmpty();
    }
}
