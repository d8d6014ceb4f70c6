using System.Net.Sockets;
using System.Text;

namespace Roadmap.Tests.Support;

/// <summary>A client on a bare TCP connection with little room, which takes so many bytes when it is told to, and none otherwise.</summary>
internal sealed class DripClient : IDisposable
{
    private const int Room = 4096;

    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, ReceiveBufferSize = Room };
    private readonly MemoryStream _taken = new();

    /// <summary>Everything so far, the head of the answer included.</summary>
    public byte[] Taken => _taken.ToArray();

    public string Text => Encoding.UTF8.GetString(_taken.GetBuffer(), 0, (int)_taken.Length);

    /// <param name="server">Its address.</param>
    /// <param name="path">Path and query.</param>
    /// <param name="headers">Each with its end of line.</param>
    public static async Task<DripClient> GetAsync(Uri server, string path, string headers)
    {
        var client = new DripClient();
        await client._socket.ConnectAsync(server.Host, server.Port);
        await client.SendAsync(Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: {server.Authority}\r\n{headers}\r\n"));
        return client;
    }

    public static Task<DripClient> UpgradeAsync(Uri server, string path) => GetAsync(
        server, path,
        "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n");

    public async Task SendAsync(ReadOnlyMemory<byte> bytes)
    {
        using var patience = new CancellationTokenSource(Wait.Patience);
        await _socket.SendAsync(bytes, patience.Token);
    }

    /// <summary>
    /// Waits for so many bytes and takes them. False when the connection has ended, or <paramref name="isEnough"/> came true.
    /// </summary>
    public async Task<bool> TakeAsync(int bytes, Func<bool>? isEnough = null)
    {
        using var patience = new CancellationTokenSource(Wait.Patience);
        var buffer = new byte[bytes];
        while (bytes > 0)
        {
            var taken = await ReceiveAsync(buffer.AsMemory(0, bytes), patience.Token);
            if (taken == 0)
                return false;
            _taken.Write(buffer, 0, taken);
            bytes -= taken;
            if (isEnough?.Invoke() == true)
                return false;
        }

        return true;
    }

    /// <summary>What came after the head of the answer, as frames.</summary>
    public Task<List<Frame>> FramesAsync()
    {
        var head = Taken.AsSpan().IndexOf("\r\n\r\n"u8) + 4;
        return Frame.ReadAllAsync(new MemoryStream(Taken[head..]));
    }

    public void Dispose()
    {
        _socket.Dispose();
        _taken.Dispose();
    }

    private async Task<int> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            return await _socket.ReceiveAsync(buffer, cancellationToken);
        }
        catch (SocketException)
        {
            return 0;
        }
    }
}
