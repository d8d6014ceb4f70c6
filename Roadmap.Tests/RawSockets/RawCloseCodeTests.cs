using System.Net;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Roadmap.Contracts;
using Roadmap.Hubs.EventLog;
using Roadmap.Hubs.Subscriptions;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.RawSockets;

/// <summary>Each way in which the server closes a raw WebSocket, but for the task's end: <c>closing</c>, and a code.</summary>
public sealed class RawCloseCodeTests(RunningServer running) : IClassFixture<RunningServer>, IDisposable
{
    private HubServer Server => running.Server;

    public void Dispose() => Server.Logged.Lines.ShouldBeEmpty();

    [Theory]
    [InlineData("a%20b", "", CloseCodes.InvalidRequest, ErrorCodes.InvalidRequest, "task_id")]
    [InlineData("generate", "", CloseCodes.InvalidRequest, ErrorCodes.InvalidRequest, "task_id")]
    [InlineData("nobody", "?after_seq=-1", CloseCodes.InvalidRequest, ErrorCodes.InvalidRequest, "after_seq")]
    [InlineData("nobody", "?after_seq=x&include_history=perhaps", CloseCodes.InvalidRequest, ErrorCodes.InvalidRequest, "include_history")]
    [InlineData("nobody", "?epoch=e", CloseCodes.InvalidRequest, ErrorCodes.InvalidRequest, "after_seq")]
    [InlineData("nobody", "", CloseCodes.NotFound, ErrorCodes.TaskNotFound, "nobody")]
    [InlineData("nobody", "?after_seq=7", CloseCodes.NotFound, ErrorCodes.TaskNotFound, "nobody")]
    public async Task A_subscription_that_is_refused_is_closed_with_a_code(
        string taskId, string query, int code, string reason, string named)
    {
        using var watcher = await RawWatcher.ConnectAsync(new Uri(Server.RawUrl("x"), $"{taskId}{query}"));

        var closing = await watcher.NextAsync<ClosingMessage>();
        closing.Reason.ShouldBe(reason);
        closing.Message.ShouldContain(named);
        (await watcher.NextAsync<SocketClosed>()).ShouldBe(new SocketClosed(code, closing.Message));
    }

    [Theory]
    [InlineData("/ws/some-task")]
    [InlineData("/ws/some-task?include_history=true")]
    [InlineData("/ws")]
    [InlineData("/")]
    [InlineData("/health")]
    [InlineData("/api/v1/ws/some-task/more")]
    [InlineData("/api/v1/ws/negotiate")]
    [InlineData("/api/v1/tasks/some-task")]
    [InlineData("/no/such/path")]
    public async Task On_a_path_that_is_none_a_socket_is_told_the_right_one(string path)
    {
        using var watcher = await RawWatcher.ConnectAsync(new Uri(Server.RawUrl("x"), path));
        (await watcher.NextAsync<SocketClosed>()).ShouldBe(new SocketClosed(4404, "use /api/v1/ws/{task_id}"));
    }

    [Fact]
    public async Task Over_HTTP_the_wrong_path_is_told_the_right_one_and_the_right_one_that_it_takes_sockets()
    {
        using var wrong = await Server.Http.GetAsync(new Uri("/ws/some-task", UriKind.Relative));
        (await wrong.RefusedAsync(ErrorCodes.NotFound)).Detail.ShouldContain("use /api/v1/ws/{task_id}");
        wrong.StatusCode.ShouldBe(HttpStatusCode.NotFound);

        using var right = await Server.Http.GetAsync(new Uri(Routes.For(Routes.RawSocket, "some-task"), UriKind.Relative));
        (await right.RefusedAsync(ErrorCodes.InvalidRequest)).Detail!.ShouldContain("WebSocket");
    }

    [Fact]
    public async Task A_page_of_a_foreign_origin_is_refused()
    {
        using var watcher = await RawWatcher.ConnectAsync(Server.RawUrl("some-task"), origin: "https://elsewhere.example");
        (await watcher.NextAsync<SocketClosed>()).Code.ShouldBe(CloseCodes.Forbidden);
    }

    [Theory]
    [InlineData(4_095, 1)]
    [InlineData(4_096, 1)]
    [InlineData(4_096, 3)]
    [InlineData(4_097, 1)]
    [InlineData(4_097, 4_097)]
    [InlineData(50_000, 1)]
    [InlineData(50_000, 20)]
    [AtLimit("a message of a raw WebSocket's client")]
    public async Task A_message_of_more_than_4_KiB_is_one_too_large_however_it_is_cut(int bytes, int parts)
    {
        var task = await Server.StartTaskAsync();
        using var watcher = await Server.WatchRawAsync(task, "?include_history=false");
        await watcher.NextAsync<ConnectedMessage>();

        var message = """{"type":"ping","pad":" """.PadRight(bytes - 2, 'x') + "\"}";
        foreach (var part in message.Chunk((bytes / parts) + 1))
            await watcher.SendAsync(new string(part), endOfMessage: false);
        await watcher.SendAsync("");

        if (bytes <= ContractLimits.ClientFrameBytes)
        {
            await watcher.NextAsync<PongMessage>();
            return;
        }

        (await watcher.NextAsync<ClosingMessage>()).Reason.ShouldBe(ErrorCodes.TooLarge);
        (await watcher.NextAsync<SocketClosed>()).Code.ShouldBe(CloseCodes.TooLarge);
    }

