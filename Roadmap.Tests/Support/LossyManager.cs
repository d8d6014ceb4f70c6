using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Logging.Abstractions;
using Roadmap.Contracts;
using Roadmap.Hubs.Hub;

namespace Roadmap.Tests.Support;

/// <summary>A manager that loses changes of the live list while it is told to, as a backplane may.</summary>
internal sealed class LossyManager() : DefaultHubLifetimeManager<TaskProgressHub>(NullLogger<DefaultHubLifetimeManager<TaskProgressHub>>.Instance)
{
    private int _lost;

    public bool IsLosing { get; set; }

    public int Lost => Volatile.Read(ref _lost);

    public override Task SendGroupsAsync(IReadOnlyList<string> groupNames, string methodName, object?[] args, CancellationToken cancellationToken = default)
    {
        if (!IsLosing || methodName != TaskEventTypes.TaskChanged)
            return base.SendGroupsAsync(groupNames, methodName, args, cancellationToken);
        Interlocked.Increment(ref _lost);
        return Task.CompletedTask;
    }
}
