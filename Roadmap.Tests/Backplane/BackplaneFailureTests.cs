using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;
using Roadmap.Contracts;
using Roadmap.Hubs.EventLog;
using Roadmap.Hubs.Hub;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Backplane;

/// <summary>Redis goes and comes back: what a host sends meanwhile is lost, and told so; afterwards everyone is reached again.</summary>
public sealed class BackplaneFailureTests : IAsyncLifetime
{
    private const string Group = "group";

    private RedisServer _redis = null!;
    private HubServer _here = null!;
    private HubServer _there = null!;

    private IHubContext<TaskProgressHub> HubHere => _here.Services.GetRequiredService<IHubContext<TaskProgressHub>>();

    private IHubContext<TaskProgressHub> HubThere => _there.Services.GetRequiredService<IHubContext<TaskProgressHub>>();

    public async ValueTask InitializeAsync()
    {
        _redis = await RedisServer.StartAsync();
        _here = await HubServer.StartAsync([$"--ConnectionStrings:Redis={_redis.ConnectionString}"]);
        _there = await HubServer.StartAsync([$"--ConnectionStrings:Redis={_redis.ConnectionString}"]);
    }

    public async ValueTask DisposeAsync()
    {
        await _there.DisposeAsync();
        await _here.DisposeAsync();
        await _redis.DisposeAsync();
    }

    [Fact]
    public async Task Redis_dies_and_comes_back_and_those_of_before_and_of_meanwhile_are_reached_again()
    {
        await using var before = await CalledClient.ConnectAsync(_there);
        await HubThere.Groups.AddToGroupAsync(before.Id, Group);
        var goes = await CalledClient.ConnectAsync(_there);
        await HubThere.Groups.AddToGroupAsync(goes.Id, Group);
        var lost = CountLost();

        await _redis.KillAsync();
        await Wait.Eventually("both know that it is away", () => CountLost() >= lost + 2);

        // The hub goes on.
        await using var meanwhile = await CalledClient.ConnectAsync(_there, waitsForJoin: false);
        await meanwhile.Connection.InvokeAsync(HubMethods.Ping).InTime();
        await goes.DisposeAsync();
        // A host is told what did not happen.
        await Should.ThrowAsync<LogUnavailableException>(() => HubHere.Clients.All.SendAsync(CalledClient.Said, "lost").InTime());
        await Should.ThrowAsync<LogUnavailableException>(() => HubHere.Groups.AddToGroupAsync(before.Id, "other").InTime());
        await Should.ThrowAsync<LogUnavailableException>(() => HubThere.Groups.AddToGroupAsync(before.Id, "other").InTime());
        // What needs no other instance needs no Redis.
        await HubThere.Clients.Client(meanwhile.Id).SendAsync(CalledClient.Said, "from here");
        (await meanwhile.NextAsync()).ShouldBe("from here");

        await _redis.StartAgainAsync();
        await CalledClient.WhenJoinedAsync(_there, meanwhile.Id);
        await Wait.Eventually(
            "the other instance is there again too", () => HappensAsync(() => HubHere.Groups.AddToGroupAsync(meanwhile.Id, "other")));
        await ReachedAsync(before, HubHere.Clients.Group(Group));
        await ReachedAsync(meanwhile, HubHere.Clients.Group("other"));
        await ReachedAsync(meanwhile, HubHere.Clients.Client(meanwhile.Id));
        await ReachedAsync(before, HubHere.Clients.All);
        await ReachedAsync(meanwhile, HubHere.Clients.All);
    }

    [Fact]
    public async Task While_Redis_hangs_nobody_waits_for_it_who_does_not_need_it()
    {
        _redis.Hang();
        await using var client = await CalledClient.ConnectAsync(_there, waitsForJoin: false);
        await client.Connection.InvokeAsync(HubMethods.Ping).InTime();
        await Should.ThrowAsync<LogUnavailableException>(() => HubThere.Groups.AddToGroupAsync(client.Id, Group).InTime());
        await Should.ThrowAsync<LogUnavailableException>(() => HubHere.Clients.All.SendAsync(CalledClient.Said, "lost?").InTime());

        _redis.Resume();
        await CalledClient.WhenJoinedAsync(_there, client.Id);
        await Wait.Eventually("it is in the group", () => HappensAsync(() => HubThere.Groups.AddToGroupAsync(client.Id, Group)));
        await ReachedAsync(client, HubHere.Clients.Group(Group));
    }

    [Fact]
    public async Task A_Redis_that_comes_after_the_start_is_used()
    {
        await using var late = RedisServer.NotStarted();
        await using var server = await HubServer.StartAsync([$"--ConnectionStrings:Redis={late.ConnectionString}"]);
        await using var client = await CalledClient.ConnectAsync(server, waitsForJoin: false);
        await client.Connection.InvokeAsync(HubMethods.Ping).InTime();

        await late.StartAgainAsync();

        await CalledClient.WhenJoinedAsync(server, client.Id);
        await ReachedAsync(client, server.Services.GetRequiredService<IHubContext<TaskProgressHub>>().Clients.All);
    }

    private int CountLost() => new[] { _here, _there }
        .Sum(server => server.Logged.Lines.Count(line => line.Contains("connection=backplane ", StringComparison.Ordinal)));

    /// <summary>What is sent while a subscription is made anew is lost: it is sent until it is heard.</summary>
    private static async Task ReachedAsync(CalledClient client, IClientProxy by)
    {
        var words = Guid.NewGuid().ToString();
        await Wait.Eventually(
            "it is reached", async () => await HappensAsync(() => by.SendAsync(CalledClient.Said, words)) && client.HasHeardOf(words));
    }

    private static async Task<bool> HappensAsync(Func<Task> call)
    {
        try
        {
            await call().InTime();
            return true;
        }
        catch (LogUnavailableException)
        {
            return false;
        }
    }
}
