using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Roadmap.Contracts;
using Roadmap.Contracts.Json;

namespace Roadmap.Tests.Support;

/// <summary>
/// A hub client on a socket of its own, which it leaves by a TCP reset: the server hears of that as it hears of a network that went away.
/// It reads only when it is asked for the next message.
/// </summary>
internal sealed class TcpHubClient : IDisposable
{
    private readonly Socket _socket;
    private byte[] _received = new byte[16 * 1024];
    private WebSocket? _webSocket;
    private int _start;
    private int _end;

    private TcpHubClient(int? receiveBuffer)
    {
        _socket = new Socket(SocketType.Stream, ProtocolType.Tcp)
        {
            NoDelay = true,
            LingerState = new LingerOption(enable: true, seconds: 0),
        };
        if (receiveBuffer is not null)
            _socket.ReceiveBufferSize = receiveBuffer.Value;
    }

    /// <summary>Connects to the hub of an instance, the hub's handshake included.</summary>
    public static async Task<TcpHubClient> ConnectAsync(Uri server, CancellationToken cancellationToken, int? receiveBuffer = null)
    {
        var client = new TcpHubClient(receiveBuffer);
        try
        {
            await client.OpenAsync(server, cancellationToken);
            return client;
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    public Task SubscribeAsync(string taskId, AfterPosition? after, CancellationToken cancellationToken) =>
        InvokeAsync(HubMethods.Subscribe, new SubscribeRequest { TaskId = taskId, After = after }, cancellationToken);

    public Task GetStatusAsync(string taskId, CancellationToken cancellationToken) =>
        InvokeAsync(HubMethods.GetStatus, new TaskRequest { TaskId = taskId }, cancellationToken);

    /// <summary>The hub's own ping. It has no answer; writing it fails once the other side has cut the connection.</summary>
    public Task PingAsync(CancellationToken cancellationToken) => SendAsync("""{"type":6}""", cancellationToken);

    /// <summary>The next message that the hub calls this client with, or a <see cref="HubRefusal"/>.</summary>
    /// <exception cref="IOException">The connection is over, however that came.</exception>
    public async Task<object> NextAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            using var message = JsonDocument.Parse(await ReadAsync(cancellationToken));
            if (Read(message.RootElement) is { } read)
                return read;
        }
    }

    /// <summary>Resets the connection.</summary>
    public void Dispose()
    {
        _socket.Dispose();
        _webSocket?.Dispose();
    }

    private async Task OpenAsync(Uri server, CancellationToken cancellationToken)
    {
        await _socket.ConnectAsync(server.Host, server.Port, cancellationToken);
        var stream = new NetworkStream(_socket, ownsSocket: true);
        var upgrade = $"GET {Routes.Hub} HTTP/1.1\r\nHost: {server.Authority}\r\nConnection: Upgrade\r\nUpgrade: "
            + "websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
        await stream.WriteAsync(Encoding.ASCII.GetBytes(upgrade), cancellationToken);
        // Nothing follows the head of the answer until the handshake has been sent.
        var head = "";
        while (!head.EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            var read = await stream.ReadAsync(_received, cancellationToken);
            if (read == 0)
                throw new IOException($"The connection ended in the upgrade, after: {head}");
            head += Encoding.ASCII.GetString(_received, 0, read);
        }

        if (!head.StartsWith("HTTP/1.1 101", StringComparison.Ordinal))
            throw new IOException($"The upgrade was answered with: {head}");
        _webSocket = WebSocket.CreateFromStream(stream, new WebSocketCreationOptions());
        await SendAsync("""{"protocol":"json","version":1}""", cancellationToken);
        await ReadAsync(cancellationToken);
    }

    private Task InvokeAsync<T>(string method, T argument, CancellationToken cancellationToken) =>
        SendAsync(
            $$"""{"type":1,"invocationId":"1","target":"{{method}}","arguments":[{{JsonSerializer.Serialize(argument, ContractsJson.TypeInfo<T>())}}]}""",
            cancellationToken);

    private async Task SendAsync(string message, CancellationToken cancellationToken) =>
        await Ending(_webSocket!.SendAsync(
            Encoding.UTF8.GetBytes(message + HandmadeClient.End), WebSocketMessageType.Text, endOfMessage: true, cancellationToken));

    /// <summary>One hub message, of however many frames.</summary>
    private async Task<ReadOnlyMemory<byte>> ReadAsync(CancellationToken cancellationToken)
    {
        var searched = 0;
        while (true)
        {
            var length = _received.AsSpan(_start + searched, _end - _start - searched).IndexOf((byte)HandmadeClient.End);
            if (length >= 0)
            {
                var message = _received.AsMemory(_start, searched + length);
                _start += message.Length + 1;
                return message;
            }

            searched = _end - _start;
            MakeRoom();
            var read = await Ending(_webSocket!.ReceiveAsync(_received.AsMemory(_end), cancellationToken).AsTask());
            if (read.MessageType == WebSocketMessageType.Close)
                throw new IOException($"The server closed: {_webSocket.CloseStatus} {_webSocket.CloseStatusDescription}");
            _end += read.Count;
        }
    }

    private void MakeRoom()
    {
        var held = _end - _start;
        var room = held > _received.Length / 2 ? new byte[_received.Length * 2] : _received;
        _received.AsSpan(_start, held).CopyTo(room);
        (_received, _start, _end) = (room, 0, held);
    }

    private static object? Read(JsonElement message) => message.GetProperty("type").GetInt32() switch
    {
        1 => WireMessage.Read(message.GetProperty("target").GetString()!, message.GetProperty("arguments")[0]),
        3 when message.TryGetProperty("error", out var error) => new HubRefusal(error.GetString()!),
        7 => throw new IOException($"The hub closed: {message.GetRawText()}"),
        _ => null,
    };

    /// <summary>All ends of a connection are one to whoever uses it.</summary>
    private static async Task<T> Ending<T>(Task<T> operation)
    {
        await Ending((Task)operation);
        return await operation;
    }

    private static async Task Ending(Task operation)
    {
        try
        {
            await operation;
        }
        catch (Exception e) when (e is WebSocketException or ObjectDisposedException or SocketException)
        {
            throw new IOException(e.Message, e);
        }
    }
}

/// <summary>A call was answered with an error: <c>… HubException: code: sentence</c>.</summary>
internal sealed record HubRefusal(string Error);
