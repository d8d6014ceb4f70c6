using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Roadmap.Hubs.Feeds;
using Roadmap.Hubs.Operations;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Feeds;

public sealed class ReplayTurnsTests : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();

    public void Dispose() => _services.Dispose();

    [Fact]
    [AtLimit("replays of one connection that hold a page")]
    public async Task A_connection_with_its_number_waits_for_its_own_and_keeps_nobody_else_waiting()
    {
        var turns = Turns(new LimitsOptions { ReplaysPerConnection = 2 });
        var first = await Admitted(turns.TakeAsync("a", 1));
        await Admitted(turns.TakeAsync("a", 1));

        var third = turns.TakeAsync("a", 1);
        var fourth = turns.TakeAsync("a", 1);

        await Admitted(turns.TakeAsync("b", 1));
        (turns.InFlight, turns.Waiting, third.IsCompleted).ShouldBe((3, 2, false));
        first.Dispose();
        await Admitted(third);
        (turns.InFlight, turns.Waiting, fourth.IsCompleted).ShouldBe((3, 1, false));
    }

    [Fact]
    [AtLimit("bytes of its pages")]
    public async Task A_connection_with_its_bytes_waits_until_a_page_turns_out_smaller()
    {
        var turns = Turns(new LimitsOptions { ReplayBytesPerConnection = 100 });
        var first = await Admitted(turns.TakeAsync("a", 60));
        var over = turns.TakeAsync("a", 41);
        over.IsCompleted.ShouldBeFalse();

        first.Keep(59);

        await Admitted(over);
        turns.BytesHeld.ShouldBe(100);
    }

    [Fact]
    [AtLimit("replays that hold a page of the log")]
    public async Task All_connections_together_have_their_number()
    {
        var turns = Turns(new LimitsOptions { Replays = 2 });
        var first = await Admitted(turns.TakeAsync("a", 1));
        await Admitted(turns.TakeAsync("b", 1));

        var third = turns.TakeAsync("c", 1);

        (turns.InFlight, turns.Waiting, third.IsCompleted).ShouldBe((2, 1, false));
        first.Dispose();
        await Admitted(third);
    }

    [Fact]
    [AtLimit("bytes of those pages")]
    public async Task All_connections_together_have_their_bytes()
    {
        var turns = Turns(new LimitsOptions { ReplayBytes = 100 });
        var first = await Admitted(turns.TakeAsync("a", 99));
        await Admitted(turns.TakeAsync("b", 1));

        var third = turns.TakeAsync("c", 1);

        (turns.BytesHeld, third.IsCompleted).ShouldBe((100, false));
        first.Keep(98);
        await Admitted(third);
        turns.BytesHeld.ShouldBe(100);
    }

    [Fact]
    public async Task One_alone_always_has_its_turn()
    {
        var turns = Turns(new LimitsOptions { ReplayBytesPerConnection = 100 });

        await Admitted(turns.TakeAsync("a", 101));

        turns.TakeAsync("a", 1).IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public async Task None_is_no_limit_and_what_is_over_is_forgotten()
    {
        var turns = Turns(new LimitsOptions { ReplaysPerConnection = 0, ReplayBytesPerConnection = 0, Replays = 100 });

        var taken = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => turns.TakeAsync("a", 1_000))).InTime(what: "all turns");
        (turns.InFlight, turns.BytesHeld).ShouldBe((50, 50_000));
        foreach (var turn in taken)
            turn.Dispose();

        (turns.InFlight, turns.Waiting, turns.BytesHeld).ShouldBe((0, 0, 0));
    }

    private ReplayTurns Turns(LimitsOptions limits) =>
        new(Options.Create(limits), new HubsMetrics(_services.GetRequiredService<IMeterFactory>()));

    private static Task<ReplayTurns.Turn> Admitted(Task<ReplayTurns.Turn> turn) => turn.InTime(what: "the turn");
}
