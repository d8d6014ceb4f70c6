using System.Text.Json;
using Roadmap.Contracts;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Legacy;

/// <summary>Raw WebSockets of the earlier system's clients, which know no <c>cancelled</c>: frames as they come.</summary>
public sealed class OldClientSocketTests(CompatibleServer compatible) : IClassFixture<CompatibleServer>
{
    private readonly RestServer _server = compatible.Server;

    [Fact]
    public async Task A_cancelled_task_is_told_as_failed_too_and_every_event_still_comes_once_and_in_order()
    {
        var task = await _server.StartTaskAsync();
        await _server.ReportAsync(task, """[{"type":"progress","step":"a","status":"x"},{"type":"progress","step":"b","status":"x"}]""");
        using var client = await FrameClient.ConnectAsync(RawUrl(task, "?after_seq=0"));

        await _server.ReportAsync(task, """{"type":"cancelled","reason":"user"}""");

        var messages = await ReadToCloseAsync(client);
        messages.Select(TypeOf).ShouldBe(["connected", "progress", "progress", "cancelled", "failed", "closing"]);
        messages.Where(IsEvent).Select(message => message.GetProperty("seq").GetInt64()).ShouldBe([1, 2, 3]);
        var alias = messages[4];
        (alias.GetProperty("task_id").GetString(), alias.GetProperty("alias_of").GetString(), alias.GetProperty("error").GetString())
            .ShouldBe((task, "cancelled", "user"));
        alias.TryGetProperty("epoch", out _).ShouldBeFalse("nobody can resume at it");
    }

    [Fact]
    public async Task Who_comes_after_the_cancel_hears_it_after_the_snapshot_and_who_resumes_after_it_does_not()
    {
        var task = await _server.StartTaskAsync();
        await _server.ReportAsync(task, """[{"type":"progress","step":"a","status":"x"},{"type":"cancelled"}]""");

        using var late = await FrameClient.ConnectAsync(RawUrl(task));
        using var resumed = await FrameClient.ConnectAsync(RawUrl(task, "?after_seq=2"));
        using var before = await FrameClient.ConnectAsync(RawUrl(task, "?after_seq=1"));

        (await ReadToCloseAsync(late)).Select(TypeOf).ShouldBe(["connected", "current_status", "failed", "closing"]);
        (await ReadToCloseAsync(resumed)).Select(TypeOf).ShouldBe(["connected", "closing"]);
        (await ReadToCloseAsync(before)).Select(TypeOf).ShouldBe(["connected", "cancelled", "failed", "closing"]);
    }

    [Fact]
    public async Task A_task_that_is_not_there_is_a_timeout_and_what_failed_has_error_message()
    {
        using var nobody = await FrameClient.ConnectAsync(RawUrl("nobody"));
        (await ReadToCloseAsync(nobody)).Select(TypeOf).ShouldBe(["timeout", "closing"]);

        var task = await _server.StartTaskAsync();
        await _server.ReportAsync(task, """{"type":"failed","error":"没有"}""");
        using var late = await FrameClient.ConnectAsync(RawUrl(task));
        var status = (await ReadToCloseAsync(late))[1];
        (TypeOf(status), status.GetProperty("error").GetString(), status.GetProperty("error_message").GetString())
            .ShouldBe(("current_status", "没有", "没有"));
    }

    [Fact]
    public async Task The_other_edges_hear_nothing_of_it()
    {
        var task = await _server.StartTaskAsync();
        await _server.ReportAsync(task, """{"type":"cancelled"}""");
        using var stream = await EventStreamClient.OpenAsync(_server.Http.BaseAddress!, task, "?after_seq=0");
        await using var hub = new HubWatcher(new Uri(_server.Http.BaseAddress!, Routes.Hub));
        await hub.StartAsync();
        await hub.SubscribeAsync(task, new AfterPosition { Seq = 0 });

        (await stream.NextBlockAsync())!.Event.ShouldBe(TaskEventTypes.Connected);
        (await stream.NextBlockAsync())!.Event.ShouldBe(TaskEventTypes.Cancelled);
        (await stream.NextBlockAsync())!.Event.ShouldBe(TaskEventTypes.Closing);
        await hub.NextAsync<ConnectedMessage>();
        await hub.NextAsync<CancelledEvent>();
    }

    private Uri RawUrl(string taskId, string query = "") =>
        new UriBuilder(new Uri(_server.Http.BaseAddress!, Routes.For(Routes.RawSocket, taskId) + query)) { Scheme = "ws" }.Uri;

    private static async Task<List<JsonElement>> ReadToCloseAsync(FrameClient client)
    {
        var frames = await client.ReadToCloseAsync();
        frames[^1].Closing.Code.ShouldBeOneOf(CloseCodes.Ended, CloseCodes.NotFound);
        return [.. frames.SkipLast(1).Select(frame => JsonElement.Parse(frame.Payload))];
    }

    private static string? TypeOf(JsonElement message) => message.GetProperty("type").GetString();

    private static bool IsEvent(JsonElement message) => message.TryGetProperty("seq", out _);
}
