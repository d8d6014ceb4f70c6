using Roadmap.Hubs.Access;

namespace Roadmap.Api.EventLog;

/// <summary>A link as it is kept: without its token, which can be made of it only with the keys.</summary>
internal sealed record KeptLink(WatchLink Link, bool IsRevoked);

/// <summary>The links to tasks, in the log's own store. Whoever makes one sees to it that expired ones go.</summary>
internal interface IWatchLinkStore
{
    /// <returns>False when the task has so many links already that have not expired.</returns>
    /// <exception cref="Roadmap.Hubs.EventLog.LogUnavailableException">It is not known whether it happened.</exception>
    Task<bool> TryAddAsync(WatchLink link, int most, CancellationToken cancellationToken);

    /// <summary>All links to a task of that id, and to earlier ones; some may have expired.</summary>
    /// <exception cref="Roadmap.Hubs.EventLog.LogUnavailableException">The store does not answer.</exception>
    Task<IReadOnlyList<KeptLink>> ReadAsync(string taskId, CancellationToken cancellationToken);

    /// <summary>Nothing when there is no such link.</summary>
    /// <exception cref="Roadmap.Hubs.EventLog.LogUnavailableException">It is not known whether it happened.</exception>
    Task RevokeAsync(string taskId, string linkId, CancellationToken cancellationToken);

    /// <summary>The ids of all links that are revoked and have not expired.</summary>
    /// <exception cref="Roadmap.Hubs.EventLog.LogUnavailableException">The store does not answer.</exception>
    Task<IReadOnlyCollection<string>> ReadRevokedAsync(CancellationToken cancellationToken);
}
