using Roadmap.Contracts;
using Roadmap.Hubs.LiveList;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.LiveList;

/// <summary>Which groups are counted, and for how long.</summary>
public sealed class ListCountsTests
{
    private static readonly string s_all = ListGroups.Of(null, null, null);
    private static readonly TaskChange s_change = new(Some.State() with { Owner = "ada" }, Left: 0);

    private readonly FakeTime _time = new();

    [Fact]
    public void Where_no_other_instance_can_be_reached_only_groups_with_watchers_are_sent_to()
    {
        var counts = new ListCounts(reachesOthers: false, _time);
        counts.MayBeWatched.ShouldBeFalse();
        counts.Count(s_change).ShouldBeEmpty();

        counts.Enter(s_all);
        counts.MayBeWatched.ShouldBeTrue();
        counts.Count(s_change).ShouldBe([s_all]);
        Beats(counts).ShouldHaveSingleItem().Beat.Sent.ShouldBe(1);

        counts.Leave(s_all);
        counts.MayBeWatched.ShouldBeFalse();
        Beats(counts).ShouldBeEmpty();
    }

    [Fact]
    public void Where_others_can_be_reached_all_groups_that_a_change_passes_are_counted_until_they_were_quiet_for_a_minute()
    {
        var counts = new ListCounts(reachesOthers: true, _time);
        counts.MayBeWatched.ShouldBeTrue();
        counts.Count(s_change).ShouldBe(s_change.Groups());
        counts.Count(s_change);

        for (var i = 1; i < ListCounts.QuietBeats; i++)
            Beats(counts).Single(due => due.Name == s_all)
                .Beat.ShouldSatisfyAllConditions(beat => beat.Sent.ShouldBe(2), beat => beat.Continues.ShouldBeTrue());
        var last = Beats(counts).Single(due => due.Name == s_all).Beat;
        last.Continues.ShouldBeFalse();

        // It could not be sent: it is due again.
        Beats(counts).Single(due => due.Name == s_all).Beat.ShouldBe(last);
        counts.Forget(s_all, last);
        Beats(counts).ShouldNotContain(due => due.Name == s_all);

        _time.Advance(TimeSpan.FromSeconds(1));
        counts.Count(s_change);
        var anew = Beats(counts).Single(due => due.Name == s_all).Beat;
        (anew.Sent, anew.Since > last.Since).ShouldBe((1, true));
    }

    [Fact]
    public void A_group_that_comes_to_life_while_its_last_beat_is_sent_is_not_forgotten()
    {
        var counts = new ListCounts(reachesOthers: true, _time);
        counts.Count(s_change);
        for (var i = 1; i < ListCounts.QuietBeats; i++)
            Beats(counts);
        var last = Beats(counts).Single(due => due.Name == s_all).Beat;

        counts.Count(s_change);
        counts.Forget(s_all, last);

        Beats(counts).Single(due => due.Name == s_all).Beat.ShouldBe(last with { Sent = 2, Continues = true });
    }

    [Fact]
    public void A_group_with_watchers_here_goes_on_and_then_ends_as_the_others_do()
    {
        var counts = new ListCounts(reachesOthers: true, _time);
        counts.Enter(s_all);
        for (var i = 0; i < 2 * ListCounts.QuietBeats; i++)
            Beats(counts).ShouldHaveSingleItem().Beat.Continues.ShouldBeTrue();

        counts.Leave(s_all);
        Beats(counts).ShouldHaveSingleItem().Beat.Continues.ShouldBeFalse();
    }

    private static List<(string Name, TasksBeatMessage Beat)> Beats(ListCounts counts) =>
        [.. counts.Names().Select(name => (name, counts.NextBeat(name).ShouldNotBeNull()))];
}
