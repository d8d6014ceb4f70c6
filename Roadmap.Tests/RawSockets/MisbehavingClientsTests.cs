using Roadmap.Contracts;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.RawSockets;

/// <summary>Whatever a client does, nothing is sent after the close, and nothing is logged.</summary>
public sealed class MisbehavingClientsTests(RunningServer running) : IClassFixture<RunningServer>, IDisposable
{
    private const int ProtocolError = 1002;
    private const int InvalidPayload = 1007;

    private static readonly Frame s_ping = Frame.OfText("""{"type":"ping"}""");

    /// <summary>What the WebSocket protocol forbids, and the code for that.</summary>
    public static TheoryData<string, int> BrokenFrames => new()
    {
        { "invalid UTF-8", InvalidPayload },
        { "half of a surrogate pair", InvalidPayload },
        { "a reserved bit", ProtocolError },
        { "an unknown opcode", ProtocolError },
        { "no mask", ProtocolError },
        { "a ping in parts", ProtocolError },
        { "a ping that is too large", ProtocolError },
        { "a part of nothing", ProtocolError },
        { "a message within a message", ProtocolError },
        { "a close of one byte", ProtocolError },
        { "a close with a code that is none", ProtocolError },
    };

    private HubServer Server => running.Server;

    public void Dispose() => Server.Logged.Lines.ShouldBeEmpty();

    /// <summary>Whatever it has sent besides: what the server left unread would reset the connection, and the code would be lost.</summary>
    [Theory]
    [MemberData(nameof(BrokenFrames))]
    public async Task Who_breaks_the_WebSocket_protocol_hears_its_code(string what, int code)
    {
        var task = await Server.StartTaskAsync();
        foreach (var url in new[] { Server.RawUrl(task, "?include_history=false"), new UriBuilder(Server.HubUrl) { Scheme = "ws" }.Uri })
        {
            using var client = await FrameClient.ConnectAsync(url);
            await client.SendAsync(Frame.OfText("""{"protocol":"json","version":1}""" + HandmadeClient.End));
            (await client.NextAsync()).ShouldNotBeNull();

            byte[] bytes = [.. Broken(what).SelectMany(frame => frame.ToBytes()), .. s_ping.ToBytes(), .. s_ping.ToBytes()];
            await client.SendAsync(bytes);
            for (var more = 0; more < 20; more++)
                await client.TrySendAsync(s_ping);

            (await client.ReadToCloseAsync())[^1].Closing.Code.ShouldBe(code, url.AbsolutePath);
        }
    }

    [Theory]
    [InlineData("""{"type":"\ud800"}""", "type holds half of a surrogate pair.")]
    [InlineData("""{"\udc00":1,"type":"ping"}""", "$ holds half of a surrogate pair.")]
    [InlineData("""{"type":"ping","pad":[{"x":"a\uD83D"}]}""", "pad[0].x holds half of a surrogate pair.")]
    public async Task Text_that_is_none_is_refused_and_the_connection_stays(string message, string fault)
    {
        var task = await Server.StartTaskAsync();
        using var watcher = await Server.WatchRawAsync(task, "?include_history=false");
        await watcher.NextAsync<ConnectedMessage>();

        await watcher.SendAsync(message);
        await watcher.SendAsync("""{"type":"ping"}""");

        var error = await watcher.NextAsync<ErrorMessage>();
        (error.Code, error.Message).ShouldBe((ErrorCodes.InvalidRequest, fault));
        await watcher.NextAsync<PongMessage>();
    }

    [Fact]
    public async Task A_thousand_clients_that_come_and_go_at_once_are_no_error_and_counted_out()
    {
        const int Clients = 1_000;
        const int AtOnce = 20;
        await using var server = await HubServer.StartAsync([$"--Limits:Connections={Clients / 2}"]);
        var task = await server.StartTaskAsync();
        using var done = new CancellationTokenSource();
        var publishing = PublishAsync(server, task, done.Token);

        var connecting = Enumerable.Range(0, AtOnce).Select(async lane =>
        {
            for (var client = lane; client < Clients; client += AtOnce)
                await ComeAndGoAsync(server.RawUrl(task, client % 2 == 0 ? "" : "?after_seq=0"), client % 5);
        });
        await Task.WhenAll(connecting);
        await done.CancelAsync();
        await publishing.InTime();

        await Wait.Eventually("all are counted out", async () =>
        {
            using var last = await server.WatchRawAsync(task);
            return await last.NextAsync() is ConnectedMessage;
        });
        server.Logged.Lines.ShouldBeEmpty();
    }

