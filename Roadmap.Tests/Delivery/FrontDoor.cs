using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Delivery;

/// <summary>
/// The one address that clients have of a cluster, as a load balancer's: a connection goes to an instance by chance, waits while there is
/// none, and is reset after a while, wherever in a frame that is.
/// </summary>
internal sealed class FrontDoor : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<Passage, Task> _passages = new();
    private readonly CancellationTokenSource _closing = new();
    private readonly Cluster _cluster;
    private readonly Random _random;
    private readonly TimeSpan _longestPassage;
    private readonly Task _accepting;
    private int _resetsLeft;

    /// <param name="cluster">Where the instances are.</param>
    /// <param name="random">Chooses among them, and how long a connection lasts.</param>
    /// <param name="resets">After so many a connection lasts for as long as its instance.</param>
    /// <param name="longestPassage">How long a connection lasts at most that is reset.</param>
    public FrontDoor(Cluster cluster, Random random, int resets, TimeSpan longestPassage)
    {
        (_cluster, _random, _resetsLeft, _longestPassage) = (cluster, random, resets, longestPassage);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    /// <summary>How many connections there were.</summary>
    public int Connections { get; private set; }

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _closing.CancelAsync();
        await _accepting.InTime();
        await Task.WhenAll(_passages.Values).InTime();
        _listener.Dispose();
        _closing.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptSocketAsync();
                Connections++;
                var passage = new Passage(client, new Random(_random.Next()), _random.NextDouble() * _longestPassage);
                _passages[passage] = RunAsync(passage);
            }
        }
        catch (Exception e) when (e is SocketException or InvalidOperationException)
        {
            // The listener was stopped, while it waited or just before.
        }
    }

    private async Task RunAsync(Passage passage)
    {
        await Task.Yield();
        using var over = CancellationTokenSource.CreateLinkedTokenSource(_closing.Token);
        try
        {
            await passage.OpenAsync(_cluster, over.Token);
            if (Interlocked.Decrement(ref _resetsLeft) >= 0)
                over.CancelAfter(passage.Lasting);
            await passage.CopyAsync(over.Token);
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException)
        {
            // One side has gone, or it was time to.
        }
        finally
        {
            passage.Reset();
            _passages.TryRemove(passage, out _);
        }
    }

    private sealed class Passage(Socket client, Random random, TimeSpan lasting)
    {
        private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(50);
        private Socket? _instance;

        public TimeSpan Lasting => lasting;

        /// <summary>Where an instance has just died, another one is tried.</summary>
        public async Task OpenAsync(Cluster cluster, CancellationToken cancellationToken)
        {
            client.NoDelay = true;
            while (true)
            {
                var instance = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                try
                {
                    await instance.ConnectAsync(IPAddress.Loopback, cluster.Pick(random).Port, cancellationToken);
                    _instance = instance;
                    return;
                }
                catch (Exception e) when (e is SocketException or IOException)
                {
                    instance.Dispose();
                    await Task.Delay(s_pause, TimeProvider.System, cancellationToken);
                }
            }
        }

        /// <summary>Returns when either side has said all.</summary>
        public Task CopyAsync(CancellationToken cancellationToken) =>
            Task.WhenAny(CopyAsync(client, _instance!, cancellationToken), CopyAsync(_instance!, client, cancellationToken)).Unwrap();

        /// <summary>What was not sent yet is lost.</summary>
        public void Reset()
        {
            Reset(client);
            if (_instance is not null)
                Reset(_instance);
        }

        private static void Reset(Socket socket)
        {
            try
            {
                socket.LingerState = new LingerOption(enable: true, seconds: 0);
            }
            catch (SocketException)
            {
                // It is gone already.
            }

            socket.Dispose();
        }

        private static async Task CopyAsync(Socket from, Socket to, CancellationToken cancellationToken)
        {
            var bytes = new byte[16 * 1024];
            int read;
            while ((read = await from.ReceiveAsync(bytes, cancellationToken)) > 0)
                await to.SendAsync(bytes.AsMemory(0, read), cancellationToken);
        }
    }
}
