using System.Diagnostics.Metrics;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Roadmap.Hubs.FanOut;
using Roadmap.Hubs.Operations;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.FanOut;

/// <summary>
/// However many lanes a group has: each member gets what is sent while it is a member, once, in order, and what it alone is sent in its
/// place between.
/// </summary>
public sealed class TaskGroupProperties
{
    public abstract record Step
    {
        public sealed record Join(int First, int Count) : Step;
        public sealed record Leave(int First, int Count) : Step;
        public sealed record Batch(int Messages) : Step;
        public sealed record SendAlone : Step;
        public sealed record SendToOne(int Member) : Step;
        public sealed record Hold(int Member) : Step;
        public sealed record LetGo(int Member) : Step;
    }

    /// <summary>So that most groups are worth several threads.</summary>
    private const int Connections = 4 * TaskGroup.MembersPerThread;

    private static readonly HubsMetrics s_metrics = new(
        new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>());
    private static readonly UnsendableEvents s_unsendable = new(s_metrics, NullLogger<UnsendableEvents>.Instance);

    private static readonly Gen<int> s_one = Gen.Choose(0, Connections - 1);

    private static readonly Gen<Step> s_step = Gen.Frequency(
        (3, s_one.SelectMany(first => Gen.Choose(1, Connections).Select(count => (Step)new Step.Join(first, count)))),
        (1, s_one.SelectMany(first => Gen.Choose(1, 60).Select(count => (Step)new Step.Leave(first, count)))),
        (4, Gen.Choose(0, 5).Select(messages => (Step)new Step.Batch(messages))),
        (2, Gen.Constant<Step>(new Step.SendAlone())),
        (2, s_one.Select(member => (Step)new Step.SendToOne(member))),
        (1, s_one.Select(member => (Step)new Step.Hold(member))),
        (1, s_one.Select(member => (Step)new Step.LetGo(member))));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(8)]
    public void Every_member_gets_what_is_sent_to_it_once_and_in_order(int lanes) => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(60).WithEndSize(40),
        Prop.ForAll(s_step.ListOf().ToArbitrary(), steps => RunAsync(lanes, steps).GetAwaiter().GetResult()));

    /// <summary>
    /// A connection that can neither be written to nor be cut. The thread that was busy with it is the pool's, and waited for.
    /// </summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(8)]
    public async Task What_fails_in_one_lane_is_told_to_the_sender(int lanes)
    {
        var group = new TaskGroup(lanes);
        var sinks = NewSinks();
        foreach (var sink in sinks)
            group.Add(NewOutbox(sink));
        group.Add(NewOutbox(new RecordedSink("broken", new BrokenFormat())));

        await Should.ThrowAsync<InvalidOperationException>(() => group.SendAsync(new InvocationMessage("one", [])).InTime());
        group.Remove("broken");
        await group.SendAsync(new InvocationMessage("two", [])).InTime();

        sinks.ShouldAllBe(sink => sink.Written.EndsWith("two,", StringComparison.Ordinal));
    }

    private static async Task RunAsync(int lanes, IList<Step> steps)
    {
        var group = new TaskGroup(lanes);
        var sinks = NewSinks();
        ConnectionOutbox[] outboxes = [.. sinks.Select(NewOutbox)];
        var expected = new string[Connections];
        var members = new HashSet<int>();
        var number = 0;

        void Expect(IEnumerable<int> receivers, string message)
        {
            foreach (var receiver in receivers)
                expected[receiver] += $"{message},";
        }

        foreach (var step in steps)
        {
            switch (step)
            {
                case Step.Join join:
                    foreach (var i in Enumerable.Range(join.First, Math.Min(join.Count, Connections - join.First)))
                    {
                        group.Add(outboxes[i]);
                        members.Add(i);
                    }

                    break;
                case Step.Leave leave:
                    foreach (var i in Enumerable.Range(leave.First, Math.Min(leave.Count, Connections - leave.First)))
                    {
                        group.Remove($"c{i}");
                        members.Remove(i);
                    }

                    break;
                case Step.Batch batch:
                    group.OpenBatch();
                    for (var i = 0; i < batch.Messages; i++)
                    {
                        await group.SendAsync(new InvocationMessage($"{++number}", []));
                        Expect(members, $"{number}");
                    }

                    await group.CloseBatchAsync().InTime();
                    break;
                case Step.SendAlone:
                    await group.SendAsync(new InvocationMessage($"{++number}", [])).InTime();
                    Expect(members, $"{number}");
                    break;
                case Step.SendToOne one:
                    outboxes[one.Member].Enqueue(new MessageBatch([new InvocationMessage($"{++number}", [])]));
                    Expect([one.Member], $"{number}");
                    break;
                case Step.Hold held: sinks[held.Member].Hold(); break;
                case Step.LetGo held: sinks[held.Member].LetGo(); break;
            }

            group.IsEmpty.ShouldBe(members.Count == 0);
        }

        foreach (var sink in sinks)
            sink.LetGo();
        foreach (var outbox in outboxes)
            await outbox.WaitUntilDrainedAsync(CancellationToken.None).InTime();
        sinks.Select(sink => sink.Written).ShouldBe(expected.Select(messages => messages ?? ""));
    }

    private static RecordedSink[] NewSinks()
    {
        WireFormat[] formats = [new NamesFormat(), new NamesFormat()];
        return [.. Enumerable.Range(0, Connections).Select(i => new RecordedSink($"c{i}", formats[i % formats.Length]))];
    }

    private static ConnectionOutbox NewOutbox(RecordedSink sink) =>
        new(sink, slowestRate: 1_000, s_unsendable, s_metrics, NullLogger.Instance);
}
