using Microsoft.AspNetCore.SignalR;
using Roadmap.Hubs.Subscriptions;

namespace Roadmap.Hubs.Hub;

/// <summary>The hub's groups, for the use cases.</summary>
internal sealed class HubGroups(HubLifetimeManager<TaskProgressHub> manager) : IHubGroups
{
    public Task AddAsync(string connectionId, string group, CancellationToken cancellationToken) =>
        manager.AddToGroupAsync(connectionId, group, cancellationToken);

    public Task RemoveAsync(string connectionId, string group, CancellationToken cancellationToken) =>
        manager.RemoveFromGroupAsync(connectionId, group, cancellationToken);
}
