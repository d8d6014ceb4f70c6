using Roadmap.Api.EventLog.Turns;

namespace Roadmap.Tests.EventLog.Turns;

/// <summary>In what order, and how many: who brings much must not keep the others waiting.</summary>
public sealed class FairTurnsTests
{
    private const int Light = 2;
    private const int Heavy = 1_001;

    private readonly FairTurns<string> _turns = new();

    [Fact]
    public void What_nobody_else_competes_with_comes_in_its_order()
    {
        Add("a", Light, "1", "2", "3");

        Take().ShouldBe(["1", "2", "3"]);
        Take().ShouldBeEmpty();
        _turns.Count.ShouldBe(0);
    }

    [Fact]
    public void Lanes_take_turns_however_many_wait_in_one()
    {
        Add("many", Light, [.. Enumerable.Range(1, 1_000).Select(i => $"many-{i}")]);
        Add("a", Light, "a-1", "a-2");
        Add("b", Light, "b-1");

        var group = Take();

        group.Take(6).ShouldBe(["many-1", "a-1", "b-1", "many-2", "a-2", "many-3"]);
        group.Count.ShouldBe(FairTurns<string>.GroupCount);
        Add("c", Light, "c-1");
        Take().Take(2).ShouldBe(["many-254", "c-1"]);
    }

    [Fact]
    public void A_group_ends_with_what_makes_it_weigh_enough()
    {
        for (var i = 0; i < 100; i++)
            Add($"{i}", FairTurns<string>.LightWeight, $"{i}");

        Take().Count.ShouldBe(FairTurns<string>.GroupWeight / FairTurns<string>.LightWeight);
    }

    [Fact]
    public void A_heavy_one_is_a_group_of_its_own_and_alternates_with_the_light_ones()
    {
        Add("bulk-1", Heavy, "B1", "B2");
        Add("bulk-2", Heavy, "C1");
        Add("a", Light, "a-1");

        Take().ShouldBe(["B1"]);
        Add("b", Light, "b-1");
        Take().ShouldBe(["a-1", "b-1"]);
        Add("c", Light, "c-1");
        Take().ShouldBe(["C1"], "the other bulk caller, not the one that has had its turn");
        Take().ShouldBe(["c-1"]);
        Take().ShouldBe(["B2"]);
        Take().ShouldBeEmpty();
    }

    [Fact]
    public void Heavy_ones_follow_each_other_while_nobody_else_waits()
    {
        Add("bulk-1", Heavy, "B1", "B2");

        Take().ShouldBe(["B1"]);
        Take().ShouldBe(["B2"]);
    }

    [Fact]
    public void A_lane_keeps_its_order_also_where_light_ones_wait_behind_a_heavy_one()
    {
        Add("a", Light, "a-1");
        Add("a", Heavy, "A-2");
        Add("a", Light, "a-3");
        Add("b", Light, "b-1");

        Take().ShouldBe(["a-1", "b-1"]);
        Take().ShouldBe(["A-2"]);
        Take().ShouldBe(["a-3"]);
    }

    [Fact]
    public void Whoever_waits_is_served_within_as_many_groups_as_lanes_compete()
    {
        for (var i = 0; i < 20; i++)
            Add($"bulk-{i}", Heavy, [.. Enumerable.Range(0, 50).Select(j => $"bulk-{i}-{j}")]);

        var groups = Enumerable.Range(0, 20).Select(_ => Take().ShouldHaveSingleItem()).ToList();
        Add("a", Light, "a-1");

        groups.ShouldBe(Enumerable.Range(0, 20).Select(i => $"bulk-{i}-0"));
        Take().ShouldBe(["a-1"]);
    }

    private void Add(string lane, int weight, params string[] items)
    {
        foreach (var item in items)
            _turns.Add(lane, weight, item);
    }

    private List<string> Take()
    {
        var group = new List<string>();
        _turns.TakeTo(group);
        return group;
    }
}
