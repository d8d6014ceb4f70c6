using System.Net.WebSockets;
using System.Text;
using Roadmap.Contracts;

namespace Roadmap.Benchmarks;

/// <summary>
/// A client that watches the list of tasks and only counts what comes: a stock client that reads a thousand messages a second would take
/// more of the machine than the server does for them.
/// </summary>
internal sealed class ListReader : IAsyncDisposable
{
    private const byte RecordSeparator = 0x1e;

    private readonly ClientWebSocket _socket = new();
    private Task _reading = Task.CompletedTask;
    private long _records;

    /// <summary>Messages so far; a few of them are answers and pings.</summary>
    public long Records => Interlocked.Read(ref _records);

    public static async Task<ListReader> StartAsync(Uri hub)
    {
        var reader = new ListReader();
        await reader._socket.ConnectAsync(new UriBuilder(hub) { Scheme = "ws" }.Uri, CancellationToken.None);
        await reader.SayAsync("""{"protocol":"json","version":1}""");
        await reader.SayAsync($$$"""{"type":1,"invocationId":"1","target":"{{{HubMethods.WatchTasks}}}","arguments":[{}]}""");
        reader._reading = reader.ReadAsync();
        return reader;
    }

    public async ValueTask DisposeAsync()
    {
        _socket.Abort();
        await _reading;
        _socket.Dispose();
    }

    private Task SayAsync(string json) =>
        _socket.SendAsync(
            Encoding.UTF8.GetBytes(json + (char)RecordSeparator), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);

    private async Task ReadAsync()
    {
        var buffer = new byte[64 * 1024];
        try
        {
            while (await _socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None) is
                {
                    MessageType: not WebSocketMessageType.Close
                } read)
                Interlocked.Add(ref _records, buffer.AsSpan(0, read.Count).Count(RecordSeparator));
        }
        catch (WebSocketException)
        {
            // The run is over.
        }
        catch (OperationCanceledException)
        {
            // As above.
        }
    }
}
