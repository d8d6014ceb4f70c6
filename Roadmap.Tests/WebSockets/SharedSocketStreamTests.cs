using System.Buffers;
using System.Net.WebSockets;
using System.Text;
using Roadmap.Hubs.WebSockets;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.WebSockets;

/// <summary>What the two who write to a socket make of it together, frame by frame.</summary>
public sealed class SharedSocketStreamTests : IDisposable
{
    private readonly MemoryWire _wire = new();

    public void Dispose() => _wire.Dispose();

    [Fact]
    public async Task Ready_made_frames_wait_until_a_message_in_parts_has_ended()
    {
        var (stream, socket) = Share();
        await SendAsync(socket, "begin", endOfMessage: false);

        var waiting = stream.WriteFramesAsync(TextFrameOf("event"));
        await SendAsync(socket, "middle", endOfMessage: false);
        waiting.IsCompleted.ShouldBeFalse();
        await SendAsync(socket, "end", endOfMessage: true);
        await waiting.InTime();

        (await TextsAsync()).ShouldBe(["begin", "middle", "end", "event"]);
    }

    [Fact]
    public async Task A_control_frame_stands_between_the_parts_of_a_message_and_does_not_end_it()
    {
        var (stream, socket) = Share();
        await SendAsync(socket, "begin", endOfMessage: false);
        var waiting = stream.WriteFramesAsync(TextFrameOf("event"));

        await stream.WriteAsync((byte[])[0x89, 0]);
        waiting.IsCompleted.ShouldBeFalse();
        await SendAsync(socket, "end", endOfMessage: true);
        await waiting.InTime();

        (await _wire.FramesAsync()).Select(frame => frame.Opcode)
            .ShouldBe([Frame.TextOpcode, Frame.Ping, Frame.Continuation, Frame.TextOpcode]);
    }

    [Fact]
    public async Task Frames_that_are_held_at_first_come_after_the_first_message_whatever_is_sent_before_it()
    {
        var (stream, socket) = Share(isHeldAtFirst: true);
        var waiting = stream.WriteFramesAsync(TextFrameOf("event"));

        await stream.WriteAsync((byte[])[0x89, 0]);
        waiting.IsCompleted.ShouldBeFalse();
        await SendAsync(socket, "handshake", endOfMessage: true);
        await waiting.InTime();

        (await TextsAsync()).ShouldBe(["", "handshake", "event"]);
    }

    [Fact]
    public async Task After_the_close_nothing_is_written()
    {
        var (stream, socket) = Share();
        await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "over", CancellationToken.None).InTime();

        await stream.WriteFramesAsync(TextFrameOf("event"));
        await stream.WriteAsync((byte[])[0x8A, 0]);

