using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Logging.Abstractions;
using Roadmap.Contracts;
using Roadmap.Hubs.Hub;

namespace Roadmap.Tests.Support;

/// <summary>A manager that loses changes of the live list while it is told to, as a backplane may, or keeps them back.</summary>
internal sealed class LossyManager()
    : DefaultHubLifetimeManager<TaskProgressHub>(NullLogger<DefaultHubLifetimeManager<TaskProgressHub>>.Instance)
{
    private int _lost;

    public bool IsLosing { get; set; }

    /// <summary>Changes wait for its end; null: they do not.</summary>
    public TaskCompletionSource? Holding { get; set; }

    public int Lost => Volatile.Read(ref _lost);

    public override async Task SendGroupsAsync(
        IReadOnlyList<string> groupNames, string methodName, object?[] args, CancellationToken cancellationToken = default)
    {
        if (methodName == TaskEventTypes.TaskChanged && Holding is { } holding)
            await holding.Task.InTime();
        if (!IsLosing || methodName != TaskEventTypes.TaskChanged)
            await base.SendGroupsAsync(groupNames, methodName, args, cancellationToken);
        else
            Interlocked.Increment(ref _lost);
    }
}
