using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Roadmap.Contracts;
using Roadmap.Hubs.Connections;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Hub;

public sealed class HubDrainingTests
{
    private static readonly TimeSpan s_period = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task Clients_are_asked_to_go_in_groups()
    {
        const int Clients = 25;
        var time = new FakeTime();
        await using var server = await HubServer.StartAsync(replace: services => services.AddSingleton<TimeProvider>(time));
        var watchers = await Task.WhenAll(Enumerable.Range(0, Clients).Select(_ => server.ConnectAsync()));
        // A client has started before the server counts it; its calls are answered after that.
        await Task.WhenAll(watchers.Select(watcher => watcher.InvokeAsync(HubMethods.Ping)));

        var draining = server.Services.GetRequiredService<ConnectionDraining>().DrainAsync(s_period, CancellationToken.None);
        await Wait.Eventually("the first group has gone", () => Gone().Count() == ConnectionDraining.SmallestGroup);
        await Task.WhenAll(watchers.Except(Gone()).Select(watcher => watcher.InvokeAsync(HubMethods.Ping)));

        await Wait.Eventually("all have gone", () =>
        {
            time.Advance(ConnectionDraining.Pause);
            return Gone().Count() == Clients;
        });
        await draining.InTime();
        server.Logged.Lines.ShouldBeEmpty();

        IEnumerable<HubWatcher> Gone() => watchers.Where(watcher => watcher.Connection.State == HubConnectionState.Disconnected);
    }

    [Fact]
    public async Task Who_is_asked_to_go_is_told_to_come_back()
    {
        // By this clock nobody is ever cut for being slow to go.
        await using var server = await HubServer.StartAsync(replace: services => services.AddSingleton<TimeProvider>(new FakeTime()));
        using var client = await HandmadeClient.ConnectAsync(server);

        await server.Services.GetRequiredService<ConnectionDraining>().DrainAsync(s_period, CancellationToken.None);

        (await client.NextCallAsync()).GetRawText().ShouldBe("""{"type":7,"allowReconnect":true}""");
        server.Logged.Lines.ShouldBeEmpty();
    }

    [Fact]
    public async Task Who_comes_late_is_asked_to_go_too()
    {
        await using var server = await HubServer.StartAsync();
        var task = await server.StartTaskAsync();
        await server.Services.GetRequiredService<ConnectionDraining>().DrainAsync(s_period, CancellationToken.None);

        using var client = await HandmadeClient.ConnectAsync(server, $"?task_id={task}");

        (await client.NextCallAsync()).GetRawText().ShouldBe("""{"type":7,"allowReconnect":true}""");
        server.Logged.Lines.ShouldBeEmpty();
    }

    [Fact]
    public async Task Who_comes_while_the_host_stops_without_draining_is_asked_to_go()
    {
        await using var server = await HubServer.StartAsync();
        server.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();

        using var client = await HandmadeClient.ConnectAsync(server);

        (await client.NextCallAsync()).GetRawText().ShouldBe("""{"type":7,"allowReconnect":true}""");
        server.Logged.Lines.ShouldBeEmpty();
    }
}
