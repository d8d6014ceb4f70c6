using System.Net.Sockets;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Roadmap.Api.Hosting;
using Roadmap.Hubs.Hub;
using Roadmap.Hubs.Operations;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Hosting;

/// <summary>The program never comes to the end of its file descriptors: connections that ask for nothing are counted and ended.</summary>
public sealed class ConnectionLimitsTests
{
    private const int Connections = 20;

    private static FileDescriptors Few => new(400 + Connections);

    [Fact]
    [AtLimit("TCP connections")]
    [AtLimit("time for the head of a request, and for the hub's handshake")]
    public async Task Who_says_nothing_takes_no_place_for_long_and_one_too_many_is_closed_at_once()
    {
        var time = new FakeTime();
        await using var server =
            await HubServer.StartAsync(replace: services => services.AddSingleton(Few).AddSingleton<TimeProvider>(time));
        using var own = new HttpClient { BaseAddress = server.Http.BaseAddress, Timeout = Wait.Patience };
        var idle = new List<Socket>();
        try
        {
            await Wait.Eventually("all places are taken", async () =>
            {
                idle.Add(await ConnectAsync(server));
                return idle.Count > Connections && idle.Exists(IsClosed);
            });
            await Wait.Eventually("it is said", () => server.Logged.Take("connections_refused"));
            await Wait.Eventually("no more are kept", () => idle.Count(socket => !IsClosed(socket)) == Connections);

            // Again and again: a connection that has its place may have no limit yet.
            await Wait.Eventually("the silent ones are closed", () =>
            {
                time.Advance(TcpConnections.FirstByte);
                return idle.TrueForAll(IsClosed);
            });
            (await own.GetAsync(new Uri("/health", UriKind.Relative))).EnsureSuccessStatusCode();
        }
        finally
        {
            idle.ForEach(socket => socket.Dispose());
        }

        // One line for each that was too many, up to ten.
        server.Logged.Take("connections_refused");
        server.Logged.Take("lines_left_out");
        server.Logged.Lines.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(-1, true)]
    [InlineData(0, false)]
    [InlineData(1, false)]
    [AtLimit("time for the head of a request, and for the hub's handshake")]
    public async Task Who_speaks_in_time_is_heard_and_who_is_later_is_closed(int milliseconds, bool isHeard)
    {
        var time = new FakeTime();
        await using var server = await HubServer.StartAsync(replace: services => services.AddSingleton<TimeProvider>(time));
        using var late = await RawHttp.SendAsync(server.Http.BaseAddress!, "");

        await Wait.Eventually("its first byte is waited for", () => time.IsWaitedFor(TcpConnections.FirstByte));
        time.Advance(TcpConnections.FirstByte + TimeSpan.FromMilliseconds(milliseconds));

        if (isHeard)
            await late.SendAsync("GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        (await late.ReadAsync()).Split(' ')[0].ShouldBe(isHeard ? "HTTP/1.1" : "");
    }

    [Fact]
    public async Task Watchers_leave_room_for_calls()
    {
        await using var server = await HubServer.StartAsync(replace: services => services.AddSingleton(Few));
        server.Services.GetRequiredService<IOptions<LimitsOptions>>().Value.Connections.ShouldBe(Connections - 1);
    }

    [Fact]
    [AtLimit("time that a connection is kept without a request")]
    public async Task A_connection_is_kept_longer_than_nginx_keeps_it()
    {
        await using var server = await HubServer.StartAsync();
        server.Services.GetRequiredService<IOptions<KestrelServerOptions>>().Value.Limits.KeepAliveTimeout
            .ShouldBe(TimeSpan.FromSeconds(75));
    }

    [Fact]
    public async Task A_hub_socket_that_does_not_shake_hands_is_closed()
    {
        await using var server = await HubServer.StartAsync(
            replace: services =>
                services.Configure<HubOptions<TaskProgressHub>>(hub => hub.HandshakeTimeout = TimeSpan.FromMilliseconds(50)));
        using var client = await HandmadeClient.ConnectAsync(server, shakesHands: false);
        await client.EndedAsync();
    }

    [Theory]
    [InlineData(64)]
    [InlineData(128)]
    [InlineData(511)]
    public async Task With_too_few_descriptors_it_says_so_and_does_not_start(int descriptors)
    {
        var said = new List<string>();
        var program = Path.Combine(AppContext.BaseDirectory, "Roadmap.Api.dll");
        await using var child =
            ChildProcess.Start("bash", ["-c", $"ulimit -n {descriptors}; exec dotnet '{program}' --Urls=http://127.0.0.1:0"], hear: line =>
            {
                lock (said)
                    said.Add(line);
            });
        await Wait.Eventually("it has ended", () => child.HasEnded);

        child.ExitCode.ShouldBe(1);
        await Wait.Eventually("it has said why", () =>
        {
            lock (said)
                return said.Count > 0;
        });
        said.ShouldHaveSingleItem().ShouldStartWith($"Roadmap cannot start. The process may have {descriptors} files");
    }

    private static async Task<Socket> ConnectAsync(HubServer server)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(server.Http.BaseAddress!.Host, server.Http.BaseAddress.Port);
        return socket;
    }

    private static bool IsClosed(Socket socket) => socket.Poll(0, SelectMode.SelectRead) && socket.Available == 0;
}
