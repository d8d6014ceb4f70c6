using System.Net;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Roadmap.Contracts;
using Roadmap.Hubs.EventLog;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.RawSockets;

/// <summary>What one raw WebSocket is sent, in which order, as a stock client sees it.</summary>
public sealed class RawSubscriptionTests(RunningServer running) : IClassFixture<RunningServer>, IDisposable
{
    private HubServer Server => running.Server;

    public void Dispose() => Server.Logged.Lines.ShouldBeEmpty();

    [Fact]
    public async Task A_watcher_hears_connected_the_snapshot_every_event_and_the_end()
    {
        var task = await Server.StartTaskAsync();
        await Server.ReportProgressAsync(task, 1, 2);

        using var watcher = await Server.WatchRawAsync(task);
        var connected = await watcher.NextAsync<ConnectedMessage>();
        (connected.TaskId, connected.Position.Seq, connected.Recovered).ShouldBe((task, 2, null));
        (await watcher.NextAsync<TaskSnapshot>()).Seq.ShouldBe(2);

        await Server.ReportProgressAsync(task, 3, 2);
        await Server.ReportAsync(task, """{"type":"completed","message":"done"}""");
        await SeesProgressAsync(watcher, 3, 4);
        (await watcher.NextAsync<CompletedEvent>()).Message.ShouldBe("done");
        await SeesEndAsync(watcher, task);
    }

    [Fact]
    public async Task Each_message_is_a_frame_of_its_own_also_when_many_come_at_once()
    {
        var task = await Server.StartTaskAsync();
        using var client = await FrameClient.ConnectAsync(Server.RawUrl(task));
        await client.NextAsync();
        await client.NextAsync();

        await Server.ReportAsync(
            task, """[{"type":"progress","step":"reading","status":"processing","message":"读取 <ü> 🎓"},{"type":"completed"}]""");

        var frames = await client.ReadToCloseAsync();
        frames[^1].Closing.Code.ShouldBe(CloseCodes.Ended);
        frames.RemoveAt(frames.Count - 1);
        frames.ShouldAllBe(frame => frame.Opcode == Frame.TextOpcode && frame.IsFinal);
        var messages = frames.Select(frame => JsonDocument.Parse(frame.Payload).RootElement).ToList();
        messages.Select(message => message.GetProperty("type").GetString())
            .ShouldBe([TaskEventTypes.Progress, TaskEventTypes.Completed, TaskEventTypes.Closing]);
        messages.ShouldAllBe(message => message.GetProperty("task_id").GetString() == task);
        frames[0].Text.ShouldContain("读取 <ü> 🎓");
    }

    [Fact]
    public async Task Over_HTTP_2_it_is_the_same()
    {
        await using var server = await HubServer.StartAsync(["--Kestrel:EndpointDefaults:Protocols=Http2"]);
        (server.Http.DefaultRequestVersion, server.Http.DefaultVersionPolicy) =
            (HttpVersion.Version20, HttpVersionPolicy.RequestVersionExact);
        var task = await server.StartTaskAsync();
        using var handler = new SocketsHttpHandler();

        using var watcher = await RawWatcher.ConnectOverHttp2Async(server.RawUrl(task), handler);
        await watcher.NextAsync<ConnectedMessage>();
        await watcher.NextAsync<TaskSnapshot>();
        await watcher.SendAsync("""{"type":"ping"}""");
        await watcher.NextAsync<PongMessage>();
        await server.ReportProgressAsync(task, 1);
        await SeesProgressAsync(watcher, 1, 1);
        await server.ReportAsync(task, """{"type":"completed"}""");
        await watcher.NextAsync<CompletedEvent>();
        await SeesEndAsync(watcher, task);
        server.Logged.Lines.ShouldBeEmpty();
    }

    [Fact]
    public async Task Without_history_no_snapshot_comes_unless_the_task_has_ended()
    {
        var task = await Server.StartTaskAsync();
        using (var watcher = await Server.WatchRawAsync(task, "?include_history=false"))
        {
            await watcher.NextAsync<ConnectedMessage>();
            await Server.ReportAsync(task, """{"type":"failed","error":"no more"}""");
            (await watcher.NextAsync<FailedEvent>()).Seq.ShouldBe(1);
            await SeesEndAsync(watcher, task);
        }

        using var late = await Server.WatchRawAsync(task, "?include_history=false");
        await late.NextAsync<ConnectedMessage>();
        (await late.NextAsync<TaskSnapshot>()).Error.ShouldBe("no more");
        await SeesEndAsync(late, task);
    }

