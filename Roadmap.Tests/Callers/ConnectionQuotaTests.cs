using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;
using Roadmap.Contracts;
using Roadmap.Hubs.Callers;
using Roadmap.Hubs.Connections;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Callers;

/// <summary>How many connections one user and one address may have, of whatever kind, and that each place comes back.</summary>
public sealed class ConnectionQuotaTests
{
    private const string NoProxy = "--ForwardedHeaders:KnownProxies=10.0.0.7";

    [Theory]
    [InlineData("--Limits:Connections=3", null, "This server has as many connections as it takes")]
    [InlineData("--Limits:ConnectionsPerAddress=3", null, "One address may have 3 connections")]
    [InlineData("--Limits:ConnectionsPerUser=3", "ada", "One user may have 3 connections")]
    [AtLimit("connections of one instance: hub, raw and event streams")]
    [AtLimit("connections of one user")]
    [AtLimit("connections from one address")]
    public async Task One_connection_more_is_refused_on_every_edge_and_others_are_not(string limit, string? user, string sentence)
    {
        await using var server = await HubServer.StartAsync([NoProxy, limit], NamedCallers.Add);
        var task = await server.StartTaskAsync();
        await using var hub = await ConnectAsync(server, user);
        using var raw = await WatchAsync(server, task, user);
        await raw.NextAsync<ConnectedMessage>();
        using var stream = await AskAsync(server, task, user);
        stream.IsSuccessStatusCode.ShouldBeTrue();

        using (var second = await WatchAsync(server, task, user))
        {
            (await second.NextAsync<ClosingMessage>()).Message.ShouldStartWith(sentence);
            (await second.NextAsync<SocketClosed>()).Code.ShouldBe(CloseCodes.RateLimited);
        }

        using (var refused = await AskAsync(server, task, user))
        {
            (await refused.RefusedAsync(ErrorCodes.RateLimited)).Detail.ShouldStartWith(sentence);
            refused.Headers.RetryAfter?.Delta.ShouldBe(TimeSpan.FromSeconds(5));
        }

        var told = new TaskCompletionSource<ErrorMessage>(TaskCreationOptions.RunContinuationsAsynchronously);
        var closed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using (var another = Hub(server, user))
        {
            another.On<ErrorMessage>(TaskEventTypes.Error, told.SetResult);
            another.Closed += _ => Task.FromResult(closed.TrySetResult());
            await another.StartAsync().InTime();
            (await told.Task.InTime()).Message.ShouldStartWith(sentence);
            await closed.Task.InTime();
        }

        if (user is not null)
        {
            using var bobs = await WatchAsync(server, task, "bob");
            await bobs.NextAsync<ConnectedMessage>();
        }

        // One that is there is not touched, and its place is another's when it has gone.
        await server.ReportProgressAsync(task, 1);
        while (await raw.NextAsync() is not ProgressEvent)
        {
        }

        raw.Dispose();
        await Wait.Eventually("there is room again", async () =>
        {
            using var next = await WatchAsync(server, task, user);
            return await next.NextAsync() is ConnectedMessage;
        });
        server.Logged.Lines.ShouldBeEmpty();
    }

    [Fact]
    public async Task No_limit_is_none()
    {
        await using var server = await HubServer.StartAsync(
            [NoProxy, "--Limits:ConnectionsPerAddress=0", "--Limits:ConnectionsPerUser=0", "--Limits:ConnectsPerMinute=0"]);
        var task = await server.StartTaskAsync();
        var watchers = new List<RawWatcher>();
        for (var i = 0; i < 20; i++)
        {
            watchers.Add(await server.WatchRawAsync(task));
            await watchers[^1].NextAsync<ConnectedMessage>();
        }

        watchers.ForEach(watcher => watcher.Dispose());
    }

    [Fact]
    public async Task Whichever_way_a_connection_goes_its_place_comes_back()
    {
        await using var server = await HubServer.StartAsync([NoProxy, "--Limits:ConnectionsPerAddress=20"]);
        var callers = server.Services.GetRequiredService<CallerConnections>();
        var connections = server.Services.GetRequiredService<TaskConnections>();
        var ended = await server.StartTaskAsync();
        await server.ReportAsync(ended, """{"type":"completed"}""");
        var task = await server.StartTaskAsync();

        // Closed by the client, torn off, refused, at the end of its task, cut by the server.
        await using (var hub = await server.ConnectAsync())
            await hub.SubscribeAsync(task);
        await (await server.ConnectAsync("?task_id=" + task)).DisposeAsync();
        using (var handmade = await HandmadeClient.ConnectAsync(server))
            await Wait.Eventually("it is there", () => callers.Taken > 0);
        using (var raw = await server.WatchRawAsync(task))
            await raw.NextAsync<ConnectedMessage>();
        using (var stream = await server.StreamAsync(task))
            await stream.NextAsync<ConnectedMessage>();
        using (var nobody = await server.WatchRawAsync("nobody"))
            while (await nobody.NextAsync() is not SocketClosed)
            {
            }

        using (var refused = await EventStreamClient.AskAsync(server.Http.BaseAddress!, "nobody"))
            await refused.Response.RefusedAsync(ErrorCodes.TaskNotFound);
        using (var over = await server.StreamAsync(ended))
            while (await over.NextAsync() is not null)
            {
            }

        await using (var polling = new HubConnectionBuilder().WithUrl(server.HubUrl, HttpTransportType.LongPolling).Build())
            await polling.StartAsync().InTime();
        await using (var cut = await server.ConnectAsync())
        {
            var gone = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            cut.Connection.Closed += _ => Task.FromResult(gone.TrySetResult());
            await cut.IsLetInAsync();
            var registry = server.Services.GetRequiredService<ConnectionRegistry>();
            foreach (var connection in registry.All)
                connection.Outbox.Disconnect(Hubs.Operations.DisconnectReason.Stalled);
            await gone.Task.InTime();
        }

        await Wait.Eventually(
            "all places are given back", () => (callers.Taken, connections.Count) == (0, 0),
            () => $"{callers.Taken} of callers, {connections.Count} in all");
    }

    private static HubConnection Hub(HubServer server, string? user) => new HubConnectionBuilder()
        .WithUrl(server.HubUrl, HttpTransportType.WebSockets, http =>
        {
            http.SkipNegotiation = true;
            if (user is not null)
                http.Headers[NamedCallers.Header] = user;
        })
        .Build();

    private static async Task<HubConnection> ConnectAsync(HubServer server, string? user)
    {
        var hub = Hub(server, user);
        await hub.StartAsync().InTime();
        // It has been let in when it is answered.
        await hub.InvokeAsync(HubMethods.Ping).InTime();
        return hub;
    }

    private static Task<RawWatcher> WatchAsync(HubServer server, string task, string? user) =>
        RawWatcher.ConnectAsync(server.RawUrl(task), (NamedCallers.Header, user));

    private static async Task<HttpResponseMessage> AskAsync(HubServer server, string task, string? user)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Routes.For(Routes.TaskEvents, task));
        request.Headers.Add("Accept", "text/event-stream");
        if (user is not null)
            request.Headers.Add(NamedCallers.Header, user);
        return await server.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }
}
