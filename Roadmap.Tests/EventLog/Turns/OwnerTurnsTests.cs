using Roadmap.Api.EventLog.Turns;

namespace Roadmap.Tests.EventLog.Turns;

public sealed class OwnerTurnsTests
{
    [Fact]
    public void Owners_take_turns_one_task_each() =>
        Take(6, null, ("ada", 4), ("bob", 1), ("cleo", 2)).TaskIds.ShouldBe(["ada-1", "bob-1", "cleo-1", "ada-2", "cleo-2", "ada-3"]);

    [Fact]
    public void It_goes_on_behind_the_owner_who_was_last()
    {
        Take(1, "ada", ("ada", 4), ("bob", 1)).ShouldSatisfyAllConditions(t => t.TaskIds.ShouldBe(["bob-1"]), t => t.Last.ShouldBe("bob"));
        Take(1, "bob", ("ada", 4), ("bob", 1)).ShouldSatisfyAllConditions(t => t.TaskIds.ShouldBe(["ada-1"]), t => t.Last.ShouldBe("ada"));
        Take(2, "an owner who has gone", ("ada", 4), ("bob", 1)).TaskIds.ShouldBe(["bob-1", "ada-1"]);
    }

    [Fact]
    public void One_owner_alone_has_every_turn() => Take(3, "ada", ("ada", 9)).TaskIds.ShouldBe(["ada-1", "ada-2", "ada-3"]);

    [Fact]
    public void Nobody_has_a_turn_when_nothing_waits() => Take(3, "ada").TaskIds.ShouldBeEmpty();

    private static (IReadOnlyList<string> TaskIds, string? Last) Take(int limit, string? last, params (string Name, int Tasks)[] owners)
    {
        var turns = new OwnerTurns(
            after => owners.Select(owner => owner.Name)
                .Order(StringComparer.Ordinal)
                .FirstOrDefault(name => after is null || string.CompareOrdinal(name, after) > 0),
            (owner, key) => key < owners.Single(each => each.Name == owner).Tasks ? (key + 1, $"{owner}-{key + 1}") : null);
        return turns.Take(limit, last);
    }
}
