using Microsoft.Extensions.DependencyInjection;
using Roadmap.Contracts;
using Roadmap.Hubs.Connections;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.RawSockets;

/// <summary>A server that goes tells its sockets so, and waits for none of them.</summary>
public sealed class RawDrainingTests
{
    [Fact]
    public async Task A_server_that_drains_sends_its_sockets_away_and_those_who_come_late_too()
    {
        await using var server = await StartPatientAsync();
        var task = await server.StartTaskAsync();
        using var watcher = await server.WatchRawAsync(task, "?include_history=false");
        await watcher.NextAsync<ConnectedMessage>();

        var draining = server.Services.GetRequiredService<ConnectionDraining>().DrainAsync(TimeSpan.Zero, CancellationToken.None);
        await IsSentAwayAsync(watcher);
        await draining.InTime();

        using var late = await server.WatchRawAsync(task);
        await IsSentAwayAsync(late);
        server.Logged.Lines.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_server_that_stops_sends_its_sockets_away()
    {
        var server = await StartPatientAsync();
        var task = await server.StartTaskAsync();
        using var watcher = await server.WatchRawAsync(task, "?include_history=false");
        await watcher.NextAsync<ConnectedMessage>();

        var stopping = server.DisposeAsync();
        await IsSentAwayAsync(watcher);
        await stopping.InTime();
        server.Logged.Lines.ShouldBeEmpty();
    }

    /// <summary>One does not answer the close; the other does not even take what was sent before it.</summary>
    [Fact]
    public async Task A_server_that_stops_does_not_wait_for_a_socket_that_does_not_answer()
    {
        var time = new FakeTime();
        var server = await HubServer.StartAsync(replace: services => services.AddSmallBuffers().AddSingleton<TimeProvider>(time));
        var task = await server.StartTaskAsync();
        using var stuck = await FrameClient.ConnectAsync(server.RawUrl(task), receiveBuffer: 4096);
        await stuck.NextAsync();
        for (var report = 0; report < 10; report++)
            await server.ReportAsync(
                task, $$"""{"type":"progress","step":"work","status":"processing","message":"{{new string('x', 50_000)}}"}""");
        using var silent = await FrameClient.ConnectAsync(server.RawUrl(task));
        await silent.NextAsync();

        var stopping = server.DisposeAsync().AsTask();
        (await silent.NextAsync(Frame.Close)).Closing.Code.ShouldBe(CloseCodes.GoingAway);
        stopping.IsCompleted.ShouldBeFalse("it gives them a while");
        await Wait.Eventually("it has stopped", () =>
        {
            time.Advance(TimeSpan.FromSeconds(1));
            return stopping.IsCompleted;
        });

        await stopping.InTime();
        server.Logged.Lines.ShouldBeEmpty();
    }

    /// <summary>By its clock nobody is ever too slow to go.</summary>
    private static Task<HubServer> StartPatientAsync() =>
        HubServer.StartAsync(replace: services => services.AddSingleton<TimeProvider>(new FakeTime()));

    private static async Task IsSentAwayAsync(RawWatcher watcher)
    {
        (await watcher.NextAsync<ClosingMessage>()).Reason.ShouldBe(ErrorCodes.ServerStopping);
        (await watcher.NextAsync<SocketClosed>()).Code.ShouldBe(CloseCodes.GoingAway);
    }
}