    [Fact]
    public async Task A_position_is_resumed_from_and_zero_is_the_whole_log()
    {
        var task = await Server.StartTaskAsync();
        await Server.ReportProgressAsync(task, 1, 5);

        using var whole = await Server.WatchRawAsync(task, "?after_seq=0");
        var connected = await whole.NextAsync<ConnectedMessage>();
        (connected.Recovered, connected.Position.Seq).ShouldBe((true, 0));
        await SeesProgressAsync(whole, 1, 5);

        using var rest = await Server.WatchRawAsync(task, $"?epoch={connected.Position.Epoch}&after_seq=4&include_history=true");
        (await rest.NextAsync<ConnectedMessage>()).Position.ShouldBe(new Position { Epoch = connected.Position.Epoch, Seq = 4 });
        await Server.ReportProgressAsync(task, 6);
        await SeesProgressAsync(rest, 5, 6);
        await SeesProgressAsync(whole, 6, 6);
    }

    [Theory]
    [InlineData("?epoch=another&after_seq=1", ResetReason.EpochChanged)]
    [InlineData("?after_seq=9", ResetReason.Ahead)]
    public async Task A_position_that_is_lost_is_answered_with_the_reason_and_the_snapshot(string query, ResetReason reason)
    {
        var task = await Server.StartTaskAsync();
        await Server.ReportProgressAsync(task, 1, 3);

        using var watcher = await Server.WatchRawAsync(task, query);
        var connected = await watcher.NextAsync<ConnectedMessage>();
        (connected.Recovered, connected.Reason, connected.Position.Seq).ShouldBe((false, reason, 3));
        (await watcher.NextAsync<TaskSnapshot>()).Seq.ShouldBe(3);
        await Server.ReportProgressAsync(task, 4);
        await SeesProgressAsync(watcher, 4, 4);
    }

    [Fact]
    public async Task A_position_before_what_is_kept_is_answered_with_trimmed()
    {
        await using var server = await HubServer.StartAsync(["--Retention:EventsPerTask=10"]);
        var task = await server.StartTaskAsync();
        await server.ReportProgressAsync(task, 1, 200);

        using var watcher = await server.WatchRawAsync(task, "?after_seq=3");

        var connected = await watcher.NextAsync<ConnectedMessage>();
        (connected.Recovered, connected.Reason).ShouldBe((false, ResetReason.Trimmed));
        (await watcher.NextAsync<TaskSnapshot>()).Seq.ShouldBe(200);
    }

    [Fact]
    public async Task Only_the_last_attempt_s_end_ends_a_replay()
    {
        var task = await Server.StartTaskAsync();
        await Server.ReportAsync(task,
            """[{"type":"failed","error":"once"},{"type":"retry_started"},{"type":"progress","step":"work","status":"processing"}]""");

        using var early = await Server.WatchRawAsync(task, "?after_seq=0");
        await SeesTwoAttemptsAsync(early);
        await early.SendAsync("""{"type":"ping"}""");
        (await early.NextAsync<PongMessage>()).TaskId.ShouldBe(task);

        await Server.ReportAsync(task, """{"type":"completed"}""");
        await early.NextAsync<CompletedEvent>();
        await SeesEndAsync(early, task);

        using var late = await Server.WatchRawAsync(task, "?after_seq=0");
        await SeesTwoAttemptsAsync(late);
        await late.NextAsync<CompletedEvent>();
        await SeesEndAsync(late, task);

        using var atHead = await Server.WatchRawAsync(task, "?after_seq=4");
        (await atHead.NextAsync<ConnectedMessage>()).Recovered.ShouldBe(true);
        await SeesEndAsync(atHead, task);
    }

    [Fact]
    public async Task A_status_that_is_asked_for_stands_in_its_place_between_the_events()
    {
        var task = await Server.StartTaskAsync();
        using var watcher = await Server.WatchRawAsync(task, "?include_history=false");
        await watcher.NextAsync<ConnectedMessage>();

        await Server.ReportProgressAsync(task, 1);
        await SeesProgressAsync(watcher, 1, 1);
        await watcher.SendAsync("""{"type":"get_status","unknown":[1,2]}""");
        (await watcher.NextAsync<TaskSnapshot>()).Seq.ShouldBe(1);
        await Server.ReportProgressAsync(task, 2);
        await SeesProgressAsync(watcher, 2, 2);
    }

