using System.Net.Sockets;
using System.Text;
using Roadmap.Contracts;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Hub;

/// <summary>A slow client harms only itself: it is cut off, and comes back from its position.</summary>
public sealed class SlowWatcherTests
{
    private const int Others = 20;
    private const int Reports = 200;
    private const int EventsPerReport = 10;

    /// <summary>What the others may be behind before more is reported: less than the server keeps for one connection.</summary>
    private const int EventsBehind = 50;

    [Theory]
    [InlineData("json", false)]
    [InlineData("messagepack", true)]
    public async Task A_watcher_that_stops_reading_is_cut_and_the_others_get_everything(string protocol, bool isPacked)
    {
        await using var server = await HubServer.StartAsync();
        var task = await server.StartTaskAsync();
        using var stuck = await ConnectAndStopReadingAsync(server, task, protocol);
        var others = await Task.WhenAll(
            Enumerable.Range(0, Others).Select(_ => server.ConnectAsync($"?task_id={task}&after_seq=0", isPacked)));

        // 20 MB in all: far more than sockets and pipes take for a client that does not read.
        var padding = new string('x', 10_000);
        var seen = new int[Others];
        var publishing = Task.Run(async () =>
        {
            for (var report = 0; report < Reports; report++)
            {
                await Wait.Eventually("the others keep up", () => Enumerable.Range(0, Others)
                    .All(other => Volatile.Read(ref seen[other]) >= (report * EventsPerReport) - EventsBehind));
                await server.ReportAsync(
                    task,
                    $"[{string.Join(',', Enumerable.Repeat($$"""{"type":"progress","step":"work","status":"processing","message":"{{padding}}"}""", EventsPerReport))}]");
            }
        });

        await Task.WhenAll(others.Select(async (watcher, other) =>
        {
            await watcher.NextAsync<ConnectedMessage>();
            for (var seq = 1; seq <= Reports * EventsPerReport; seq++)
            {
                (await watcher.NextAsync<ProgressEvent>()).Seq.ShouldBe(seq);
                Volatile.Write(ref seen[other], seq);
            }

            await watcher.DisposeAsync();
        }));
        await publishing.InTime();

        await Wait.Eventually("the stuck connection is cut", () => IsCut(stuck));
        server.Logged.Lines.ShouldBeEmpty();
    }

    private static async Task<Socket> ConnectAndStopReadingAsync(HubServer server, string task, string protocol)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4096 };
        await socket.ConnectAsync(server.HubUrl.Host, server.HubUrl.Port);
        await SendAsync(socket, $"GET {Routes.Hub}?task_id={task}&after_seq=0 HTTP/1.1\r\nHost: {server.HubUrl.Authority}\r\nConnection: "
            + "Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
        var answer = new byte[1024];
        Encoding.ASCII.GetString(answer, 0, await socket.ReceiveAsync(answer)).ShouldStartWith("HTTP/1.1 101");
        // One masked text frame, with a mask of zeros.
        var handshake = Encoding.UTF8.GetBytes($$"""{"protocol":"{{protocol}}","version":1}{{HandmadeClient.End}}""");
        await socket.SendAsync((byte[])[0x81, (byte)(0x80 | handshake.Length), 0, 0, 0, 0, .. handshake]);
        return socket;
    }

    private static Task<int> SendAsync(Socket socket, string text) => socket.SendAsync(Encoding.ASCII.GetBytes(text));

    /// <summary>Writes into the connection: that fails once the other side has reset it.</summary>
    private static bool IsCut(Socket socket)
    {
        try
        {
            socket.Send([0x8A, 0x80, 0, 0, 0, 0]);
            return false;
        }
        catch (SocketException)
        {
            return true;
        }
    }
}
