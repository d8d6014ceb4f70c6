using System.Buffers;
using MessagePack;
using Microsoft.Extensions.DependencyInjection;
using Roadmap.Contracts;
using Roadmap.Hubs.Connections;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.HubProtocols;

/// <summary>The hub in MessagePack, byte by byte: what is refused over JSON is refused here, in the same words.</summary>
public sealed class PackedFramesTests : HubTest
{
    /// <summary>Arguments that JSON has no form for.</summary>
    public static TheoryData<string, string> Unspeakable => new()
    {
        { "bytes", "task_id must be text, a number, true, false, nil, an array or a map." },
        { "timestamp", "after.seq must be text, a number, true, false, nil, an array or a map." },
        { "no UTF-8", "task_id holds text that is no UTF-8." },
        { "a key of no UTF-8", "$ holds text that is no UTF-8." },
        { "a key that is a number", "after holds a key that is no text." },
        { "NaN", "x[1].y must be a number." },
        { "65 levels", $"x{string.Concat(Enumerable.Repeat("[0]", 63))} nests too deeply." },
    };

    [Fact]
    public async Task Messages_go_out_in_binary_frames_with_the_names_of_JSON()
    {
        var task = await Server.StartTaskAsync();
        using var client = await PackedClient.ConnectAsync(Server);

        await client.SendAsync(Packed.Call("1", HubMethods.Subscribe, Packed.Of($$"""{"task_id":"{{task}}","after":null}""")));
        var connected = await client.NextAsync();
        // Any earlier, it could be part of the snapshot instead.
        const string Data = """{"n":null,"a":[1,{}]}""";
        await Server.ReportAsync(
            task,
            $$"""{"type":"progress","step":"reading","status":"processing","message":"读取 <ü> 🎓\n","percentage":40.5,"data":{{Data}}}""");
        string[] expected = [TaskEventTypes.Connected, TaskEventTypes.CurrentStatus, TaskEventTypes.Progress];
        for (var (seen, message) = (0, connected); seen < expected.Length; message = await client.NextAsync())
        {
            // [1, headers, null, target, [argument], streams]
            if (message[0].GetInt32() != 1)
                continue;
            message[3].GetString().ShouldBe(expected[seen]);
            message[4][0].GetProperty("type").GetString().ShouldBe(expected[seen]);
            message[4][0].GetProperty("task_id").GetString().ShouldBe(task);
            if (++seen < expected.Length)
                continue;
            message[4][0].GetRawText().ShouldEndWith($$""","step":"reading","status":"processing","percentage":40.5,"data":{{Data}}}""");
            message[4][0].GetProperty("message").GetString().ShouldBe("读取 <ü> 🎓\n");
            break;
        }
    }

    [Theory]
    [InlineData("[1,{},\"1\",\"NoSuchMethod\",[],[]]", "The hub has Subscribe,")]
    [InlineData("[1,{},\"1\",\"Subscribe\",[],[]]", "The hub has Subscribe,")]
    [InlineData("[1,{},\"1\",\"Subscribe\",[{},{}],[]]", "The hub has Subscribe,")]
    [InlineData("[1,{},\"1\",\"Ping\",[{}]]", "The hub has Subscribe,")]
    [InlineData("[4,{},\"1\",\"Ping\",[],[]]", "The hub has Subscribe,")]
    [InlineData("[4,{},\"1\",\"NoSuchMethod\",[],[]]", "The hub has Subscribe,")]
    [InlineData("[1,{},\"1\",\"Ping\",[],[\"s\"]]", "The hub has Subscribe,")]
    [InlineData("[1,{},\"1\",\"GetStatus\",[\"x\"],[]]", "$ must be an object")]
    [InlineData("[1,{},\"1\",\"GetStatus\",[null],[]]", "$ must be an object")]
    [InlineData("[1,{},\"1\",\"GetStatus\",[[1]],[]]", "$ must be an object")]
    [InlineData("[1,{},\"1\",\"GetStatus\",[{\"task_id\":null}],[]]", "task_id is required")]
    [InlineData("[1,{},\"1\",\"Subscribe\",[{\"include_history\":\"yes\"}],[]]", "include_history must be true or false")]
    [InlineData("[1,{},\"1\",\"Subscribe\",[{\"task_id\":\"negotiate\"}],[]]", "task_id")]
    public async Task A_call_that_cannot_be_made_is_refused_with_a_code_and_the_connection_stays(string call, string sentence)
    {
        using var client = await PackedClient.ConnectAsync(Server);
        await client.SendAsync(Packed.Message(call));
        await RefusedAsync(client, sentence);
    }

    [Theory]
    [MemberData(nameof(Unspeakable))]
    public async Task What_JSON_has_no_form_for_is_refused_with_its_path(string what, string sentence)
    {
        using var client = await PackedClient.ConnectAsync(Server);
        await client.SendAsync(Packed.Call("1", HubMethods.Subscribe, Argument(what)));
        await RefusedAsync(client, sentence);
    }

