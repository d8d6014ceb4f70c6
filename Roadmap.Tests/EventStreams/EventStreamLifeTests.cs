using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Roadmap.Api.EventLog;
using Roadmap.Api.Hosting;
using Roadmap.Contracts;
using Roadmap.Hubs.EventLog;
using Roadmap.Hubs.EventStreams;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.EventStreams;

/// <summary>
/// What becomes of a stream besides its events: silence, clients that leave or do not read, tasks and servers that go away.
/// </summary>
public sealed class EventStreamLifeTests
{
    [Fact]
    public async Task A_comment_breaks_every_silence_of_fifteen_seconds()
    {
        var time = new FakeTime();
        await using var server = await HubServer.StartAsync(replace: services => services.AddSingleton<TimeProvider>(time));
        var task = await server.StartTaskAsync();
        using var stream = await server.StreamAsync(task, "?include_history=false");
        await stream.NextAsync<ConnectedMessage>();
        await Wait.Eventually("the stream has its pulse", () => time.HasPulse(EventStreamServer.KeepAlive));

        for (var seq = 1; seq <= 2; seq++)
        {
            time.Advance(EventStreamServer.KeepAlive - TimeSpan.FromSeconds(1));
            await server.ReportProgressAsync(task, seq);
            (await stream.NextBlockAsync()).ShouldNotBeNull().Event.ShouldBe(TaskEventTypes.Progress);
            time.Advance(TimeSpan.FromSeconds(1));
            (await stream.NextBlockAsync()).ShouldBe(new EventBlock(null, null, null, "keep-alive"));
        }

        server.Logged.Lines.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_client_that_goes_away_leaves_nothing_behind()
    {
        await using var server = await HubServer.StartAsync();
        using var subscriptions = new LiveFigure(server, "subscriptions");
        using var connections = new LiveFigure(server, "connections");
        var task = await server.StartTaskAsync();

        using (var stream = await server.StreamAsync(task))
        {
            await stream.NextAsync<ConnectedMessage>();
            (subscriptions.Value, connections.Value).ShouldBe((1, 1));
        }

        await server.ReportProgressAsync(task, 1, 100);
        await Wait.Eventually("it is forgotten", () => subscriptions.Value == 0 && connections.Value == 0);
        server.Logged.Lines.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_client_that_does_not_read_is_cut_and_the_others_get_everything()
    {
        const int EventsPerReport = 10;
        // More than sockets and pipes take for a client that does not read, and what may wait behind them.
        const int Enough = 20_000_000;
        await using var server = await HubServer.StartAsync();
        using var subscriptions = new LiveFigure(server, "subscriptions");
        var task = await server.StartTaskAsync();
        using var stuck = new Socket(SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4096 };
        await stuck.ConnectAsync(server.HubUrl.Host, server.HubUrl.Port);
        await stuck.SendAsync(Encoding.ASCII.GetBytes($"GET {Routes.For(Routes.TaskEvents, task)} HTTP/1.1\r\nHost: "
            + $"{server.HubUrl.Authority}\r\nAccept: {EventStreamClient.MediaType}\r\n\r\n"));
        using var other = await server.StreamAsync(task);
        await Wait.Eventually("both watch", () => subscriptions.Value == 2);
        var seen = 0;
        var reading = ReadToEndAsync(other, message => seen += message is TaskEvent ? 1 : 0);

        var sent = 0;
        var padding = new string('x', 60_000);
        var report =
            $"[{string.Join(',', Enumerable.Repeat($$"""{"type":"progress","step":"work","status":"processing","message":"{{padding}}"}""", EventsPerReport))}]";
        for (; subscriptions.Value == 2 && sent < Enough; sent += report.Length)
        {
            await server.ReportAsync(task, report);
            // Only who does not read at all is to fall behind.
            await Wait.Eventually(
                "the other one has read it", () => Volatile.Read(ref seen) >= ((sent / report.Length) + 1) * EventsPerReport);
        }

        await Wait.Eventually("the stuck client is cut", () => subscriptions.Value == 1);
        sent.ShouldBeLessThan(Enough);
        await server.ReportAsync(task, """{"type":"completed"}""");

        var events = (await reading).OfType<TaskEvent>().ToList();
        events.Select(stored => stored.Seq)
            .ShouldBe(Enumerable.Range(1, (sent / report.Length * EventsPerReport) + 1).Select(seq => (long)seq));
        server.Logged.Lines.ShouldBeEmpty();
    }

    [Fact]
    public async Task When_the_task_disappears_the_stream_says_so_and_ends()
    {
        HinderedLog? log = null;
        await using var server = await HubServer.StartAsync(replace: services => services
            .AddSingleton<ITaskLogReader>(provider => log = new HinderedLog(provider.GetRequiredService<ITaskEventLog>())));
        var task = await server.StartTaskAsync();
        using var stream = await server.StreamAsync(task);
        await stream.NextAsync<ConnectedMessage>();
        await stream.NextAsync<TaskSnapshot>();

        // A position that may be ahead of the feed has it look at the log.
        log.ShouldNotBeNull().IsEmpty = true;
        await using var watcher = await server.ConnectAsync();
        await Should.ThrowAsync<HubException>(() => watcher.SubscribeAsync(task, new AfterPosition { Seq = 5 }));

        var error = await stream.NextAsync<ErrorMessage>();
        (error.Code, error.TaskId).ShouldBe((ErrorCodes.TaskNotFound, task));
        (await stream.NextBlockAsync()).ShouldBeNull();
        server.Logged.Lines.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_server_that_drains_ends_its_streams_and_those_that_begin()
    {
        // By its clock nobody is ever too slow to go.
        await using var server = await HubServer.StartAsync(replace: services => services.AddSingleton<TimeProvider>(new FakeTime()));
        using var connections = new LiveFigure(server, "connections");
        var task = await server.StartTaskAsync();
        using var stream = await server.StreamAsync(task, "?include_history=false");
        await stream.NextAsync<ConnectedMessage>();

        await server.Services.GetRequiredService<ServerDraining>().DrainAsync();
        await stream.ClosedAsync(ErrorCodes.ServerStopping);

        // An EventSource comes back after an end, but never after an error status.
        using var late = await server.StreamAsync(task);
        await late.ClosedAsync(ErrorCodes.ServerStopping);
        late.Response.Headers.ConnectionClose.ShouldBe(true);
        await Wait.Eventually("nothing is left of them", () => connections.Value == 0);
        server.Logged.Lines.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_server_that_stops_at_once_ends_its_streams()
    {
        var server = await HubServer.StartAsync();
        using var stream = await server.StreamAsync(await server.StartTaskAsync(), "?include_history=false");
        await stream.NextAsync<ConnectedMessage>();

        await server.DisposeAsync();

        await stream.ClosedAsync(ErrorCodes.ServerStopping);
        server.Logged.Lines.ShouldBeEmpty();
    }

    private static async Task<List<object>> ReadToEndAsync(EventStreamClient stream, Action<object> see)
    {
        var messages = new List<object>();
        while (await stream.NextAsync() is { } message)
        {
            messages.Add(message);
            see(message);
        }

        return messages;
    }
}
