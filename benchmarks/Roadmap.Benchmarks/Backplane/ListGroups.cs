using System.Collections.Concurrent;
using MediatR;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Roadmap.Hubs.Feeds;
using Roadmap.Hubs.Hub;

namespace Roadmap.Benchmarks.Backplane;

/// <summary>Puts whoever watches one of some tasks into a group of the host's too. The feed does not wait for it.</summary>
internal sealed class ListGroups(IHubContext<TaskProgressHub> hub) : INotificationHandler<SubscriptionOpened>
{
    /// <summary>What the ids of those tasks begin with.</summary>
    public const string Prefix = "list";

    private readonly ConcurrentQueue<Task> _joining = new();

    public static string NameOf(string taskId) => $"group:{taskId}";

    public static void Register(IServiceCollection services)
    {
        services.AddSingleton<ListGroups>();
        services.AddSingleton<INotificationHandler<SubscriptionOpened>>(provider => provider.GetRequiredService<ListGroups>());
    }

    /// <summary>Done when all are in their groups.</summary>
    public static async Task AllAsync(IServiceProvider services)
    {
        var joining = services.GetRequiredService<ListGroups>()._joining;
        while (joining.TryDequeue(out var join))
            await join;
    }

    public Task Handle(SubscriptionOpened notification, CancellationToken cancellationToken)
    {
        if (notification.TaskId.StartsWith(Prefix, StringComparison.Ordinal))
            _joining.Enqueue(hub.Groups.AddToGroupAsync(notification.ConnectionId, NameOf(notification.TaskId), cancellationToken));
        return Task.CompletedTask;
    }
}
