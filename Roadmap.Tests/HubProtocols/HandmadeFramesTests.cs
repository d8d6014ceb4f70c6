using System.Text.Json;
using Roadmap.Contracts;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.HubProtocols;

/// <summary>The wire itself, byte by byte, for clients that are not SignalR's own.</summary>
public sealed class HandmadeFramesTests : HubTest
{
    [Fact]
    public async Task Messages_go_out_under_the_names_of_their_types_with_snake_case_members()
    {
        var task = await Server.StartTaskAsync();
        using var client = await HandmadeClient.ConnectAsync(Server);

        await client.InvokeAsync("1", "Subscribe", $$"""{"task_id":"{{task}}"}""");

        var targets = new List<string>();
        while (targets.Count < 3)
        {
            var message = await client.NextCallAsync();
            if (message.GetProperty("type").GetInt32() != 1)
                continue;
            var argument = message.GetProperty("arguments")[0];
            var target = message.GetProperty("target").GetString()!;
            targets.Add(target);
            argument.GetProperty("type").GetString().ShouldBe(target);
            argument.GetProperty("task_id").GetString().ShouldBe(task);
            // Any earlier, it could be part of the snapshot instead.
            if (target == TaskEventTypes.Connected)
                await Server.ReportAsync(task, """{"type":"progress","step":"reading","status":"processing","message":"读取 <ü> 🎓"}""");
            if (target == TaskEventTypes.Progress)
                argument.GetRawText().ShouldContain("读取 <ü> 🎓");
            argument.EnumerateObject().ShouldAllBe(member => member.Value.ValueKind != JsonValueKind.Null);
        }

        targets.ShouldBe([TaskEventTypes.Connected, TaskEventTypes.CurrentStatus, TaskEventTypes.Progress]);
    }

    [Fact]
    public async Task A_call_may_span_frames_and_a_frame_may_hold_calls()
    {
        using var client = await HandmadeClient.ConnectAsync(Server);

        await client.SendAsync("""{"type":1,"invocationId":"1","tar""", endOfMessage: false);
        await client.SendAsync("""get":"Ping","arguments":[]}""" + HandmadeClient.End);
        (await AnswerOfAsync(client, "1")).TryGetProperty("error", out _).ShouldBeFalse();

        var ping = """{"type":1,"invocationId":"{0}","target":"pInG","arguments":[]}""" + HandmadeClient.End;
        await client.SendAsync(ping.Replace("{0}", "2", StringComparison.Ordinal) + ping.Replace("{0}", "3", StringComparison.Ordinal));
        await AnswerOfAsync(client, "2");
        await AnswerOfAsync(client, "3");
    }

    [Theory]
    [InlineData("null", "invalid_request: ")]
    [InlineData("[1]", "invalid_request: ")]
    [InlineData("""{"task_id":null}""", "invalid_request: task_id is required")]
    [InlineData("""{"task_id":"x","include_history":"yes","after":{"epoch":7}}""", "invalid_request: include_history")]
    [InlineData("""{"task_id":"negotiate"}""", "invalid_request: task_id")]
    public async Task A_wrong_argument_is_refused_with_a_code_and_the_connection_stays(string argument, string expected)
    {
        using var client = await HandmadeClient.ConnectAsync(Server);

        await client.InvokeAsync("1", "Subscribe", argument);

        var error = (await AnswerOfAsync(client, "1")).GetProperty("error").GetString()!;
        error.Split("HubException: ")[^1].ShouldStartWith(expected);
        await client.InvokeAsync("2", "GetStatus", """{"task_id":"nobody"}""");
        (await AnswerOfAsync(client, "2")).GetProperty("error").GetString()!.ShouldContain("task_not_found: ");
    }

