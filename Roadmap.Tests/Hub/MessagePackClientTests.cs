using System.Runtime.Serialization;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;
using Roadmap.Contracts;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Hub;

/// <summary>
/// A .NET tool that has called <c>AddMessagePackProtocol()</c>, and set nothing: with the contract's types, its own, or none.
/// </summary>
public sealed class MessagePackClientTests : HubTest
{
    private const string Data = """{"total_concepts":18,"share":0.5,"none":null,"key_technologies":["Rust"]}""";
    private const string Time = "2026-01-31T12:00:00.25Z";

    private const string Report =
        $$"""{"type":"progress","step":"reading","status":"processing","percentage":40,"timestamp":"{{Time}}","message":"读取","data":{{Data}}}""";

    [Theory]
    [InlineData(HttpTransportType.WebSockets)]
    [InlineData(HttpTransportType.LongPolling)]
    public async Task An_event_is_heard_as_any_event_and_as_the_type_it_is(HttpTransportType transport)
    {
        await using var client = Build(transport);
        var any = Hear<TaskEvent>(client, TaskEventTypes.Progress);
        var progress = Hear<ProgressEvent>(client, TaskEventTypes.Progress);
        var ended = Hear<TaskEvent>(client, TaskEventTypes.Completed);
        var task = await Server.StartTaskAsync();
        await client.StartAsync().InTime();
        var reply = await client.InvokeAsync<SubscribeReply>(HubMethods.Subscribe, new SubscribeRequest { TaskId = task }).InTime();
        reply.TaskId.ShouldBe(task);

        await Server.ReportAsync(task, Report);
        await Server.ReportAsync(task, """{"type":"completed"}""");

        var heard = (await any.Task.InTime()).ShouldBeOfType<ProgressEvent>();
        (heard.TaskId, heard.Seq, heard.Percentage, heard.Message, heard.SubStatus).ShouldBe((task, 1, 40, "读取", null));
        heard.Timestamp.ShouldBe(new DateTimeOffset(2026, 1, 31, 12, 0, 0, 250, TimeSpan.Zero));
        heard.Data!.Value.GetRawText().ShouldBe(Data);
        (await progress.Task.InTime()).Step.ShouldBe("reading");
        (await ended.Task.InTime()).ShouldBeOfType<CompletedEvent>().Seq.ShouldBe(2);
    }

    [Fact]
    public async Task Types_of_ones_own_have_the_members_of_the_wire()
    {
        var task = await Server.StartTaskAsync();
        await Server.ReportAsync(task, Report);

        var mine = await FirstProgressAsync<AsWritten>(task);
        (mine.task_id, mine.seq, mine.percentage, mine.timestamp, mine.sub_status).ShouldBe((task, 1, 40, Time, null));
        (Convert.ToInt32(mine.data!["total_concepts"], null), mine.data["share"], mine.data["none"]).ShouldBe((18, 0.5, null));
        ((object[])mine.data["key_technologies"]).ShouldBe(["Rust"]);
        var other = await FirstProgressAsync<Named>(task);
        (other.TaskId, other.Status).ShouldBe((task, "processing"));
        var keys = (await FirstProgressAsync<Dictionary<string, object>>(task)).Keys;
        keys.ShouldBe(["type", "task_id", "seq", "epoch", "attempt", "timestamp", "message", "step", "status", "percentage", "data"]);
    }

    [Fact]
    public async Task Server_sent_events_cannot_carry_it_and_say_so()
    {
        // A client that speaks for itself: SignalR's own does not even try.
        await using var client = Build(HttpTransportType.ServerSentEvents);
        (await Should.ThrowAsync<AggregateException>(() => client.StartAsync())).Message
            .ShouldContain("ServerSentEvents failed: The transport does not support the 'Binary' transfer format");

        using var negotiated = await Server.Http.PostAsync(new Uri($"{Server.HubUrl}/negotiate?negotiateVersion=1"), null).InTime();
        var id = JsonElement.Parse(await negotiated.Content.ReadAsStringAsync().InTime()).GetProperty("connectionToken").GetString();
        var url = new Uri($"{Server.HubUrl}?id={id}");
        using var ask = new HttpRequestMessage(HttpMethod.Get, url) { Headers = { { "Accept", "text/event-stream" } } };
        using var stream = await Server.Http.SendAsync(ask, HttpCompletionOption.ResponseHeadersRead).InTime();
        using var asked = new StringContent("""{"protocol":"messagepack","version":1}""" + HandmadeClient.End);
        using var taken = await Server.Http.PostAsync(url, asked).InTime();

        (await stream.Content.ReadAsStringAsync().InTime()).ShouldContain("Cannot use the 'messagepack' protocol on the current transport");
    }

    private HubConnection Build(HttpTransportType transport) =>
        new HubConnectionBuilder().WithUrl(Server.HubUrl, transport).AddMessagePackProtocol().Build();

    private static TaskCompletionSource<T> Hear<T>(HubConnection client, string name)
    {
        var heard = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        client.On<T>(name, message => heard.TrySetResult(message));
        return heard;
    }

    /// <summary>What a client hears that uses none of the contract's types.</summary>
    private async Task<T> FirstProgressAsync<T>(string task)
    {
        await using var client = Build(HttpTransportType.WebSockets);
        var heard = Hear<T>(client, TaskEventTypes.Progress);
        await client.StartAsync().InTime();
        var request = new Dictionary<string, object?> { ["task_id"] = task, ["include_history"] = null, ["after"] = new { seq = 0 } };
        await client.InvokeAsync(HubMethods.Subscribe, request).InTime();
        return await heard.Task.InTime();
    }

#pragma warning disable CA1707, IDE1006 // As on the wire.
    public sealed class AsWritten
    {
        public string? task_id { get; set; }

        public long seq { get; set; }

        public double percentage { get; set; }

        public string? timestamp { get; set; }

        public string? sub_status { get; set; }

        public IDictionary<string, object>? data { get; set; }
    }
#pragma warning restore CA1707, IDE1006

    [DataContract]
    public sealed class Named
    {
        [DataMember(Name = "task_id")]
        public string? TaskId { get; set; }

        [DataMember(Name = "status")]
        public string? Status { get; set; }
    }
}
