using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Roadmap.Contracts;

namespace Roadmap.Benchmarks.FanOut;

/// <summary>What one would write without this project: SignalR as it comes, a group a task.</summary>
internal sealed class StockHub : Hub
{
    public Task Subscribe(SubscribeRequest request) => Groups.AddToGroupAsync(Context.ConnectionId, request.TaskId!);

    public static WebApplication Build(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddSignalR();
        var app = builder.Build();
        app.MapHub<StockHub>(Routes.Hub);
        return app;
    }
}
