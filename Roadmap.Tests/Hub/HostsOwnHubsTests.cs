using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Roadmap.Contracts;
using Roadmap.Hubs.Hub;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Hub;

/// <summary>A host has hubs of its own, and its own words for the connections of this one. Both are as SignalR's.</summary>
public sealed class HostsOwnHubsTests : IAsyncLifetime
{
    private const string Path = "/chat";
    private const string LastCall = "last";
    private const int HostsLimit = 1_000_000;

    private static readonly string[] s_users = ["a", "b", "c"];

    private HubServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await HubServer.StartAsync(
        replace: services =>
        {
            services.AddSignalR(hub => hub.MaximumReceiveMessageSize = HostsLimit).AddMessagePackProtocol();
            services.AddSingleton<IUserIdProvider, UserInQuery>();
        },
        map: app => app.MapHub<Chat>(Path));

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _server.Logged.Lines.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Another_hub_keeps_its_protocols_its_contract_and_its_limits(bool isBinary)
    {
        await using var client = await ConnectAsync(Path, isBinary);
        var said = new TaskCompletionSource<Line>();
        client.On<Line>(nameof(IChatter.Said), said.SetResult);

        (await client.InvokeAsync<Line>(nameof(Chat.Say), new Line("hello", 2)).WaitAsync(Wait.Patience, TimeProvider.System))
            .ShouldBe(new Line("hello", 3));
        (await said.Task.WaitAsync(Wait.Patience, TimeProvider.System)).ShouldBe(new Line("hello", 2));

        _server.Services.GetRequiredService<IOptions<HubOptions>>().Value.MaximumReceiveMessageSize.ShouldBe(HostsLimit);
        _server.Services.GetRequiredService<IOptions<HubOptions<TaskProgressHub>>>().Value.MaximumReceiveMessageSize.ShouldBe(32 * 1024);
        _server.Services.GetRequiredService<IOptions<Microsoft.AspNetCore.Builder.WebSocketOptions>>().Value.KeepAliveTimeout
            .ShouldBe(Timeout.InfiniteTimeSpan);
        _server.Services.GetServices<IHubProtocol>().Select(protocol => protocol.Name).ShouldBe(["json", "messagepack"], ignoreOrder: true);
    }

    [Fact]
    public async Task A_fault_in_another_hub_is_logged_as_ever()
    {
        await using var client = await ConnectAsync(Path);
        await Should.ThrowAsync<HubException>(() => client.InvokeAsync(nameof(Chat.Fail)));
        _server.Logged.Take("FailedInvokingHubMethod").ShouldBeTrue();
    }

    [Fact]
    public async Task A_host_may_leave_a_protocol_out_of_the_task_hub()
    {
        await using var server = await HubServer.StartAsync(replace: services =>
            services.Configure<HubOptions<TaskProgressHub>>(hub => hub.SupportedProtocols!.Remove("messagepack")));
        await using var packed = new HubWatcher(server.HubUrl, isPacked: true);
        (await Should.ThrowAsync<HubException>(packed.StartAsync)).Message.ShouldContain("not supported");
        await using var json = await server.ConnectAsync();
    }

