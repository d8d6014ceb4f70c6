using Microsoft.AspNetCore.SignalR;
using Roadmap.Contracts;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Backplane;

/// <summary>
/// What a SignalR developer expects of <c>IHubContext</c>, as SignalR's own specification tests have it: wherever a host calls from, and
/// wherever the clients are.
/// </summary>
public abstract class HubContextContract<TInstances>(TInstances instances, bool isPacked) : IClassFixture<TInstances>
    where TInstances : HubInstances
{
    private readonly string _group = $"group-{Guid.NewGuid():N}";
    private readonly string _user = $"user-{Guid.NewGuid():N}";

    private HubServer Here => instances.Here;

    private HubServer There => instances.There;

    private IHubClients Clients => instances.HubHere.Clients;

    private IGroupManager GroupsHere => instances.HubHere.Groups;

    private IGroupManager GroupsThere => instances.HubThere.Groups;

    [Fact]
    public async Task All_reaches_every_connection_and_none_that_has_gone()
    {
        await using var here = await ConnectAsync(Here);
        await using var there = await ConnectAsync(There);
        var gone = await ConnectAsync(There);
        await gone.DisposeAsync();

        await Clients.All.SendAsync(CalledClient.Said, "hello");

        (await here.NextAsync()).ShouldBe("hello");
        (await there.NextAsync()).ShouldBe("hello");
        gone.HasHeard.ShouldBeFalse();
    }

    [Fact]
    public async Task What_contains_itself_fails_its_send_and_nothing_else()
    {
        await using var client = await ConnectAsync(Here);
        var cycle = new List<object>();
        cycle.Add(cycle);

        foreach (var proxy in new[] { Clients.Client(client.Id), Clients.All })
            await Should.ThrowAsync<Exception>(() => proxy.SendAsync(CalledClient.Said, cycle).InTime());

        await Clients.Client(client.Id).SendAsync(CalledClient.Said, "after it");
        (await client.NextAsync()).ShouldBe("after it");
    }

    [Fact]
    public async Task All_but_some_leaves_those_out_wherever_they_are()
    {
        await using var here = await ConnectAsync(Here);
        await using var there = await ConnectAsync(There);
        await using var other = await ConnectAsync(There);

        await Clients.AllExcept(here.Id, there.Id).SendAsync(CalledClient.Said, "to others");

        (await other.NextAsync()).ShouldBe("to others");
        await ShouldHearNothingElseAsync(here, there);
    }

    [Fact]
    public async Task A_connection_is_reached_by_its_id()
    {
        await using var there = await ConnectAsync(There);
        await using var other = await ConnectAsync(There);

        await Clients.Client(there.Id).SendAsync(CalledClient.Said, "to one");

        (await there.NextAsync()).ShouldBe("to one");
        await ShouldHearNothingElseAsync(there, other);
    }

    [Fact]
    public async Task Connections_are_reached_by_their_ids_each_once()
    {
        await using var here = await ConnectAsync(Here);
        await using var there = await ConnectAsync(There);

        await Clients.Clients(here.Id, there.Id, "nobody").SendAsync(CalledClient.Said, "to two");

        (await here.NextAsync()).ShouldBe("to two");
        (await there.NextAsync()).ShouldBe("to two");
        await ShouldHearNothingElseAsync(here, there);
    }

    [Fact]
    public async Task A_group_reaches_its_members_wherever_they_were_added()
    {
        await using var there = await ConnectAsync(There);
        await using var alsoThere = await ConnectAsync(There);
        await using var here = await ConnectAsync(Here);
        await using var other = await ConnectAsync(There);
        await GroupsThere.AddToGroupAsync(there.Id, _group);
        await GroupsHere.AddToGroupAsync(alsoThere.Id, _group);
        await GroupsThere.AddToGroupAsync(here.Id, _group);

        await Clients.Group(_group).SendAsync(CalledClient.Said, "to the group");

        (await there.NextAsync()).ShouldBe("to the group");
        (await alsoThere.NextAsync()).ShouldBe("to the group");
        (await here.NextAsync()).ShouldBe("to the group");
        await ShouldHearNothingElseAsync(there, alsoThere, here, other);
    }

    [Fact]
    public async Task A_group_but_some_leaves_those_out()
    {
        await using var first = await ConnectAsync(There);
        await using var second = await ConnectAsync(There);
        await GroupsThere.AddToGroupAsync(first.Id, _group);
        await GroupsThere.AddToGroupAsync(second.Id, _group);

        await Clients.GroupExcept(_group, second.Id).SendAsync(CalledClient.Said, "to the first");

        (await first.NextAsync()).ShouldBe("to the first");
        await ShouldHearNothingElseAsync(first, second);
    }

    [Fact]
    public async Task Groups_reach_the_members_of_each()
    {
        await using var first = await ConnectAsync(There);
        await using var second = await ConnectAsync(Here);
        await GroupsThere.AddToGroupAsync(first.Id, _group + "-1");
        await GroupsThere.AddToGroupAsync(second.Id, _group + "-2");

        await Clients.Groups(_group + "-1", _group + "-2", _group + "-3").SendAsync(CalledClient.Said, "to both groups");

        (await first.NextAsync()).ShouldBe("to both groups");
        (await second.NextAsync()).ShouldBe("to both groups");
    }

    [Fact]
    public async Task Who_is_added_twice_hears_once()
    {
        await using var there = await ConnectAsync(There);
        await GroupsThere.AddToGroupAsync(there.Id, _group);
        await GroupsThere.AddToGroupAsync(there.Id, _group);
        await GroupsHere.AddToGroupAsync(there.Id, _group);

        await Clients.Group(_group).SendAsync(CalledClient.Said, "once");

        (await there.NextAsync()).ShouldBe("once");
        await ShouldHearNothingElseAsync(there);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Who_is_taken_out_of_a_group_hears_it_no_more(bool isTakenFromElsewhere)
    {
        await using var there = await ConnectAsync(There);
        await using var stays = await ConnectAsync(There);
        await GroupsThere.AddToGroupAsync(there.Id, _group);
        await GroupsThere.AddToGroupAsync(stays.Id, _group);
        await Clients.Group(_group).SendAsync(CalledClient.Said, "before");
        (await there.NextAsync()).ShouldBe("before");
        (await stays.NextAsync()).ShouldBe("before");

        await (isTakenFromElsewhere ? GroupsHere : GroupsThere).RemoveFromGroupAsync(there.Id, _group);

        await Clients.Group(_group).SendAsync(CalledClient.Said, "after");
        (await stays.NextAsync()).ShouldBe("after");
        await ShouldHearNothingElseAsync(there);
    }

    [Fact]
    public async Task Who_is_in_no_group_is_taken_out_of_it_for_nothing()
    {
        await using var there = await ConnectAsync(There);
        await GroupsThere.RemoveFromGroupAsync(there.Id, _group);
        await GroupsHere.RemoveFromGroupAsync(there.Id, _group);
        await ShouldHearNothingElseAsync(there);
    }

    [Fact]
    public async Task Who_has_gone_is_in_no_group_any_more_and_keeps_nobody_else_from_it()
    {
        var gone = await ConnectAsync(There);
        await using var stays = await ConnectAsync(There);
        await GroupsThere.AddToGroupAsync(gone.Id, _group);
        await GroupsThere.AddToGroupAsync(stays.Id, _group);
        await gone.DisposeAsync();

        await Clients.Group(_group).SendAsync(CalledClient.Said, "one");
        await Clients.Group(_group).SendAsync(CalledClient.Said, "two");

        (await stays.NextAsync()).ShouldBe("one");
        (await stays.NextAsync()).ShouldBe("two");
        gone.HasHeard.ShouldBeFalse();
    }

    [Fact]
    public async Task A_user_is_reached_at_all_his_connections_also_when_one_has_gone()
    {
        var first = await ConnectAsync(There, _user);
        await using var second = await ConnectAsync(There, _user);
        await using var here = await ConnectAsync(Here, _user);
        await using var other = await ConnectAsync(There, _user + "-2");

        await Clients.User(_user).SendAsync(CalledClient.Said, "to all three");
        (await first.NextAsync()).ShouldBe("to all three");
        (await second.NextAsync()).ShouldBe("to all three");
        (await here.NextAsync()).ShouldBe("to all three");

        await first.DisposeAsync();
        await Clients.Users(_user, _user + "-2", "nobody").SendAsync(CalledClient.Said, "to both users");
        (await second.NextAsync()).ShouldBe("to both users");
        (await here.NextAsync()).ShouldBe("to both users");
        (await other.NextAsync()).ShouldBe("to both users");
        await ShouldHearNothingElseAsync(second, here, other);
    }

    [Fact]
    public async Task What_is_sent_one_after_the_other_is_heard_so()
    {
        const int Count = 200;
        await using var there = await ConnectAsync(There);
        await GroupsHere.AddToGroupAsync(there.Id, _group);

        for (var i = 0; i < Count; i++)
            await Clients.Group(_group).SendAsync(CalledClient.Said, $"{i}");

        for (var i = 0; i < Count; i++)
            (await there.NextAsync()).ShouldBe($"{i}");
    }

    /// <summary>Streams are none of SignalR's connections: what they are sent next is the task's.</summary>
    [Fact]
    public async Task All_reaches_no_stream()
    {
        var task = await There.StartTaskAsync();
        using var raw = await There.WatchRawAsync(task);
        using var stream = await There.StreamAsync(task);
        await raw.NextAsync<ConnectedMessage>();
        await raw.NextAsync<TaskSnapshot>();
        await stream.NextAsync<ConnectedMessage>();
        await stream.NextAsync<TaskSnapshot>();
        await using var client = await ConnectAsync(There);

        await Clients.All.SendAsync(TaskEventTypes.Pong, new PongMessage { TaskId = task });
        await ShouldHearNothingElseAsync(client);
        await There.ReportAsync(task, """{"type":"completed"}""");

        await raw.NextAsync<CompletedEvent>();
        await stream.NextAsync<CompletedEvent>();
    }

    private Task<CalledClient> ConnectAsync(HubServer server, string user = "") =>
        CalledClient.ConnectAsync(server, user, isPacked: isPacked);

    /// <summary>What would have reached them is there before a word that is said to all afterwards.</summary>
    private async Task ShouldHearNothingElseAsync(params CalledClient[] clients)
    {
        await Clients.All.SendAsync(CalledClient.Said, "the end");
        foreach (var client in clients)
            (await client.NextAsync()).ShouldBe("the end");
    }
}

public sealed class OneInstancesHubContext(OneInstance instances) : HubContextContract<OneInstance>(instances, isPacked: false);

public sealed class OneInstancesHubContextInMessagePack(OneInstance instances) : HubContextContract<OneInstance>(instances, isPacked: true);

public sealed class TwoInstancesHubContext(TwoOnRedis instances) : HubContextContract<TwoOnRedis>(instances, isPacked: false);

public sealed class TwoInstancesHubContextInMessagePack(TwoOnRedis instances) : HubContextContract<TwoOnRedis>(instances, isPacked: true);