    [Fact]
    public async Task A_status_that_is_asked_for_in_a_replay_comes_where_the_live_events_begin()
    {
        await using var server = await HubServer.StartAsync(replace: services => services
            .AddSingleton<ITaskLogReader>(provider => new HinderedLog(provider.GetRequiredService<Api.EventLog.ITaskEventLog>())));
        var log = (HinderedLog)server.Services.GetRequiredService<ITaskLogReader>();
        var task = await server.StartTaskAsync();
        await server.ReportProgressAsync(task, 1, 1_000);
        await server.ReportProgressAsync(task, 1_001, 500);

        log.HoldsLaterPages = true;
        using var watcher = await server.WatchRawAsync(task, "?after_seq=0");
        await watcher.NextAsync<ConnectedMessage>();
        await SeesProgressAsync(watcher, 1, 200);
        var headReads = log.HeadReads;
        await watcher.SendAsync("""{"type":"get_status"}""");
        await Wait.Eventually("the question has come to the feed", () => log.HeadReads > headReads);
        log.LetGo();

        await SeesProgressAsync(watcher, 201, 1_500);
        (await watcher.NextAsync<TaskSnapshot>()).Seq.ShouldBe(1_500);
        await server.ReportProgressAsync(task, 1_501);
        await SeesProgressAsync(watcher, 1_501, 1_501);
        server.Logged.Lines.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("")]
    [InlineData("ping")]
    [InlineData("""{"type":"ping" """)]
    [InlineData("""["ping"]""")]
    [InlineData("{}")]
    [InlineData("""{"type":5}""")]
    [InlineData("""{"type":[[[[[[[[[[]]]]]]]]]]}""")]
    [InlineData("""{"type":"ping"}""", WebSocketMessageType.Binary)]
    public async Task What_is_no_message_is_answered_with_an_error_and_the_connection_stays(
        string message, WebSocketMessageType type = WebSocketMessageType.Text)
    {
        var task = await Server.StartTaskAsync();
        using var watcher = await Server.WatchRawAsync(task, "?include_history=false");
        await watcher.NextAsync<ConnectedMessage>();

        await watcher.Socket.SendAsync(Encoding.UTF8.GetBytes(message), type, endOfMessage: true, CancellationToken.None).InTime();
        var error = await watcher.NextAsync<ErrorMessage>();
        (error.Code, error.TaskId).ShouldBe((ErrorCodes.InvalidRequest, task));

        // Nobody knows these, which is no error; the last comes in parts.
        await watcher.SendAsync("""{"type":"toString"}""");
        await watcher.SendAsync("""{"type":"connected","task_id":7}""");
        await watcher.SendAsync("""{"type":"pi""", endOfMessage: false);
        await watcher.SendAsync("", endOfMessage: false);
        await watcher.SendAsync("""ng"}""");
        await watcher.NextAsync<PongMessage>();
    }

    private static async Task SeesTwoAttemptsAsync(RawWatcher watcher)
    {
        (await watcher.NextAsync<ConnectedMessage>()).Recovered.ShouldBe(true);
        (await watcher.NextAsync<FailedEvent>()).Attempt.ShouldBe(1);
        (await watcher.NextAsync<RetryStartedEvent>()).Attempt.ShouldBe(2);
        (await watcher.NextAsync<ProgressEvent>()).Seq.ShouldBe(3);
    }

    private static async Task SeesProgressAsync(RawWatcher watcher, int from, int to)
    {
        for (var seq = from; seq <= to; seq++)
        {
            var progress = await watcher.NextAsync<ProgressEvent>();
            (progress.Seq, progress.Message).ShouldBe((seq, $"{seq}"));
        }
    }

    private static async Task SeesEndAsync(RawWatcher watcher, string task)
    {
        var closing = await watcher.NextAsync<ClosingMessage>();
        (closing.TaskId, closing.Reason).ShouldBe((task, ClosingReasons.TaskEnded));
        (await watcher.NextAsync<SocketClosed>()).ShouldBe(new SocketClosed(CloseCodes.Ended, closing.Message));
    }
}
