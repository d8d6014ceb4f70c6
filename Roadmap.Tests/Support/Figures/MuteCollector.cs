using System.Net;
using System.Net.Sockets;

namespace Roadmap.Tests.Support;

/// <summary>Takes connections, and never says a word.</summary>
internal sealed class MuteCollector : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _accepting;

    public MuteCollector()
    {
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public string Address => $"http://{_listener.LocalEndpoint}";

    /// <summary>Done when somebody has connected.</summary>
    public Task AskedAsync() => _asked.Task.InTime();

    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        await _accepting.InTime();
    }

    private async Task AcceptAsync()
    {
        List<Socket> held = [];
        try
        {
            while (true)
            {
                held.Add(await _listener.AcceptSocketAsync());
                _asked.TrySetResult();
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            held.ForEach(socket => socket.Dispose());
        }
    }
}
