using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Roadmap.Tests.Support;

/// <summary>
/// Stands between an instance and Redis. It can fall silent, so that every byte either way is dropped while all connections stay open, as
/// behind a firewall that has forgotten them; and it can swallow single announcements, of which neither side hears anything.
/// </summary>
internal sealed class RedisProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly int _redisPort;
    private readonly ConcurrentDictionary<Passage, Task> _passages = new();
    private readonly Task _accepting;
    private volatile bool _silent;
    private int _toSwallow;

    public RedisProxy(int redisPort)
    {
        _redisPort = redisPort;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public string ConnectionString => $"127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    /// <summary>Whether Redis looks like one of version 6.</summary>
    public bool LooksOld { get; init; }

    /// <summary>How many announcements are still to be swallowed.</summary>
    public int StillToSwallow => Math.Max(0, Volatile.Read(ref _toSwallow));

    /// <summary>From now on every byte is dropped.</summary>
    public void FallSilent() => _silent = true;

    /// <summary>Forwards again, what comes on new connections. One on which bytes are missing stays open, and mute.</summary>
    public void Speak() => _silent = false;

    /// <summary>The connections of now that commands go over are mute from here on; new ones are not.</summary>
    public void MuteCommands() => Mute(forAnnouncements: false);

    /// <summary>Likewise those that announcements come over.</summary>
    public void MuteAnnouncements() => Mute(forAnnouncements: true);

    /// <summary>The next so many announcements do not arrive.</summary>
    public void SwallowAnnouncements(int count) => Volatile.Write(ref _toSwallow, count);

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _accepting.InTime();
        foreach (var passage in _passages.Keys)
            passage.Dispose();
        await Task.WhenAll(_passages.Values).InTime();
        _listener.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var passage = new Passage(this, await _listener.AcceptSocketAsync());
                _passages[passage] = passage.RunAsync();
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The listener was stopped.
        }
    }

    private void Mute(bool forAnnouncements)
    {
        foreach (var passage in _passages.Keys.Where(passage => passage.IsForAnnouncements == forAnnouncements))
            passage.HasHole = true;
    }

    private void MakeOld(Span<byte> reply)
    {
        var version = "redis_version:"u8;
        if (LooksOld && reply.IndexOf(version) is >= 0 and var at)
            reply[at + version.Length] = (byte)'6';
    }

    private bool Swallows(ReadOnlySpan<byte> reply) =>
        reply.StartsWith(">3\r\n$7\r\nmessage\r\n"u8) && Interlocked.Decrement(ref _toSwallow) >= 0;

    /// <summary>One connection of the instance, and the one to Redis that belongs to it.</summary>
    private sealed class Passage(RedisProxy proxy, Socket instance) : IDisposable
    {
        private readonly Socket _redis = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };

        private volatile bool _hasHole;
        private volatile bool _isForAnnouncements;

        /// <summary>After a hole nothing more is passed on, or what follows would be read as something else.</summary>
        public bool HasHole
        {
            get => _hasHole;
            set => _hasHole = value;
        }

        public bool IsForAnnouncements => _isForAnnouncements;

        public async Task RunAsync()
        {
            try
            {
                await _redis.ConnectAsync(IPAddress.Loopback, proxy._redisPort);
                await Task.WhenAny(AskAsync(), AnswerAsync()).Unwrap();
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                // One side has gone; the other one hears of it now.
            }
            finally
            {
                Dispose();
            }
        }

        public void Dispose()
        {
            instance.Dispose();
            _redis.Dispose();
        }

        private async Task AskAsync()
        {
            var bytes = new byte[64 * 1024];
            int read;
            while ((read = await instance.ReceiveAsync(bytes)) > 0)
            {
                _isForAnnouncements |= bytes.AsSpan(0, read).IndexOf("\r\nSUBSCRIBE\r\n"u8) >= 0;
                await SendAsync(_redis, bytes.AsMemory(0, read));
            }
        }

        /// <summary>Reply by reply, so that single ones can be left out.</summary>
        private async Task AnswerAsync()
        {
            var bytes = new byte[64 * 1024];
            var held = 0;
            int read;
            while ((read = await _redis.ReceiveAsync(bytes.AsMemory(held))) > 0)
            {
                held += read;
                var start = 0;
                for (int length; (length = RedisReply.Length(bytes.AsSpan(start, held - start))) > 0; start += length)
                {
                    proxy.MakeOld(bytes.AsSpan(start, length));
                    if (!proxy.Swallows(bytes.AsSpan(start, length)))
                        await SendAsync(instance, bytes.AsMemory(start, length));
                }

                held -= start;
                Array.Copy(bytes, start, bytes, 0, held);
                if (held == bytes.Length)
                    Array.Resize(ref bytes, bytes.Length * 2);
            }
        }

        private async Task SendAsync(Socket to, ReadOnlyMemory<byte> bytes)
        {
            if (proxy._silent)
                HasHole = true;
            if (!HasHole)
                await to.SendAsync(bytes);
        }
    }
}
