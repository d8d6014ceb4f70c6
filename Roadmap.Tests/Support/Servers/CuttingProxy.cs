using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Roadmap.Tests.Support;

/// <summary>
/// Stands between clients and a server. It cuts connections, also in the middle of a frame; it answers requests in the server's stead, as a
/// gateway does that asks for a token; it loses answers; and it counts what passes.
/// </summary>
internal sealed class CuttingProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Uri _server;
    private readonly ConcurrentDictionary<Passage, Task> _passages = new();
    private readonly ConcurrentQueue<string> _requests = new();
    private readonly Task _accepting;
    private long _bytesToClients;
    private long _untilCut = long.MaxValue;
    private int _answersToLose;

    public CuttingProxy(Uri server)
    {
        _server = server;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    /// <summary>The head of every request so far, in order.</summary>
    public IReadOnlyCollection<string> Requests => _requests;

    /// <summary>How many requests were a <c>POST</c>.</summary>
    public int Posts => _requests.Count(request => request.StartsWith("POST ", StringComparison.Ordinal));

    /// <summary>How many WebSockets were asked for.</summary>
    public int WebSockets => _requests.Count(request => request.Contains("Upgrade: websocket", StringComparison.OrdinalIgnoreCase));

    /// <summary>Connections that are open now.</summary>
    public int Open => _passages.Count;

    public long BytesToClients => Interlocked.Read(ref _bytesToClients);

    /// <summary>What a request with such a head is answered with in the server's stead; null: the server answers.</summary>
    public Func<string, HttpStatusCode?> Judge { get; set; } = _ => null;

    /// <summary>Every connection is closed as soon as it is accepted.</summary>
    public bool IsClosed { get; set; }

    /// <summary>Nothing goes through, and nobody is told.</summary>
    public bool IsSilent { get; set; }

    /// <summary>After so many more bytes to a WebSocket its connection is reset, wherever in a frame that is.</summary>
    public void CutAfter(int bytes) => Interlocked.Exchange(ref _untilCut, bytes);

    /// <summary>Whether the cut that was asked for is still to come.</summary>
    public bool WillCut => Interlocked.Read(ref _untilCut) != long.MaxValue;

    /// <summary>The next so many requests are passed on, and the connection is reset in the place of the answer.</summary>
    public void LoseAnswers(int count) => Volatile.Write(ref _answersToLose, count);

    /// <summary>Resets every connection of now.</summary>
    public void CutAll()
    {
        foreach (var passage in _passages.Keys)
            passage.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _accepting.InTime();
        CutAll();
        await Task.WhenAll(_passages.Values).InTime();
        _listener.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptSocketAsync();
                _requests.Enqueue($"connection {client.RemoteEndPoint}");
                if (IsClosed)
                {
                    client.Dispose();
                    continue;
                }

                var passage = new Passage(this, client);
                _passages[passage] = passage.RunAsync();
                // It may have been over before it was here to be taken out.
                if (passage.IsOver)
                    _passages.TryRemove(passage, out _);
            }
        }
        catch (Exception e) when (e is SocketException or InvalidOperationException)
        {
            // The listener was stopped, while it waited or just before.
        }
    }

    private sealed class Passage(CuttingProxy proxy, Socket client) : IDisposable
    {
        private readonly Socket _server = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        private volatile bool _isUpgraded;
        private volatile bool _losesAnswer;
        private volatile bool _isOver;

        public bool IsOver => _isOver;

        public async Task RunAsync()
        {
            try
            {
                client.NoDelay = true;
                await _server.ConnectAsync(IPAddress.Loopback, proxy._server.Port);
                await Task.WhenAny(AskAsync(), AnswerAsync()).Unwrap();
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                // One side has gone; the other one hears of it now.
            }
            finally
            {
                Dispose();
                _isOver = true;
                proxy._passages.TryRemove(this, out _);
            }
        }

        /// <summary>By a reset: what was not sent yet is lost.</summary>
        public void Dispose()
        {
            Reset(client);
            Reset(_server);
        }

        private static void Reset(Socket socket)
        {
            try
            {
                socket.LingerState = new LingerOption(enable: true, seconds: 0);
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                // It is gone already.
            }

            socket.Dispose();
        }

        private async Task AskAsync()
        {
            var bytes = new byte[64 * 1024];
            int read;
            while ((read = await client.ReceiveAsync(bytes)) > 0)
            {
                if (!_isUpgraded && HeadIn(bytes.AsSpan(0, read)) is { } head)
                {
                    proxy._requests.Enqueue(head);
                    if (proxy.Judge(head) is { } status)
                    {
                        await client.SendAsync(Encoding.ASCII.GetBytes(
                            $"HTTP/1.1 {(int)status} {status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"));
                        client.Shutdown(SocketShutdown.Send);
                        // Until the client has read that, and closed.
                        while (await client.ReceiveAsync(bytes) > 0)
                        {
                        }

                        return;
                    }

                    _losesAnswer = Interlocked.Decrement(ref proxy._answersToLose) >= 0;
                    _isUpgraded = head.Contains("Upgrade: websocket", StringComparison.OrdinalIgnoreCase);
                }

                if (!proxy.IsSilent)
                    await _server.SendAsync(bytes.AsMemory(0, read));
            }
        }

        private async Task AnswerAsync()
        {
            var bytes = new byte[64 * 1024];
            int read;
            while ((read = await _server.ReceiveAsync(bytes)) > 0)
            {
                if (_losesAnswer)
                    return;
                if (proxy.IsSilent)
                    continue;
                var left = _isUpgraded ? Interlocked.Read(ref proxy._untilCut) : long.MaxValue;
                var sent = (int)Math.Min(read, left);
                await client.SendAsync(bytes.AsMemory(0, sent));
                Interlocked.Add(ref proxy._bytesToClients, sent);
                if (left == long.MaxValue)
                    continue;
                if (left <= read)
                {
                    Interlocked.Exchange(ref proxy._untilCut, long.MaxValue);
                    // What was sent before shall arrive: the reset would throw it away.
                    client.Shutdown(SocketShutdown.Send);
                    return;
                }

                Interlocked.Add(ref proxy._untilCut, -read);
            }
        }

        private static string? HeadIn(ReadOnlySpan<byte> bytes)
        {
            if (!bytes.StartsWith("GET "u8) && !bytes.StartsWith("POST "u8))
                return null;
            var end = bytes.IndexOf("\r\n\r\n"u8);
            return Encoding.ASCII.GetString(end < 0 ? bytes : bytes[..end]);
        }
    }
}