        (await _wire.FramesAsync()).ShouldHaveSingleItem().Closing.ShouldBe((1000, "over"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_close_lets_go_of_what_waits_for_a_message_that_never_ends(bool isDisposed)
    {
        var (stream, socket) = Share();
        await SendAsync(socket, "begin", endOfMessage: false);
        var waiting = stream.WriteFramesAsync(TextFrameOf("event")).AsTask();

        if (isDisposed)
            socket.Dispose();
        else
            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "over", CancellationToken.None).InTime();
        await waiting.InTime();

        (await TextsAsync())[0].ShouldBe("begin");
        (await _wire.FramesAsync()).Where(frame => frame.Opcode != Frame.Close).ShouldHaveSingleItem();
        _wire.IsDisposed.ShouldBe(isDisposed);
    }

    [Fact]
    public async Task A_write_that_fails_leaves_the_turn_to_others()
    {
        var (stream, socket) = Share();

        _wire.Failure = new IOException("first");
        await Should.ThrowAsync<IOException>(async () => await stream.WriteFramesAsync(TextFrameOf("lost")));
        await stream.WriteFramesAsync(TextFrameOf("event"));
        _wire.Failure = new IOException("second");
        await Should.ThrowAsync<Exception>(() => SendAsync(socket, "lost", endOfMessage: true));
        await stream.WriteFramesAsync(TextFrameOf("another"));

        (await TextsAsync()).ShouldBe(["event", "another"]);
    }

    /// <summary>The request's own stream does not call it an error of the connection.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_write_that_comes_after_its_request_is_over_is_one_to_a_client_who_has_gone(bool endsWhileItWrites)
    {
        var (stream, _) = Share();
        var isOver = new InvalidOperationException("the request is over");
        if (endsWhileItWrites)
            _wire.Hold();
        else
            _wire.Failure = isOver;

        var failing = Should.ThrowAsync<IOException>(async () => await stream.WriteFramesAsync(TextFrameOf("lost")));
        _wire.Failure ??= endsWhileItWrites ? isOver : null;
        _wire.LetGo();

        (await failing.InTime()).InnerException.ShouldBe(isOver);
        await stream.WriteFramesAsync(TextFrameOf("another")).InTime();
    }

    [Fact]
    public async Task A_close_waits_for_the_frames_that_are_being_written_and_gives_up_when_it_is_told()
    {
        var (stream, socket) = Share();
        _wire.Hold();
        var writing = stream.WriteFramesAsync(TextFrameOf("event")).AsTask();
        using var limit = new CancellationTokenSource();

        var closing = socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "over", limit.Token);
        await limit.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => closing.InTime());
        _wire.LetGo();
        await writing.InTime();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Many_who_write_at_once_never_mix_their_bytes(int seed)
    {
        const int Writers = 4;
        const int Messages = 200;
        var (stream, socket) = Share();

        var outbox = Enumerable.Range(0, Writers).Select(writer => Task.Run(async () =>
        {
            var random = new Random((seed * Writers) + writer);
            for (var message = 0; message < Messages; message++)
                await stream.WriteFramesAsync(TextFrameOf(MessageOf($"outbox {writer}", message, random)));
        }));
        var own = Task.Run(async () =>
        {
            var random = new Random(-seed);
            for (var message = 0; message < Messages; message++)
            {
                var text = MessageOf("socket", message, random);
                for (var parts = random.Next(3); parts > 0; parts--)
                {
                    var cut = random.Next(text.Length);
                    await SendAsync(socket, text[..cut], endOfMessage: false);
                    text = text[cut..];
                }

                await SendAsync(socket, text, endOfMessage: true);
            }
        });
        await Task.WhenAll([.. outbox, own]);

        var seen = new Dictionary<string, int>();
        foreach (var text in await MessagesAsync())
        {
            // "who:number:length:padding", as it was made.
            var parts = text.Split(':');
            parts[3].Length.ShouldBe(int.Parse(parts[2]));
            int.Parse(parts[1]).ShouldBe(seen.GetValueOrDefault(parts[0]), "each writer's messages come in order");
            seen[parts[0]] = seen.GetValueOrDefault(parts[0]) + 1;
        }

        seen.Count.ShouldBe(Writers + 1);
        seen.Values.ShouldAllBe(count => count == Messages);
    }

    private static string MessageOf(string writer, int message, Random random)
    {
        var length = random.Next(4) == 0 ? random.Next(70_000) : random.Next(300);
        return $"{writer}:{message}:{length}:{new string('x', length)}";
    }

    private (SharedSocketStream Stream, WebSocket Socket) Share(bool isHeldAtFirst = false)
    {
        var stream = new SharedSocketStream(_wire, isHeldAtFirst);
        return (stream, WebSocket.CreateFromStream(stream, new WebSocketCreationOptions { IsServer = true }));
    }

    private static Task SendAsync(WebSocket socket, string text, bool endOfMessage) =>
        socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, endOfMessage, CancellationToken.None).InTime();

    private static ReadOnlyMemory<byte> TextFrameOf(string text)
    {
        var frame = new ArrayBufferWriter<byte>();
        MessageFrame.Write(WebSocketMessageType.Text, Encoding.UTF8.GetBytes(text), frame);
        return frame.WrittenMemory;
    }

    private async Task<List<string>> TextsAsync() => [.. (await _wire.FramesAsync()).Select(frame => frame.Text)];

    /// <summary>Puts messages in parts together; fails when a part is missing, or stands where it must not.</summary>
    private async Task<List<string>> MessagesAsync()
    {
        var messages = new List<string>();
        var begun = "";
        var isWithin = false;
        foreach (var frame in await _wire.FramesAsync())
        {
            (frame.Opcode == Frame.Continuation).ShouldBe(isWithin);
            begun += frame.Text;
            isWithin = !frame.IsFinal;
            if (isWithin)
                continue;
            messages.Add(begun);
            begun = "";
        }

        isWithin.ShouldBeFalse();
        return messages;
    }
}
