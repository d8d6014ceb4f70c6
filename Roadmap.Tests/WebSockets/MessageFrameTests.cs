using System.Buffers;
using System.Net.WebSockets;
using System.Text;
using Roadmap.Hubs.WebSockets;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.WebSockets;

public sealed class MessageFrameTests
{
    /// <summary>The lengths at which the header changes its form.</summary>
    [Theory]
    [InlineData(0, WebSocketMessageType.Text)]
    [InlineData(1, WebSocketMessageType.Text)]
    [InlineData(125, WebSocketMessageType.Text)]
    [InlineData(126, WebSocketMessageType.Binary)]
    [InlineData(65_535, WebSocketMessageType.Text)]
    [InlineData(65_536, WebSocketMessageType.Binary)]
    public async Task A_stock_websocket_reads_what_is_written(int length, WebSocketMessageType type)
    {
        var text = string.Concat(Enumerable.Range(0, length).Select(i => (char)('a' + (i % 26))));
        var frames = new ArrayBufferWriter<byte>();
        MessageFrame.Write(type, Encoding.UTF8.GetBytes(text), frames);
        MessageFrame.Write(type, "the next"u8, frames);
        using var client = WebSocket.CreateFromStream(new MemoryStream(frames.WrittenMemory.ToArray()), new WebSocketCreationOptions());

        (await NextAsync(client, type)).ShouldBe(text);
        (await NextAsync(client, type)).ShouldBe("the next");
    }

    private static async Task<string> NextAsync(WebSocket client, WebSocketMessageType type)
    {
        var buffer = new byte[100_000];
        for (var length = 0; ;)
        {
            var received = await client.ReceiveAsync(buffer.AsMemory(length), CancellationToken.None).InTime();
            received.MessageType.ShouldBe(type);
            length += received.Count;
            if (received.EndOfMessage)
                return Encoding.UTF8.GetString(buffer, 0, length);
        }
    }
}