    [Fact]
    public async Task A_call_may_span_frames_and_a_frame_may_hold_calls()
    {
        using var client = await PackedClient.ConnectAsync(Server);
        var ping = Packed.Call("1", "Ping");

        await client.SendAsync(ping[..5], endOfMessage: false);
        await client.SendAsync(ping[5..]);
        (await client.AnswerAsync("1")).ShouldBeNull();
        // What follows a message of an unknown type is heard at once, too.
        var unknown = Packed.Message("[99]");
        await client.SendAsync([.. unknown, .. Packed.Call("2", "pInG"), .. unknown, .. unknown, .. Packed.Call("3", "Ping")]);
        (await client.AnswerAsync("2")).ShouldBeNull();
        (await client.AnswerAsync("3")).ShouldBeNull();
    }

    [Theory]
    [InlineData("C1")]
    [InlineData("00")]
    [InlineData("0490")]
    [InlineData("02C106")]
    [InlineData("0191")]
    [InlineData("03DDFFFF")]
    [InlineData("06DDFFFFFFFF01")]
    [InlineData("0691A2C328C328")]
    [InlineData("FFFFFFFFFF")]
    [InlineData("079601DFFFFFFFFF")]
    [InlineData("0496018000")]
    [InlineData("029501")]
    public async Task Nonsense_ends_the_connection_or_is_refused_and_logs_no_error(string nonsense)
    {
        using var client = await PackedClient.ConnectAsync(Server);
        await client.SendAsync(Convert.FromHexString(nonsense));
        // Behind the beginning of a message everything is its rest.
        for (var i = 0; i < 20; i++)
            await client.SendAsync(new byte[2_000]);
        await client.EndedAsync();
    }

    /// <summary>What is passed over must cost no stack.</summary>
    [Theory]
    [InlineData("91")]
    [InlineData("81A0")]
    public async Task An_answer_to_no_question_may_nest_as_deeply_as_it_likes(string level)
    {
        using var client = await PackedClient.ConnectAsync(Server);
        var deep = Convert.FromHexString(string.Concat(Enumerable.Repeat(level, 30_000 / (level.Length / 2))) + "C0");
        await client.SendAsync(Packed.Message([0x95, 0x03, 0x80, 0xA1, (byte)'x', 0x03, .. deep]));
        await client.SendAsync(Packed.Call("1", HubMethods.Ping));
        (await client.AnswerAsync("1")).ShouldBeNull();
    }

    [Fact]
    public async Task A_message_may_be_as_large_as_over_JSON_and_no_larger()
    {
        using var client = await PackedClient.ConnectAsync(Server);
        await client.SendAsync(Packed.Call("1", HubMethods.Ping, Packed.Of($"\"{new string('x', (32 * 1024) - 100)}\"")));
        (await client.AnswerAsync("1")).ShouldNotBeNull();
        await client.SendAsync(Packed.Call("1", HubMethods.Ping, Packed.Of($"\"{new string('x', 32 * 1024)}\"")));
        await client.EndedAsync();
    }

    [Fact]
    public async Task Who_is_asked_to_go_is_told_to_come_back()
    {
        using var client = await PackedClient.ConnectAsync(Server, "?task_id=nobody");
        (await client.NextAsync())[4][0].GetRawText().ShouldStartWith("""{"type":"error","code":"task_not_found",""");

        var draining = Server.Services.GetRequiredService<ConnectionDraining>().DrainAsync(TimeSpan.FromSeconds(1), CancellationToken.None);
        (await client.NextAsync()).GetRawText().ShouldBe("[7,null,true]");
        client.Dispose();
        await draining.InTime();
    }

    private static async Task RefusedAsync(PackedClient client, string sentence)
    {
        (await client.AnswerAsync("1")).ShouldNotBeNull().Split("HubException: ")[^1].ShouldStartWith($"invalid_request: {sentence}");
        await client.SendAsync(Packed.Call("2", HubMethods.GetStatus, Packed.Of("""{"task_id":"nobody"}""")));
        (await client.AnswerAsync("2")).ShouldNotBeNull().ShouldContain("task_not_found: ");
    }

    private static byte[] Argument(string what)
    {
        var output = new ArrayBufferWriter<byte>();
        var writer = new MessagePackWriter(output);
        writer.WriteMapHeader(1);
        switch (what)
        {
            case "bytes":
                writer.Write("task_id");
                writer.Write(new byte[3]);
                break;
            case "timestamp":
                writer.Write("after");
                writer.WriteMapHeader(1);
                writer.Write("seq");
                writer.Write(DateTime.UnixEpoch);
                break;
            case "no UTF-8":
                writer.Write("task_id");
                writer.WriteString([0xC3, 0x28]);
                break;
            case "a key of no UTF-8":
                writer.WriteString([0xED, 0xA0, 0x80]);
                writer.Write(1);
                break;
            case "a key that is a number":
                writer.Write("after");
                writer.WriteMapHeader(1);
                writer.Write(7);
                writer.Write(7);
                break;
            case "NaN":
                writer.Write("x");
                writer.WriteArrayHeader(2);
                writer.Write(double.PositiveInfinity);
                writer.WriteMapHeader(1);
                writer.Write("y");
                writer.Write(double.NaN);
                break;
            default:
                writer.Write("x");
                for (var level = 1; level < 65; level++)
                    writer.WriteArrayHeader(1);
                writer.WriteNil();
                break;
        }

        writer.Flush();
        return output.WrittenSpan.ToArray();
    }
}