    [Fact]
    public async Task Who_leaves_in_the_middle_of_a_replay_gets_nothing_after_the_close()
    {
        var task = await Server.StartTaskAsync();
        for (var first = 1; first <= 2_001; first += 1_000)
            await Server.ReportProgressAsync(task, first, 1_000);

        for (var round = 0; round < 30; round++)
        {
            using var client = await FrameClient.ConnectAsync(Server.RawUrl(task, "?after_seq=0"));
            for (var frame = 0; frame < round; frame++)
                await client.NextAsync();
            if (round % 3 == 0)
            {
                client.Reset();
                continue;
            }

            await client.SendAsync(Frame.OfClose(1000));
            var frames = await client.ReadToCloseAsync();
            frames[^1].Opcode.ShouldBe(Frame.Close);
            (await client.NextAsync()).ShouldBeNull("nothing comes after the close");
        }
    }

    [Fact]
    public async Task After_the_server_s_close_nothing_is_sent_whatever_comes()
    {
        var task = await Server.StartTaskAsync();
        using var done = new CancellationTokenSource();
        var publishing = PublishAsync(Server, task, done.Token);
        using var client = await FrameClient.ConnectAsync(Server.RawUrl(task, "?include_history=false"));
        await client.NextAsync();

        await client.SendAsync(Frame.OfText(new string('x', 5_000)));
        var frames = await client.ReadToCloseAsync();
        frames[^1].Closing.Code.ShouldBe(CloseCodes.TooLarge);
        RawMessages.Read(frames[^2].Payload).ShouldBeOfType<ClosingMessage>().Reason.ShouldBe(ErrorCodes.TooLarge);
        foreach (var frame in new[] { s_ping, new Frame(Frame.Ping, [1]), Frame.OfText("{"), Frame.OfText(new string('x', 5_000)) })
            await client.TrySendAsync(frame);
        await Server.ReportAsync(task, """{"type":"progress","step":"work","status":"processing"}""");

        await client.EndsAsync();
        await done.CancelAsync();
        await publishing.InTime();
    }

    [Fact]
    public async Task Pings_of_both_kinds_are_answered_also_in_the_middle_of_a_message()
    {
        const int Pings = 500;
        var task = await Server.StartTaskAsync();
        using var client = await FrameClient.ConnectAsync(Server.RawUrl(task, "?include_history=false"));
        await client.NextAsync();

        for (var ping = 0; ping < Pings; ping++)
        {
            await client.SendAsync(new Frame(Frame.TextOpcode, s_ping.Payload[..5], IsFinal: false));
            await client.SendAsync(new Frame(Frame.Ping, [(byte)ping]));
            await client.SendAsync(new Frame(Frame.Continuation, s_ping.Payload[5..]));
        }

        for (var answer = 0; answer < Pings; answer++)
        {
            (await client.NextAsync(Frame.Pong)).Payload.ShouldBe([(byte)answer]);
            RawMessages.Read((await client.NextAsync(Frame.TextOpcode)).Payload).ShouldBeOfType<PongMessage>();
        }

        await client.SendAsync(Frame.OfClose(1000));
        (await client.ReadToCloseAsync()).ShouldHaveSingleItem().Closing.Code.ShouldBe(1000);
    }

    private static async Task ComeAndGoAsync(Uri url, int manner)
    {
        using var client = await FrameClient.ConnectAsync(url);
        switch (manner)
        {
            case 0:
                client.Reset();
                break;
            case 1:
                await client.SendAsync(Frame.OfClose(1000));
                (await client.ReadToCloseAsync())[^1].Opcode.ShouldBe(Frame.Close);
                (await client.NextAsync()).ShouldBeNull("nothing comes after the close");
                break;
            case 2:
                await client.SendAsync(s_ping);
                await client.NextAsync();
                break;
            case 3:
                await client.NextAsync();
                client.Reset();
                break;
            default:
                // Ends the connection as it is.
                break;
        }
    }

    private static async Task PublishAsync(HubServer server, string task, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
            await server.ReportAsync(task, """{"type":"progress","step":"work","status":"processing"}""");
    }

    private static IEnumerable<Frame> Broken(string what) => what switch
    {
        "invalid UTF-8" => [new Frame(Frame.TextOpcode, [0xC3, 0x28])],
        "half of a surrogate pair" => [new Frame(Frame.TextOpcode, [0xED, 0xA0, 0x80])],
        "a reserved bit" => [s_ping with { Reserved = 4 }],
        "an unknown opcode" => [new Frame(0x3, [])],
        "no mask" => [s_ping with { IsMasked = false }],
        "a ping in parts" => [new Frame(Frame.Ping, [], IsFinal: false)],
        "a ping that is too large" => [new Frame(Frame.Ping, new byte[126])],
        "a part of nothing" => [new Frame(Frame.Continuation, [])],
        "a message within a message" => [s_ping with { IsFinal = false }, s_ping],
        "a close of one byte" => [new Frame(Frame.Close, [3])],
        _ => [Frame.OfClose(1005)],
    };
}
