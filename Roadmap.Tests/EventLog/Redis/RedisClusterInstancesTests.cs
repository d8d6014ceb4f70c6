using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Roadmap.Api.Ingest;
using Roadmap.Contracts;
using Roadmap.Hubs.Hub;
using Roadmap.Tests.Ingest;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.EventLog.Redis;

/// <summary>Two whole instances on a real cluster, as a user of its access lists: what goes beside the log, too.</summary>
public sealed class RedisClusterInstancesTests : IAsyncLifetime
{
    private RedisCluster _cluster = null!;
    private HubServer _here = null!;
    private HubServer _there = null!;

    public async ValueTask InitializeAsync()
    {
        _cluster = await RedisCluster.StartAsync();
        foreach (var server in _cluster.Servers)
            await server.AddUserAsync();
        _here = await StartAsync();
        _there = await StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _there.DisposeAsync();
        await _here.DisposeAsync();
        await _cluster.DisposeAsync();
        // On a busy machine a call may take longer than it has, which is warned of and made good.
        _there.Logged.Lines.Concat(_here.Logged.Lines).ShouldAllBe(line => line.StartsWith("Warning", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Reports_what_workers_publish_and_what_a_host_sends_reach_clients_of_the_other_instance()
    {
        await ReportsAreHeardAsync();
        await PublicationsAreHeardAsync();
        await WhatAHostSendsIsHeardAsync();
        foreach (var server in _cluster.Masters)
            (await server.UsersAsync("roadmap")).ShouldAllBe(user => user == RedisServer.User);
    }

    private async Task ReportsAreHeardAsync()
    {
        for (var i = 0; i < 8; i++)
        {
            await using var watcher = await _there.ConnectAsync();
            var taskId = await _here.StartTaskAsync();
            await WatchAsync(watcher, taskId);

            await _here.ReportProgressAsync(taskId, 1);

            (await watcher.NextAsync<ProgressEvent>()).Message.ShouldBe("1");
        }
    }

    /// <summary>On any server of the cluster.</summary>
    private async Task PublicationsAreHeardAsync()
    {
        const int Each = 20;
        foreach (var server in _cluster.Masters)
        {
            var taskId = await _here.StartTaskAsync();
            await using var watcher = await _there.ConnectAsync();
            await WatchAsync(watcher, taskId);

            await server.PublishAsync(
                Enumerable.Range(1, Each).Select(n => (ListeningInstances.ChannelOf(taskId), CeleryPayloads.Progress(taskId, $"{n}"))));

            for (var n = 1; n <= Each; n++)
            {
                var heard = await watcher.NextAsync<ProgressEvent>();
                (heard.Seq, heard.Message).ShouldBe((n, $"{n}"), "each once, though both instances have heard it");
            }
        }

        await Wait.Eventually("both have taken all that they heard", () =>
            new[] { _here, _there }.All(server => server.Services.GetRequiredService<IngestQueue>().Count == 0));
    }

    private async Task WhatAHostSendsIsHeardAsync()
    {
        var hub = _here.Services.GetRequiredService<IHubContext<TaskProgressHub>>();
        await using var client = await CalledClient.ConnectAsync(_there);
        await hub.Groups.AddToGroupAsync(client.Id, "group").InTime();

        await hub.Clients.Client(client.Id).SendAsync(CalledClient.Said, "to it");
        (await client.NextAsync()).ShouldBe("to it");
        await hub.Clients.Group("group").SendAsync(CalledClient.Said, "to its group");
        (await client.NextAsync()).ShouldBe("to its group");
        await hub.Clients.All.SendAsync(CalledClient.Said, "to all");
        (await client.NextAsync()).ShouldBe("to all");
        var asking = hub.Clients.Client(client.Id).InvokeAsync<int>(CalledClient.Asked, "how many?", CancellationToken.None);
        (await client.NextQuestionAsync()).Answer.SetResult(3);
        (await asking.InTime()).ShouldBe(3);
        await Should.ThrowAsync<IOException>(
            () => hub.Clients.Client("nobody").InvokeAsync<int>(CalledClient.Asked, "how many?", CancellationToken.None).InTime());
    }

    private static async Task WatchAsync(HubWatcher watcher, string taskId)
    {
        await watcher.SubscribeAsync(taskId);
        await watcher.NextAsync<ConnectedMessage>();
        await watcher.NextAsync<TaskSnapshot>();
    }

    private Task<HubServer> StartAsync() => HubServer.StartAsync(
        [$"--ConnectionStrings:Redis={_cluster.ConnectionString}{RedisServer.AsUser}", "--Redis:Shards=16", "--Ingest:RedisChannels=true"]);
}
