using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Roadmap.Contracts;

namespace Roadmap.Benchmarks.FanOut;

/// <summary>What one would write without this project: SignalR as it comes, a group a task.</summary>
internal sealed class StockHub : Hub
{
    private static long s_events;

    public Task Subscribe(SubscribeRequest request) => Groups.AddToGroupAsync(Context.ConnectionId, request.TaskId!);

    public static WebApplication Build(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        var signalR = builder.Services.AddSignalR().AddMessagePackProtocol();
        if (builder.Configuration.GetConnectionString("Redis") is { } redis)
            signalR.AddStackExchangeRedis(redis);
        var app = builder.Build();
        app.MapHub<StockHub>(Routes.Hub);
        app.MapPost(Routes.TaskEvents, ReportAsync);
        return app;
    }

    /// <summary>Passes a report on to who watches, numbered, and stores nothing.</summary>
    private static async Task<ReportReply> ReportAsync(
        [FromRoute(Name = "task_id")] string taskId, ProgressEvent reported, IHubContext<StockHub> hub)
    {
        var number = Interlocked.Increment(ref s_events);
        await hub.Clients.Group(taskId).SendAsync(
            TaskEventTypes.Progress,
            reported with
            {
                TaskId = taskId,
                Seq = number,
                Epoch = "0198c2f0a1b2c3d4",
                Attempt = 1,
                Timestamp = TimeProvider.System.GetUtcNow(),
            });
        return new ReportReply { Seq = number, Epoch = "0198c2f0a1b2c3d4", Accepted = 1, Duplicates = 0, CancelRequested = false };
    }
}
