using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace Roadmap.Tests.Support;

/// <summary>A hub client written by hand: a plain WebSocket on which the test decides about every byte.</summary>
internal sealed class HandmadeClient : IDisposable
{
    public const char End = '\u001e';

    private readonly StringBuilder _received = new();
    private readonly byte[] _buffer = new byte[16 * 1024];

    public ClientWebSocket Socket { get; } = new();

    public static async Task<HandmadeClient> ConnectAsync(HubServer server, string query = "", bool shakesHands = true)
    {
        var client = new HandmadeClient();
        await client.Socket.ConnectAsync(new UriBuilder(new Uri(server.HubUrl + query)) { Scheme = "ws" }.Uri, CancellationToken.None)
            .InTime();
        if (!shakesHands)
            return client;
        await client.SendAsync("""{"protocol":"json","version":1}""" + End);
        (await client.NextAsync()).GetRawText().ShouldBe("{}");
        return client;
    }

    public Task SendAsync(string text, bool endOfMessage = true) =>
        Socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, endOfMessage, CancellationToken.None)
            .InTime(what: "the socket takes a message");

    public Task InvokeAsync(string id, string method, string argument) =>
        SendAsync($$"""{"type":1,"invocationId":"{{id}}","target":"{{method}}","arguments":[{{argument}}]}""" + End);

    /// <summary>The next hub message, of however many frames.</summary>
    public Task<JsonElement> NextAsync() => ReadAsync();

    /// <summary>The next message that is no ping of the hub's own. Pings, which never end, do not renew the patience.</summary>
    public Task<JsonElement> NextCallAsync() => ReadCallAsync().InTime(what: "the next message that is no ping");

    /// <summary>Done when the connection has ended, however that came.</summary>
    public async Task EndedAsync()
    {
        try
        {
            await ReadAllAsync().InTime(what: "the end of the connection");
        }
        catch (Exception e) when (e is InvalidOperationException or WebSocketException)
        {
            // That is what was waited for.
        }
    }

    public void Dispose()
    {
        Socket.Abort();
        Socket.Dispose();
    }

    private async Task ReadAllAsync()
    {
        while (true)
            await ReadAsync();
    }

    private async Task<JsonElement> ReadCallAsync()
    {
        while (true)
        {
            var message = await ReadAsync();
            if (message.GetProperty("type").GetInt32() != 6)
                return message;
        }
    }

    private async Task<JsonElement> ReadAsync()
    {
        while (true)
        {
            var end = _received.ToString().IndexOf(End, StringComparison.Ordinal);
            if (end >= 0)
            {
                var message = _received.ToString(0, end);
                _received.Remove(0, end + 1);
                return JsonDocument.Parse(message).RootElement;
            }

            var read = await Socket.ReceiveAsync(_buffer, CancellationToken.None).InTime(what: "the next message");
            if (read.MessageType == WebSocketMessageType.Close)
                throw new InvalidOperationException($"The server closed: {Socket.CloseStatus} {Socket.CloseStatusDescription}");
            _received.Append(Encoding.UTF8.GetString(_buffer, 0, read.Count));
        }
    }
}
