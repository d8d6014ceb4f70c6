using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Roadmap.Tests.Support;

/// <summary>Stands between an instance and Redis, and loses an answer when it is told to.</summary>
internal sealed class AnswerLosingProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _ending = new();
    private readonly RedisServer _server;
    private readonly List<Task> _links = [];
    private readonly Task _accepting;
    private string? _losing;

    public AnswerLosingProxy(RedisServer server)
    {
        _server = server;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public string ConnectionString => $"{_listener.LocalEndpoint}";

    public bool HasLost => Volatile.Read(ref _losing) is null;

    /// <summary>The next request that holds this text reaches Redis, and its answer reaches nobody: the connection is cut.</summary>
    public void LoseAnswerTo(string text) => Volatile.Write(ref _losing, text);

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await _accepting.InTime();
        await Task.WhenAll(_links).InTime();
        _listener.Dispose();
        _ending.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _links.Add(LinkAsync(await _listener.AcceptTcpClientAsync(_ending.Token)));
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    private async Task LinkAsync(TcpClient near)
    {
        using var client = near;
        using var far = new TcpClient();
        using var cut = CancellationTokenSource.CreateLinkedTokenSource(_ending.Token);
        try
        {
            await far.ConnectAsync(IPAddress.Loopback, _server.Port, cut.Token);
            var link = new Link(near.GetStream(), far.GetStream());
            await Task.WhenAny(RequestsAsync(link, cut.Token), AnswersAsync(link, cut.Token));
            await cut.CancelAsync();
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException)
        {
            // Redis is not there, or the test is over.
        }
    }

    private async Task RequestsAsync(Link link, CancellationToken cut)
    {
        var buffer = new byte[64 * 1024];
        while (await link.Near.ReadAsync(buffer, cut) is > 0 and var length)
        {
            if (Volatile.Read(ref _losing) is { } text
                && Encoding.Latin1.GetString(buffer, 0, length).Contains(text, StringComparison.Ordinal))
            {
                link.IsLosing = true;
                Volatile.Write(ref _losing, null);
            }

            await link.Far.WriteAsync(buffer.AsMemory(0, length), cut);
        }
    }

    private static async Task AnswersAsync(Link link, CancellationToken cut)
    {
        var buffer = new byte[64 * 1024];
        while (await link.Far.ReadAsync(buffer, cut) is > 0 and var length && !link.IsLosing)
            await link.Near.WriteAsync(buffer.AsMemory(0, length), cut);
    }

    private sealed class Link(NetworkStream near, NetworkStream far)
    {
        private volatile bool _isLosing;

        public NetworkStream Near => near;

        public NetworkStream Far => far;

        public bool IsLosing
        {
            get => _isLosing;
            set => _isLosing = value;
        }
    }
}