    /// <summary>Also those that never reach a method.</summary>
    [Theory]
    [InlineData("""{"type":1,"invocationId":"1","target":"NoSuchMethod","arguments":[]}""", "The hub has Subscribe,")]
    [InlineData("""{"type":1,"invocationId":"1","target":"Subscribe","arguments":[]}""", "The hub has Subscribe,")]
    [InlineData("""{"type":1,"invocationId":"1","target":"Subscribe","arguments":[{},{}]}""", "The hub has Subscribe,")]
    [InlineData("""{"type":1,"invocationId":"1","target":"GetStatus","arguments":[]}""", "The hub has Subscribe,")]
    [InlineData("""{"type":1,"invocationId":"1","target":"Unsubscribe","arguments":[1,2,3]}""", "The hub has Subscribe,")]
    [InlineData("""{"type":1,"invocationId":"1","target":"Ping","arguments":[{}]}""", "The hub has Subscribe,")]
    [InlineData("""{"type":4,"invocationId":"1","target":"Ping","arguments":[]}""", "The hub has Subscribe,")]
    [InlineData("""{"type":4,"invocationId":"1","target":"NoSuchMethod","arguments":[]}""", "The hub has Subscribe,")]
    [InlineData("""{"type":1,"invocationId":"1","target":"Ping","arguments":[],"streamIds":["s"]}""", "The hub has Subscribe,")]
    [InlineData("""{"type":1,"invocationId":"1","target":"GetStatus","arguments":["x"]}""", "$ must be an object")]
    [InlineData("""{"type":1,"invocationId":"1","target":"GetStatus","arguments":[{"task_id":"\ud800"}]}""",
        "task_id holds half of a surrogate pair")]
    [InlineData("""{"type":1,"invocationId":"1","target":"GetStatus","arguments":[{"\ud800":"x"}]}""", "$ holds half of a surrogate pair")]
    [InlineData("""{"type":1,"invocationId":"1","target":"\ud800","arguments":[]}""", "target holds half of a surrogate pair")]
    [InlineData("""{"\ud800":1,"type":1,"invocationId":"1","target":"Ping","arguments":[]}""", "$ holds half of a surrogate pair")]
    [InlineData("""{"type":1,"invocationId":"1","headers":{"a":"\udfff"},"target":"Ping","arguments":[]}""",
        "headers.a holds half of a surrogate pair")]
    public async Task A_call_that_cannot_be_made_is_answered_as_any_refusal_is_and_the_connection_stays(string call, string sentence)
    {
        using var client = await HandmadeClient.ConnectAsync(Server);
        await client.SendAsync(call + HandmadeClient.End);

        var error = (await AnswerOfAsync(client, "1")).GetProperty("error").GetString()!;
        error.Split("HubException: ")[^1].ShouldStartWith($"invalid_request: {sentence}");
        await client.InvokeAsync("2", "GetStatus", """{"task_id":"nobody"}""");
        (await AnswerOfAsync(client, "2")).GetProperty("error").GetString()!.ShouldContain("task_not_found: ");
    }

    [Theory]
    [InlineData("""{"type":99}""")]
    [InlineData("""{"type":8,"sequenceId":1}""")]
    public async Task What_follows_a_record_of_an_unknown_type_in_the_same_frame_is_heard_at_once(string unknown)
    {
        using var client = await HandmadeClient.ConnectAsync(Server);
        var ping = """{"type":1,"invocationId":"1","target":"Ping","arguments":[]}""";
        await client.SendAsync(string.Concat(unknown, HandmadeClient.End, unknown, HandmadeClient.End, ping, HandmadeClient.End));
        await AnswerOfAsync(client, "1");
    }

    [Theory]
    [InlineData("this is no handshake\u001e")]
    [InlineData("{\"protocol\":\"blazorpack\",\"version\":1}\u001e")]
    [InlineData("{\"protocol\":\"json\",\"version\":1}\u001e{broken\u001e")]
    [InlineData(
        "{\"protocol\":\"json\",\"version\":1}\u001e{\"type\":1,\"invocationId\":\"\\ud800\",\"target\":\"Ping\",\"arguments\":[]}\u001e")]
    [InlineData("{\"protocol\":\"json\",\"version\":1}\u001e{\"type\":1e400}\u001e")]
    [InlineData("{\"protocol\":\"\\ud800\",\"version\":1}\u001e")]
    public async Task Nonsense_ends_the_connection_and_logs_no_error(string nonsense)
    {
        using var client = await HandmadeClient.ConnectAsync(Server, shakesHands: false);
        await client.SendAsync(nonsense);
        await client.EndedAsync();
    }

    [Fact]
    public async Task Clients_that_leave_in_the_middle_of_anything_cause_no_error()
    {
        var task = await Server.StartTaskAsync();
        for (var first = 1; first <= 3_001; first += 1_000)
            await Server.ReportProgressAsync(task, first, 1_000);

        for (var round = 0; round < 60; round++)
        {
            var whole = $"?task_id={task}&after_seq=0";
            // In the handshake, in the subscription, in a long replay, in a call.
            using var client = await HandmadeClient.ConnectAsync(Server, round % 2 == 0 ? whole : "", shakesHands: round % 4 != 0);
            if (round % 3 == 1)
                await client.InvokeAsync("1", "Subscribe", $$$"""{"task_id":"{{{task}}}","after":{"seq":0}}""");
            if (round % 4 == 2)
                await client.NextAsync();
        }

        await Server.ReportProgressAsync(task, 4_001, 100);
        await using var watcher = await Server.ConnectAsync($"?task_id={task}");
        (await watcher.NextAsync<ConnectedMessage>()).Position.Seq.ShouldBe(4_100);
    }

    private static async Task<JsonElement> AnswerOfAsync(HandmadeClient client, string invocationId)
    {
        while (true)
        {
            var message = await client.NextCallAsync();
            if (message.GetProperty("type").GetInt32() == 3 && message.GetProperty("invocationId").GetString() == invocationId)
                return message;
        }
    }
}
