using System.Net.Sockets;
using System.Text;

namespace Roadmap.Tests.Support;

/// <summary>A client on a bare TCP connection, which may send any frame, need not read, and may leave by a TCP reset.</summary>
internal sealed class FrameClient : IDisposable
{
    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private Stream? _stream;
    private int _sent;

    /// <summary>How many sends the connection has taken.</summary>
    public int Sent => Volatile.Read(ref _sent);

    /// <param name="url">Of a WebSocket.</param>
    /// <param name="receiveBuffer">Bytes; a small one is soon full when nothing is read.</param>
    public static async Task<FrameClient> ConnectAsync(Uri url, int? receiveBuffer = null)
    {
        var client = new FrameClient();
        if (receiveBuffer is not null)
            client._socket.ReceiveBufferSize = receiveBuffer.Value;
        try
        {
            await client.OpenAsync(url);
            return client;
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    public Task SendAsync(Frame frame) => SendAsync(frame.ToBytes());

    public async Task SendAsync(ReadOnlyMemory<byte> bytes)
    {
        await _socket.SendAsync(bytes).InTime(what: "the connection takes bytes");
        Interlocked.Increment(ref _sent);
    }

    /// <summary>False when the server has ended the connection.</summary>
    public async Task<bool> TrySendAsync(Frame frame)
    {
        try
        {
            await SendAsync(frame);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>The next frame; null when the server has ended the connection.</summary>
    public async Task<Frame?> NextAsync()
    {
        try
        {
            return await Frame.ReadAsync(_stream!, CancellationToken.None).InTime(what: "the next frame");
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>The next frame of this kind; others before it are left out.</summary>
    public async Task<Frame> NextAsync(int opcode)
    {
        while (true)
        {
            var frame = (await NextAsync()).ShouldNotBeNull($"the connection ended before a frame with opcode {opcode}");
            if (frame.Opcode == opcode)
                return frame;
        }
    }

    /// <summary>Everything up to the server's close, or up to the end of a connection that has none.</summary>
    public async Task<List<Frame>> ReadToCloseAsync()
    {
        var frames = new List<Frame>();
        while (await NextAsync() is { } frame)
        {
            frames.Add(frame);
            if (frame.Opcode == Frame.Close)
                break;
        }

        return frames;
    }

    /// <summary>Answers a close, and gets nothing more.</summary>
    public async Task EndsAsync()
    {
        // It may be over already: the server waits only so long.
        await TrySendAsync(Frame.OfClose(1000));
        (await NextAsync()).ShouldBeNull();
    }

    /// <summary>Ends the connection by a reset: to the server it is a network that went away.</summary>
    public void Reset()
    {
        _socket.LingerState = new LingerOption(enable: true, seconds: 0);
        _socket.Dispose();
    }

    public void Dispose()
    {
        _stream?.Dispose();
        _socket.Dispose();
    }

    private async Task OpenAsync(Uri url)
    {
        await _socket.ConnectAsync(url.Host, url.Port).InTime();
        _stream = new NetworkStream(_socket, ownsSocket: false);
        await SendAsync(Encoding.ASCII.GetBytes(
            $"GET {url.PathAndQuery} HTTP/1.1\r\nHost: {url.Authority}\r\nConnection: Upgrade\r\nUpgrade: "
            + "websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"));
        // Byte by byte: frames may follow at once.
        var head = new StringBuilder();
        var next = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            await _stream.ReadExactlyAsync(next).InTime(what: "the answer to the upgrade");
            head.Append((char)next[0]);
        }

        head.ToString().ShouldStartWith("HTTP/1.1 101");
    }
}
