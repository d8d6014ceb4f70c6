using System.Buffers;
using System.Net.WebSockets;
using System.Text;
using Roadmap.Hubs.Sockets;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Sockets;

public sealed class TextFrameTests
{
    /// <summary>The lengths at which the header changes its form.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(125)]
    [InlineData(126)]
    [InlineData(65_535)]
    [InlineData(65_536)]
    public async Task A_stock_websocket_reads_what_is_written(int length)
    {
        var text = string.Concat(Enumerable.Range(0, length).Select(i => (char)('a' + (i % 26))));
        var frames = new ArrayBufferWriter<byte>();
        TextFrame.Write(Encoding.UTF8.GetBytes(text), frames);
        TextFrame.Write("the next"u8, frames);
        using var client = WebSocket.CreateFromStream(new MemoryStream(frames.WrittenMemory.ToArray()), new WebSocketCreationOptions());

        (await NextAsync(client)).ShouldBe(text);
        (await NextAsync(client)).ShouldBe("the next");
    }

    private static async Task<string> NextAsync(WebSocket client)
    {
        var buffer = new byte[100_000];
        for (var length = 0; ;)
        {
            var received = await client.ReceiveAsync(buffer.AsMemory(length), CancellationToken.None).InTime();
            received.MessageType.ShouldBe(WebSocketMessageType.Text);
            length += received.Count;
            if (received.EndOfMessage)
                return Encoding.UTF8.GetString(buffer, 0, length);
        }
    }
}
