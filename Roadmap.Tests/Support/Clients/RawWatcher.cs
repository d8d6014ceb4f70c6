using System.Net;
using System.Net.WebSockets;
using System.Text;

namespace Roadmap.Tests.Support;

/// <summary>A stock <see cref="ClientWebSocket"/> on a task's raw WebSocket: what it is sent, in order.</summary>
internal sealed class RawWatcher : IDisposable
{
    private readonly byte[] _buffer = new byte[128 * 1024];

    public ClientWebSocket Socket { get; } = new();

    public static Task<RawWatcher> ConnectAsync(Uri url, string? origin = null) => ConnectAsync(url, ("Origin", origin));

    public static Task<RawWatcher> ConnectAsync(Uri url, params (string Name, string? Value)[] headers) => ConnectAsync(socket =>
    {
        foreach (var (name, value) in headers)
            socket.Options.SetRequestHeader(name, value);
        return socket.ConnectAsync(url, CancellationToken.None).InTime();
    });

    public static Task<RawWatcher> ConnectOverHttp2Async(Uri url, HttpMessageHandler handler) => ConnectAsync(async socket =>
    {
        socket.Options.HttpVersion = HttpVersion.Version20;
        socket.Options.HttpVersionPolicy = HttpVersionPolicy.RequestVersionExact;
        using var invoker = new HttpMessageInvoker(handler, disposeHandler: false);
        await socket.ConnectAsync(url, invoker, CancellationToken.None).InTime();
    });

    public Task SendAsync(string text, bool endOfMessage = true) =>
        Socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, endOfMessage, CancellationToken.None)
            .InTime(what: "the socket takes a message");

    /// <summary>The next message; at last a <see cref="SocketClosed"/>, which is answered.</summary>
    /// <param name="details">Where the test is: seed, step, position.</param>
    public async Task<object> NextAsync(Func<string>? details = null)
    {
        var length = 0;
        while (true)
        {
            var received = await Socket.ReceiveAsync(_buffer.AsMemory(length), CancellationToken.None).InTime(details, "the next message");
            if (received.MessageType == WebSocketMessageType.Close)
            {
                var closed = new SocketClosed((int)Socket.CloseStatus!, Socket.CloseStatusDescription!);
                await AnswerCloseAsync();
                return closed;
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

    private static async Task<RawWatcher> ConnectAsync(Func<ClientWebSocket, Task> connect)
    {
        var watcher = new RawWatcher();
        try
        {
            await connect(watcher.Socket);
            return watcher;
        }
        catch
        {
            watcher.Dispose();
            throw;
        }
    }

    private async Task AnswerCloseAsync()
    {
        try
        {
            await Socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, statusDescription: null, CancellationToken.None).InTime();
        }
        catch (WebSocketException)
        {
            // The server did not wait so long.
        }
    }
}
