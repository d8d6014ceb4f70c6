using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace Roadmap.Tests.Support;

/// <summary>
/// A hub client in MessagePack, written by hand: its test decides about every byte. It fails on a frame that is not binary.
/// </summary>
internal sealed class PackedClient : IDisposable
{
    private readonly List<byte> _received = [];
    private readonly Queue<JsonElement> _messages = new();
    private readonly byte[] _buffer = new byte[16 * 1024];
    private readonly ClientWebSocket _socket = new();

    public static async Task<PackedClient> ConnectAsync(HubServer server, string query = "")
    {
        var client = new PackedClient();
        var url = new UriBuilder(new Uri(server.HubUrl + query)) { Scheme = "ws" }.Uri;
        await client._socket.ConnectAsync(url, CancellationToken.None).InTime();
        await client.SendAsync(Encoding.UTF8.GetBytes("""{"protocol":"messagepack","version":1}""" + HandmadeClient.End));
        await client.ReceiveAsync();
        // Some of what follows the answer to the handshake may have come with it.
        var answer = Encoding.UTF8.GetBytes("{}" + HandmadeClient.End);
        client._received[..answer.Length].ShouldBe(answer);
        client._received.RemoveRange(0, answer.Length);
        return client;
    }

    public Task SendAsync(byte[] bytes, bool endOfMessage = true) =>
        _socket.SendAsync(bytes, WebSocketMessageType.Binary, endOfMessage, CancellationToken.None).InTime(what: "the socket takes bytes");

    /// <summary>The next message that is no ping of the hub's own, as JSON.</summary>
    public Task<JsonElement> NextAsync() => ReadAsync().InTime(what: "the next message that is no ping");

    /// <summary>The error by which this call was refused; null when it was not.</summary>
    public async Task<string?> AnswerAsync(string id)
    {
        while (true)
        {
            var message = await NextAsync();
            // [3, headers, id, 1 for an error, error]
            if (message[0].GetInt32() == 3 && message[2].GetString() == id)
                return message[3].GetInt32() == 1 ? message[4].GetString() : null;
        }
    }

    /// <summary>Done when the connection has ended, however that came.</summary>
    public async Task EndedAsync()
    {
        try
        {
            while (true)
                await NextAsync();
        }
        catch (Exception e) when (e is InvalidOperationException or WebSocketException)
        {
            // That is what was waited for.
        }
    }

    public void Dispose()
    {
        _socket.Abort();
        _socket.Dispose();
    }

    private async Task<JsonElement> ReadAsync()
    {
        while (true)
        {
            while (_messages.TryDequeue(out var message))
            {
                if (message[0].GetInt32() != 6)
                    return message;
            }

            Take();
            if (_messages.Count == 0)
                await ReceiveAsync();
        }
    }

    private void Take()
    {
        ReadOnlySpan<byte> rest = _received.ToArray();
        foreach (var message in Packed.Read(ref rest))
            _messages.Enqueue(message);
        _received.RemoveRange(0, _received.Count - rest.Length);
    }

    private async Task ReceiveAsync()
    {
        var read = await _socket.ReceiveAsync(_buffer, CancellationToken.None).InTime(what: "the next frame");
        if (read.MessageType == WebSocketMessageType.Close)
            throw new InvalidOperationException($"The server closed: {_socket.CloseStatus} {_socket.CloseStatusDescription}");
        read.MessageType.ShouldBe(WebSocketMessageType.Binary);
        _received.AddRange(_buffer.AsSpan(0, read.Count));
    }
}
