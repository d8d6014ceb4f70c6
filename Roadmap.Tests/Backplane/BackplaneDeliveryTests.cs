using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Roadmap.Contracts;
using Roadmap.Hubs.Hub;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Backplane;

/// <summary>What goes by Redis and what does not, and that it waits for no client.</summary>
public sealed class BackplaneDeliveryTests(TwoOnRedis instances) : IClassFixture<TwoOnRedis>
{
    private readonly string _group = $"group-{Guid.NewGuid():N}";

    [Fact]
    public async Task What_is_sent_to_a_connection_here_or_to_one_that_has_just_gone_does_not_travel()
    {
        await using var here = await CalledClient.ConnectAsync(instances.Here);
        var gone = await CalledClient.ConnectAsync(instances.Here);
        var id = gone.Id;
        await gone.DisposeAsync();
        await Wait.Eventually("it has gone", () => !BackplaneHere.HasJoined(id));
        var before = await CountPublishedAsync();

        await instances.HubHere.Clients.Client(here.Id).SendAsync(CalledClient.Said, "one");
        await instances.HubHere.Clients.Clients(here.Id, id).SendAsync(CalledClient.Said, "two");
        await instances.HubHere.Clients.Client(id).SendAsync(CalledClient.Said, "to nobody");
        await instances.HubHere.Groups.AddToGroupAsync(id, _group).InTime();
        await instances.HubHere.Groups.RemoveFromGroupAsync(id, _group).InTime();
        await Should.ThrowAsync<IOException>(
            () => instances.HubHere.Clients.Client(id).InvokeAsync<int>(CalledClient.Asked, "?", CancellationToken.None).InTime());

        (await here.NextAsync()).ShouldBe("one");
        (await here.NextAsync()).ShouldBe("two");
        (await CountPublishedAsync()).ShouldBe(before);
        await instances.HubHere.Clients.Client("elsewhere").SendAsync(CalledClient.Said, "?");
        (await CountPublishedAsync()).ShouldBe(before + 1);
    }

    [Fact]
    public async Task A_member_that_stops_reading_is_cut_and_the_others_get_everything()
    {
        const int Rounds = 40;
        const int EachRound = 25;
        await using var reads = await CalledClient.ConnectAsync(instances.There);
        var (stuck, stuckId) = await ConnectAndStopReadingAsync();
        using var _ = stuck;
        await instances.HubThere.Groups.AddToGroupAsync(reads.Id, _group).InTime();
        await instances.HubHere.Groups.AddToGroupAsync(stuckId, _group).InTime();

        // 10 MB in all: far more than sockets and pipes take for a client that does not read.
        var padding = new string('x', 10_000);
        for (var round = 0; round < Rounds; round++)
        {
            for (var i = 0; i < EachRound; i++)
                await instances.HubHere.Clients.Group(_group).SendAsync(CalledClient.Said, $"{round} {i} {padding}").InTime();
            for (var i = 0; i < EachRound; i++)
                (await reads.NextAsync()).ShouldStartWith($"{round} {i} ");
        }

        await Wait.Eventually("the stuck one is cut", () => !BackplaneThere.HasJoined(stuckId));
    }

    private HubBackplane BackplaneHere => instances.Here.Services.GetRequiredService<HubBackplane>();

    private HubBackplane BackplaneThere => instances.There.Services.GetRequiredService<HubBackplane>();

    private async Task<int> CountPublishedAsync()
    {
        const string Before = "cmdstat_publish:calls=";
        var told = await instances.Redis.ExecuteAsync("INFO", "commandstats");
        var line = told.Split("\r\n").FirstOrDefault(line => line.StartsWith(Before, StringComparison.Ordinal));
        return line is null ? 0 : int.Parse(line[Before.Length..line.IndexOf(',', StringComparison.Ordinal)]);
    }

    private async Task<(DripClient Client, string Id)> ConnectAndStopReadingAsync()
    {
        var negotiate = new Uri($"{Routes.Hub}/negotiate?negotiateVersion=1", UriKind.Relative);
        using var negotiated = await instances.There.Http.PostAsync(negotiate, null);
        var answer = await negotiated.Content.ReadFromJsonAsync<JsonElement>();
        var path = $"{Routes.Hub}?id={answer.GetProperty("connectionToken").GetString()}";
        var client = await DripClient.UpgradeAsync(instances.There.HubUrl, path);
        // One masked text frame, with a mask of zeros.
        var handshake = Encoding.UTF8.GetBytes("""{"protocol":"json","version":1}""" + HandmadeClient.End);
        await client.SendAsync((byte[])[0x81, (byte)(0x80 | handshake.Length), 0, 0, 0, 0, .. handshake]);
        var id = answer.GetProperty("connectionId").GetString()!;
        await CalledClient.WhenJoinedAsync(instances.There, id);
        return (client, id);
    }
}
