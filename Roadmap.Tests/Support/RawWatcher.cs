using System.Net.WebSockets;
using System.Text;

namespace Roadmap.Tests.Support;

/// <summary>A stock <see cref="ClientWebSocket"/> on a task's raw WebSocket: what it is sent, in order.</summary>
internal sealed class RawWatcher : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    private readonly byte[] _buffer = new byte[128 * 1024];

    public ClientWebSocket Socket { get; } = new();

    public static async Task<RawWatcher> ConnectAsync(Uri url, string? origin = null)
    {
        var watcher = new RawWatcher();
        try
        {
            watcher.Socket.Options.SetRequestHeader("Origin", origin);
            await watcher.Socket.ConnectAsync(url, CancellationToken.None);
            return watcher;
        }
        catch
        {
            watcher.Dispose();
            throw;
        }
    }

    public Task SendAsync(string text, bool endOfMessage = true) =>
        Socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, endOfMessage, CancellationToken.None);

    /// <summary>The next message; at last a <see cref="SocketClosed"/>, which is answered.</summary>
    public async Task<object> NextAsync()
    {
        using var patience = new CancellationTokenSource(s_patience);
        var length = 0;
        while (true)
        {
            var received = await Socket.ReceiveAsync(_buffer.AsMemory(length), patience.Token);
            if (received.MessageType == WebSocketMessageType.Close)
            {
                await Socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, statusDescription: null, patience.Token);
                return new SocketClosed((int)Socket.CloseStatus!, Socket.CloseStatusDescription!);
            }

            length += received.Count;
            if (received.EndOfMessage)
                return RawMessages.Read(_buffer.AsSpan(0, length));
        }
    }

    /// <summary>The next message, which must be of this type.</summary>
    public async Task<T> NextAsync<T>() => (await NextAsync()).ShouldBeOfType<T>();

    /// <summary>Goes without a word.</summary>
    public void Dispose()
    {
        Socket.Abort();
        Socket.Dispose();
    }
}