    /// <summary>
    /// Every way in which a host may call clients, at the task hub and at a hub with SignalR's own manager: both hear the same.
    /// </summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_a_host_sends_to_the_task_hub_is_heard_as_with_the_stock_manager(bool isBinary)
    {
        var task = await _server.StartTaskAsync();
        using var raw = await _server.WatchRawAsync(task);
        using var stream = await _server.StreamAsync(task);
        await raw.NextAsync<ConnectedMessage>();
        await raw.NextAsync<TaskSnapshot>();

        var stock = await HeardAsync(Path, _server.Services.GetRequiredService<IHubContext<Chat>>(), isBinary);
        var ours = await HeardAsync(Routes.Hub, _server.Services.GetRequiredService<IHubContext<TaskProgressHub>>(), isBinary);

        stock.Count.ShouldBe(3);
        ours.ShouldBe(stock);
        // The streams heard nothing of it: the next that comes to them is the task's.
        await _server.ReportAsync(task, """{"type":"completed"}""");
        await raw.NextAsync<CompletedEvent>();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_host_calls_by_the_contract_and_asks_a_client(bool isBinary)
    {
        await using var client = Build(Routes.Hub, "", isBinary);
        var pong = new TaskCompletionSource<PongMessage>();
        client.On("add", (int a, int b) => a + b);
        await JoinAsync(client);
        client.On<PongMessage>(TaskEventTypes.Pong, pong.SetResult);

        await _server.Services.GetRequiredService<IHubContext<TaskProgressHub, ITaskClient>>().Clients.All
            .Pong(new PongMessage { TaskId = "x" });
        (await pong.Task.WaitAsync(Wait.Patience, TimeProvider.System)).TaskId.ShouldBe("x");
        using var patience = new CancellationTokenSource(Wait.Patience);
        var hub = _server.Services.GetRequiredService<IHubContext<TaskProgressHub>>();
        (await hub.Clients.Client(client.ConnectionId!).InvokeAsync<int>("add", 2, 3, patience.Token)).ShouldBe(5);
        await Should.ThrowAsync<Exception>(() => hub.Clients.Client("nobody").InvokeAsync<int>("add", 2, 3, patience.Token));
    }

    /// <summary>The connections are not at fault, whatever way a host calls them.</summary>
    [Fact]
    public async Task What_cannot_be_written_fails_its_send_and_nobody_else()
    {
        var circle = new Circle();
        circle.Self = circle;
        await using var socket = Build(Routes.Hub);
        await using var polling = new HubConnectionBuilder().WithUrl(_server.HubUrl, HttpTransportType.LongPolling).Build();
        var heard = new ConcurrentQueue<string>();
        foreach (var client in new[] { socket, polling })
        {
            client.On<string>("said", heard.Enqueue);
            await JoinAsync(client);
        }

        var hub = _server.Services.GetRequiredService<IHubContext<TaskProgressHub>>();
        await hub.Groups.AddToGroupAsync(socket.ConnectionId!, "one");
        foreach (var to in new[]
        {
            hub.Clients.All, hub.Clients.Client(socket.ConnectionId!), hub.Clients.Clients(socket.ConnectionId!, polling.ConnectionId!),
            hub.Clients.Group("one"),
        })
        {
            await Should.ThrowAsync<Exception>(() => to.SendAsync("said", circle).WaitAsync(Wait.Patience, TimeProvider.System));
            await Should.ThrowAsync<Exception>(
                () => to.SendAsync("said", "fine", typeof(string)).WaitAsync(Wait.Patience, TimeProvider.System));
        }

        await Should.ThrowAsync<Exception>(
            () => hub.Clients.Client(socket.ConnectionId!)
                .InvokeAsync<int>("add", circle, CancellationToken.None)
                .WaitAsync(Wait.Patience, TimeProvider.System));

        await hub.Clients.All.SendAsync("said", "still here");
        await Wait.Eventually("both are still here", () => heard.Count == 2);
        heard.ShouldAllBe(line => line == "still here");
    }

    private async Task<List<string>> HeardAsync<THub>(string path, IHubContext<THub> hub, bool isBinary)
        where THub : Microsoft.AspNetCore.SignalR.Hub
    {
        var heard = new ConcurrentDictionary<string, ConcurrentQueue<string>>();
        var clients = await Task.WhenAll(s_users.Select(async user =>
        {
            var client = Build(path, $"?user={user}", isBinary);
            var lines = heard.GetOrAdd(user, _ => new());
            foreach (var arguments in Enumerable.Range(0, 4))
            {
                client.On($"call{arguments}", [.. Enumerable.Repeat(typeof(object), arguments)], args =>
                {
                    lines.Enqueue($"{arguments}: {string.Join(' ', args.Select(arg => JsonSerializer.Serialize(arg)))}");
                    return Task.CompletedTask;
                });
            }

            client.On(LastCall, () => lines.Enqueue(LastCall));
            await JoinAsync(client);
            return client;
        }));
        var (a, b, c) = (clients[0].ConnectionId!, clients[1].ConnectionId!, clients[2].ConnectionId!);

        await hub.Groups.AddToGroupAsync(a, "one");
        await hub.Groups.AddToGroupAsync(b, "one");
        await hub.Groups.AddToGroupAsync(b, "two");
        await hub.Groups.AddToGroupAsync("nobody", "one");
        foreach (var (name, to) in new Dictionary<string, IClientProxy>
        {
            ["all"] = hub.Clients.All,
            ["all but a"] = hub.Clients.AllExcept(a),
            ["b"] = hub.Clients.Client(b),
            ["a and c"] = hub.Clients.Clients(a, c, "nobody"),
            ["group"] = hub.Clients.Group("one"),
            ["groups"] = hub.Clients.Groups("one", "two", "none"),
            ["group but a"] = hub.Clients.GroupExcept("one", a),
            ["no group"] = hub.Clients.Group("none"),
            ["user"] = hub.Clients.User("c"),
            ["users"] = hub.Clients.Users("a", "c", "nobody"),
        })
        {
            await to.SendAsync("call0");
            await to.SendAsync("call1", name);
            await to.SendAsync("call2", null, new { Words = new[] { name, "读取 <ü>" }, At = 1.5 });
            await to.SendAsync("call3", name, new SubscribeRequest { TaskId = "x" }, new Dictionary<string, int?> { ["k"] = null });
        }

        await hub.Groups.RemoveFromGroupAsync(a, "one");
        await hub.Groups.RemoveFromGroupAsync(a, "never was");
        await hub.Clients.Group("one").SendAsync("call1", "after a left");
        await Wait.Eventually("b has heard all", () => heard["b"].Contains("1: \"after a left\""));
        await clients[1].DisposeAsync();
        await hub.Clients.All.SendAsync(LastCall);
        await Wait.Eventually("all have heard", () => heard["a"].Contains(LastCall) && heard["c"].Contains(LastCall),
            () => string.Join("\n\n", heard.Select(lines => $"{lines.Key}: {string.Join(" / ", lines.Value)}")));
        foreach (var client in clients)
            await client.DisposeAsync();
        return [.. heard.OrderBy(lines => lines.Key).Select(lines => string.Join('\n', lines.Value.Where(line => line != LastCall)))];
    }

    private async Task<HubConnection> ConnectAsync(string path, bool isBinary = false)
    {
        var client = Build(path, "", isBinary);
        await client.StartAsync().InTime();
        return client;
    }

    /// <summary>A client has started before its hub's manager knows of it; calls wait for that.</summary>
    private static async Task JoinAsync(HubConnection client)
    {
        await client.StartAsync().InTime();
        await client.InvokeAsync(HubMethods.Ping).InTime();
    }

    private HubConnection Build(string path, string query = "", bool isBinary = false)
    {
        var builder = new HubConnectionBuilder().WithUrl(new Uri(_server.Http.BaseAddress!, path + query), HttpTransportType.WebSockets);
        if (isBinary)
            builder.AddMessagePackProtocol();
        return builder.Build();
    }

    public sealed record Line(string Text, int Times);

    /// <summary>No JSON can be made of it.</summary>
    private sealed class Circle
    {
        public Circle? Self { get; set; }
    }

    public interface IChatter
    {
        Task Said(Line line);
    }

    public sealed class Chat : Hub<IChatter>
    {
        public async Task<Line> Say(Line line)
        {
            await Clients.Caller.Said(line);
            return line with { Times = line.Times + 1 };
        }

        public Task Ping() => Clients.Caller.Said(new Line("pong", 1));

        public Task Fail() => throw new InvalidOperationException($"a fault of the host's, told to {Context.ConnectionId}");
    }
}