    [Fact]
    public async Task One_connection_too_many_is_told_so_and_counts_no_more_when_it_has_gone()
    {
        await using var server = await HubServer.StartAsync(["--Limits:Connections=1"]);
        var task = await server.StartTaskAsync();
        using (var first = await server.WatchRawAsync(task))
        {
            await first.NextAsync<ConnectedMessage>();
            using var second = await server.WatchRawAsync(task);
            (await second.NextAsync<ClosingMessage>()).Reason.ShouldBe(ErrorCodes.RateLimited);
            (await second.NextAsync<SocketClosed>()).Code.ShouldBe(CloseCodes.RateLimited);
        }

        await Wait.Eventually("there is room again", async () =>
        {
            using var next = await server.WatchRawAsync(task);
            return await next.NextAsync() is ConnectedMessage;
        });
        server.Logged.Lines.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_log_that_is_away_is_said_by_a_code_and_when_it_is_back_all_goes_on()
    {
        await using var server = await HubServer.StartAsync(replace: services => services
            .AddSingleton<ITaskLogReader>(provider => new HinderedLog(provider.GetRequiredService<Api.EventLog.ITaskEventLog>())));
        var log = (HinderedLog)server.Services.GetRequiredService<ITaskLogReader>();
        var task = await server.StartTaskAsync();

        log.IsAway = true;
        using (var watcher = await server.WatchRawAsync(task))
        {
            (await watcher.NextAsync<ClosingMessage>()).Reason.ShouldBe(ErrorCodes.LogUnavailable);
            (await watcher.NextAsync<SocketClosed>()).Code.ShouldBe(CloseCodes.LogUnavailable);
        }

        log.IsAway = false;
        using var again = await server.WatchRawAsync(task);
        await again.NextAsync<ConnectedMessage>();
        server.Logged.Lines.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_log_that_goes_away_in_a_replay_is_said_by_a_code()
    {
        await using var server = await HubServer.StartAsync(replace: services => services
            .AddSingleton<ITaskLogReader>(provider => new HinderedLog(provider.GetRequiredService<Api.EventLog.ITaskEventLog>())));
        var log = (HinderedLog)server.Services.GetRequiredService<ITaskLogReader>();
        var task = await server.StartTaskAsync();
        await server.ReportProgressAsync(task, 1, 1_000);
        await server.ReportProgressAsync(task, 1_001, 200);

        log.HoldsLaterPages = true;
        using var watcher = await server.WatchRawAsync(task, "?after_seq=0");
        await watcher.NextAsync<ConnectedMessage>();
        for (var seq = 1; seq <= 200; seq++)
            (await watcher.NextAsync<ProgressEvent>()).Seq.ShouldBe(seq);
        log.IsAway = true;
        log.LetGo();

        (await watcher.NextAsync<SocketClosed>()).Code.ShouldBe(CloseCodes.LogUnavailable);
        server.Logged.Lines.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_task_that_is_no_longer_kept_ends_its_sockets()
    {
        var time = new FakeTime();
        await using var server = await HubServer.StartAsync(replace: services => services
            .AddSingleton<TimeProvider>(time)
            .AddSingleton<ITaskLogReader>(provider => new HinderedLog(provider.GetRequiredService<Api.EventLog.ITaskEventLog>())));
        var task = await server.StartTaskAsync();
        using var watcher = await server.WatchRawAsync(task, "?include_history=false");
        await watcher.NextAsync<ConnectedMessage>();

        ((HinderedLog)server.Services.GetRequiredService<ITaskLogReader>()).IsEmpty = true;
        var message = watcher.NextAsync<ClosingMessage>();
        var polls = 0;
        await Wait.Eventually("the quiet feeds are checked", () =>
        {
            // Not at every poll: the server waits for the answer to its close only so long.
            if (polls++ % 60 == 0)
                time.Advance(TimeSpan.FromSeconds(1));
            return message.IsCompleted;
        });

        (await message).Reason.ShouldBe(ErrorCodes.TaskNotFound);
        (await watcher.NextAsync<SocketClosed>()).Code.ShouldBe(CloseCodes.NotFound);
        server.Logged.Lines.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_fault_of_the_server_is_logged_and_said_by_a_code(bool isInSubscribing)
    {
        await using var server = await HubServer.StartAsync(replace: services =>
        {
            if (isInSubscribing)
                services.AddTransient<IRequestHandler<SubscribeToTask, SubscribeReply>, Broken<SubscribeToTask, SubscribeReply>>();
            else
                services.AddTransient<IRequestHandler<GetTaskStatus, TaskSnapshot>, Broken<GetTaskStatus, TaskSnapshot>>();
        });
        var task = await server.StartTaskAsync();

        using var watcher = await server.WatchRawAsync(task, "?include_history=false");
        if (!isInSubscribing)
            await watcher.NextAsync<ConnectedMessage>();
        await watcher.SendAsync("""{"type":"get_status"}""");

        (await watcher.NextAsync<ClosingMessage>()).Reason.ShouldBe(ErrorCodes.InternalError);
        (await watcher.NextAsync<SocketClosed>()).Code.ShouldBe(CloseCodes.InternalError);
        server.Logged.Take("socket_failed").ShouldBeTrue();
        server.Logged.Lines.ShouldBeEmpty();
    }

    private sealed class Broken<TRequest, TReply> : IRequestHandler<TRequest, TReply>
        where TRequest : IRequest<TReply>
    {
        public Task<TReply> Handle(TRequest request, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("A fault.");
    }
}
