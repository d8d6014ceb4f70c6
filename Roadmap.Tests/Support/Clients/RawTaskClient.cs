using System.Net.WebSockets;
using System.Text.Json;
using Roadmap.Contracts;

namespace Roadmap.Tests.Support;

/// <summary>Watches a task over its raw WebSocket, on a connection that it leaves by a TCP reset.</summary>
internal sealed class RawTaskClient : IDisposable
{
    private readonly HttpMessageInvoker _http = new(ResettingConnections.Handler());
    private readonly ClientWebSocket _socket = new();
    private byte[] _received = new byte[4 * 1024];

    private RawTaskClient()
    {
    }

    public static async Task<RawTaskClient> ConnectAsync(Uri server, string taskId, string query, CancellationToken cancellationToken)
    {
        var client = new RawTaskClient();
        try
        {
            var url = new UriBuilder(new Uri(server, Routes.For(Routes.RawSocket, taskId) + query)) { Scheme = "ws" }.Uri;
            await client._socket.ConnectAsync(url, client._http, cancellationToken);
            return client;
        }
        catch (WebSocketException e)
        {
            client.Dispose();
            throw new IOException(e.Message, e);
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    /// <summary>The next message; null when the server has closed since the task has ended.</summary>
    /// <exception cref="IOException">The connection is over for another reason.</exception>
    public async Task<object?> NextAsync(CancellationToken cancellationToken)
    {
        try
        {
            for (var length = 0; ;)
            {
                var received = await _socket.ReceiveAsync(_received.AsMemory(length), cancellationToken);
                if (received.MessageType == WebSocketMessageType.Close)
                    return (int)_socket.CloseStatus! == CloseCodes.Ended
                        ? null
                        : throw new IOException($"The server closed: {(int)_socket.CloseStatus} {_socket.CloseStatusDescription}");
                length += received.Count;
                if (received.EndOfMessage)
                    return Read(_received.AsMemory(0, length));
                if (length == _received.Length)
                    Array.Resize(ref _received, 2 * length);
            }
        }
        catch (WebSocketException e)
        {
            throw new IOException(e.Message, e);
        }
    }

    public void Dispose()
    {
        _socket.Dispose();
        _http.Dispose();
    }

    private static object Read(ReadOnlyMemory<byte> message)
    {
        using var json = JsonDocument.Parse(message);
        return WireMessage.Read(json.RootElement.GetProperty("type").GetString()!, json.RootElement);
    }
}
