using System.Net;
using System.Text.Json;
using Roadmap.Contracts;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.EventStreams;

/// <summary>
/// A task as server-sent events: what comes, in which order, and from which position. The client itself holds every message against its
/// name and its id.
/// </summary>
public sealed class EventStreamTests : HubTest
{
    [Fact]
    public async Task A_watcher_hears_connected_then_the_status_then_every_event_as_it_happens_and_then_the_end()
    {
        var task = await Server.StartTaskAsync();
        await Server.ReportProgressAsync(task, 1, 2);
        using var stream = await Server.StreamAsync(task);

        var connected = await stream.NextAsync<ConnectedMessage>();
        (connected.Position.Seq, connected.Recovered).ShouldBe((2, null));
        (await stream.NextAsync<TaskSnapshot>()).Seq.ShouldBe(2);
        await Server.ReportProgressAsync(task, 3);
        (await stream.NextAsync<ProgressEvent>()).Seq.ShouldBe(3);
        await Server.ReportAsync(task, """{"type":"completed"}""");
        (await stream.NextAsync<CompletedEvent>()).Seq.ShouldBe(4);
        await stream.ClosedAsync(ClosingReasons.TaskEnded);

        IsHeldBackByNobody(stream.Response);
    }

    [Fact]
    public async Task The_hub_s_own_stream_is_held_back_by_no_proxy_either()
    {
        var hub = new Uri(Routes.Hub, UriKind.Relative);
        using var negotiated = await Server.Http.PostAsync(new Uri($"{hub}/negotiate?negotiateVersion=1", UriKind.Relative), content: null);
        var id = JsonDocument.Parse(await negotiated.Content.ReadAsStringAsync()).RootElement.GetProperty("connectionToken").GetString();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"{hub}?id={id}", UriKind.Relative));
        request.Headers.Accept.ParseAdd("text/event-stream");

        using var stream = await Server.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);

        stream.Content.Headers.ContentType?.MediaType.ShouldBe("text/event-stream");
        IsHeldBackByNobody(stream);
    }

    [Fact]
    public async Task An_event_is_three_lines_whatever_its_text_and_only_what_has_a_position_has_an_id()
    {
        const string text = "one\\ntwo\\r\\nthree\\u2028four 学习 😀";
        var task = await Server.StartTaskAsync();
        using var stream = await Server.StreamAsync(task);
        var reply = await Server.ReportAsync(
            task, $$"""[{"type":"progress","step":"work","status":"processing","message":"{{text}}"},{"type":"cancelled"}]""");

        var blocks = new List<EventBlock>();
        while (await stream.NextBlockAsync() is { } block)
            blocks.Add(block);

        blocks.Select(block => (block.Event, block.Id)).ShouldBe([
            ("connected", null),
            ("current_status", $"{reply.Epoch}:0"),
            ("progress", $"{reply.Epoch}:1"),
            ("cancelled", $"{reply.Epoch}:2"),
            ("closing", null),
        ]);
        blocks[2].Data.ShouldNotBeNull().ShouldContain("学习 😀");
    }

    [Fact]
    public async Task Without_history_no_status_is_sent_unless_the_task_has_ended()
    {
        var task = await Server.StartTaskAsync();
        using var stream = await Server.StreamAsync(task, "?include_history=false");
        await Server.ReportAsync(task, """{"type":"failed","error":"no more"}""");
        await stream.NextAsync<ConnectedMessage>();
        await stream.NextAsync<FailedEvent>();
        await stream.ClosedAsync(ClosingReasons.TaskEnded);

        using var late = await Server.StreamAsync(task, "?include_history=false");
        await late.NextAsync<ConnectedMessage>();
        (await late.NextAsync<TaskSnapshot>()).Error.ShouldBe("no more");
        await late.ClosedAsync(ClosingReasons.TaskEnded);
    }

    [Fact]
    public async Task A_position_is_resumed_from_and_the_last_event_s_id_wins_over_the_query()
    {
        var task = await Server.StartTaskAsync();
        await Server.ReportProgressAsync(task, 1, 5);

        using var whole = await Server.StreamAsync(task, "?after_seq=0");
        var connected = await whole.NextAsync<ConnectedMessage>();
        (connected.Recovered, connected.Position.Seq).ShouldBe((true, 0));
        for (var seq = 1; seq <= 5; seq++)
            (await whole.NextAsync<ProgressEvent>()).Seq.ShouldBe(seq);

        using var rest = await Server.StreamAsync(task, "?after_seq=0", $"{connected.Position.Epoch}:4");
        (await rest.NextAsync<ConnectedMessage>()).Position.Seq.ShouldBe(4);
        (await rest.NextAsync<ProgressEvent>()).Seq.ShouldBe(5);
    }

    [Theory]
    [InlineData("another-epoch:1", ResetReason.EpochChanged)]
    [InlineData(null, ResetReason.Ahead)]
    public async Task A_position_that_is_lost_is_answered_with_the_reason_and_the_snapshot(string? lastEventId, ResetReason reason)
    {
        var task = await Server.StartTaskAsync();
        await Server.ReportProgressAsync(task, 1, 3);
        using var stream = await Server.StreamAsync(task, "?after_seq=9", lastEventId);
        await Server.ReportProgressAsync(task, 4);

        var connected = await stream.NextAsync<ConnectedMessage>();
        (connected.Recovered, connected.Reason, connected.Position.Seq).ShouldBe((false, reason, 3));
        (await stream.NextAsync<TaskSnapshot>()).Seq.ShouldBe(3);
        (await stream.NextAsync<ProgressEvent>()).Seq.ShouldBe(4);
    }

    [Fact]
    public async Task A_long_replay_comes_whole_before_the_end()
    {
        var task = await Server.StartTaskAsync();
        await Server.ReportProgressAsync(task, 1, 1_000);
        await Server.ReportProgressAsync(task, 1_001, 500);
        await Server.ReportAsync(task, """{"type":"completed"}""");

        using var stream = await Server.StreamAsync(task, "?after_seq=0");

        await stream.NextAsync<ConnectedMessage>();
        for (var seq = 1; seq <= 1_500; seq++)
            (await stream.NextAsync<ProgressEvent>()).Seq.ShouldBe(seq);
        await stream.NextAsync<CompletedEvent>();
        await stream.ClosedAsync(ClosingReasons.TaskEnded);
    }

    [Fact]
    public async Task The_end_of_an_earlier_attempt_is_not_the_end()
    {
        var task = await Server.StartTaskAsync();
        await Server.ReportAsync(task, """[{"type":"failed","error":"no more"},{"type":"retry_started"}]""");
        using var stream = await Server.StreamAsync(task, "?after_seq=0");
        await stream.NextAsync<ConnectedMessage>();
        await stream.NextAsync<FailedEvent>();
        await stream.NextAsync<RetryStartedEvent>();

        await Server.ReportAsync(task, """{"type":"completed"}""");

        await stream.NextAsync<CompletedEvent>();
        await stream.ClosedAsync(ClosingReasons.TaskEnded);
    }

    [Fact]
    public async Task Who_has_everything_of_an_ended_task_is_told_that_there_is_no_more_until_it_is_retried()
    {
        var task = await Server.StartTaskAsync();
        var end = await Server.ReportAsync(
            task, """[{"type":"progress","step":"work","status":"processing"},{"type":"failed","error":"no more"}]""");

        using var byId = await EventStreamClient.AskAsync(Server.Http.BaseAddress!, task, lastEventId: $"{end.Epoch}:2");
        using var byQuery = await EventStreamClient.AskAsync(Server.Http.BaseAddress!, task, "?after_seq=2");
        using var before = await Server.StreamAsync(task, lastEventId: $"{end.Epoch}:1");

        foreach (var answer in new[] { byId, byQuery })
        {
            answer.Response.StatusCode.ShouldBe(HttpStatusCode.NoContent);
            answer.Response.Headers.CacheControl?.NoStore.ShouldBeTrue();
        }

        await before.NextAsync<ConnectedMessage>();
        await before.NextAsync<FailedEvent>();
        await before.ClosedAsync(ClosingReasons.TaskEnded);

        await Server.ReportAsync(task, """{"type":"retry_started"}""");
        using var again = await Server.StreamAsync(task, lastEventId: $"{end.Epoch}:2");
        (await again.NextAsync<ConnectedMessage>()).Recovered.ShouldBe(true);
        (await again.NextAsync<RetryStartedEvent>()).Seq.ShouldBe(3);
    }

    private static void IsHeldBackByNobody(HttpResponseMessage response)
    {
        response.Headers.NonValidated["Cache-Control"].ToString().ShouldBe("no-cache, no-store, no-transform");
        response.Headers.GetValues("X-Accel-Buffering").ShouldBe(["no"]);
    }
}
