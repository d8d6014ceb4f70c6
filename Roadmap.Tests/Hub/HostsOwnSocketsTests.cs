using System.Net.WebSockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Roadmap.Api.EventLog;
using Roadmap.Api.Pipeline;
using Roadmap.Contracts;
using Roadmap.Hubs;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Hub;

/// <summary>A host that takes the hub in has WebSockets of its own: only what is below the hub's path is not the host's.</summary>
public sealed class HostsOwnSocketsTests : IAsyncLifetime
{
    private readonly TempFolder _folder = new();
    private readonly LoggedErrors _logged = new();
    private WebApplication _host = null!;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder(["--Urls=http://127.0.0.1:0", $"--Storage:Path={_folder.File("log.db")}"]);
        builder.Logging.ClearProviders().AddProvider(_logged);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddTaskLog(builder.Configuration);
        builder.Services.AddMediatorPipeline();
        builder.Services.AddTaskHub();
        _host = builder.Build();
        _host.UseRouting();
        _host.UseTaskSockets();
        _host.Use((context, next) => context.Request.Path == "/middleware" ? EchoAsync(context) : next(context));
        _host.MapTaskHub();
        _host.Map("/endpoint", EchoAsync);
        _host.Map("/ws/{room}", EchoAsync);
        _host.Map($"{Routes.Hub}/of/the/host", EchoAsync);
        await _host.StartAsync().InTime();
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync().InTime();
        await _host.DisposeAsync().AsTask().InTime();
        _folder.Dispose();
        _logged.Lines.ShouldBeEmpty();
        _logged.Dispose();
    }

    [Theory]
    [InlineData("/middleware")]
    [InlineData("/endpoint")]
    [InlineData("/ws/room-7")]
    [InlineData("/api/v1/ws/of/the/host")]
    public async Task A_hosts_own_socket_is_the_hosts(string path)
    {
        using var patience = new CancellationTokenSource(Wait.Patience);
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(AddressOf(path), patience.Token);

        await socket.SendAsync("hello"u8.ToArray(), WebSocketMessageType.Text, endOfMessage: true, patience.Token);
        var buffer = new byte[16];
        var echo = await socket.ReceiveAsync(buffer, patience.Token);

        Encoding.UTF8.GetString(buffer, 0, echo.Count).ShouldBe("hello");
    }

    [Theory]
    [InlineData("/api/v1/ws/nobody/more")]
    [InlineData("/api/v1/ws/negotiate")]
    public async Task A_wrong_path_below_the_hubs_is_told_the_right_one(string path)
    {
        using var watcher = await RawWatcher.ConnectAsync(AddressOf(path));
        (await watcher.NextAsync<SocketClosed>()).ShouldBe(new SocketClosed(CloseCodes.NotFound, "use /api/v1/ws/{task_id}"));
    }

    [Fact]
    public async Task A_path_of_nobody_is_answered_by_the_host()
    {
        using var socket = new ClientWebSocket();
        socket.Options.CollectHttpResponseDetails = true;
        await Should.ThrowAsync<WebSocketException>(() => socket.ConnectAsync(AddressOf("/nobody"), CancellationToken.None).InTime());
        ((int)socket.HttpStatusCode).ShouldBe(StatusCodes.Status404NotFound);
    }

    private Uri AddressOf(string path) => new UriBuilder(new Uri(new Uri(_host.Urls.First()), path)) { Scheme = "ws" }.Uri;

    private static async Task EchoAsync(HttpContext context)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        var buffer = new byte[16];
        var heard = await socket.ReceiveAsync(buffer, context.RequestAborted);
        await socket.SendAsync(buffer.AsMemory(0, heard.Count), WebSocketMessageType.Text, endOfMessage: true, context.RequestAborted);
        await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, context.RequestAborted);
    }
}
