using Roadmap.Api.EventLog.Redis.Connection;

namespace Roadmap.Api.EventLog.Redis.Durability;

/// <summary>
/// The epoch of the whole store, as the key <c>life</c> remembers it. A wire epoch is its token and the task's own epoch: a new token
/// renews every wire epoch at once.
/// </summary>
/// <param name="RunId">The Redis process that was last known to hold all that was acknowledged.</param>
/// <param name="IsDurable">Whether that process was set so that a restart loses nothing.</param>
/// <param name="HadReplicas">Whether it was ever seen with a replica, which may be promoted without the last writes.</param>
/// <param name="Restored">The last text of <c>Storage:Restored</c>.</param>
internal sealed record RedisStoreEpoch(string Token, string RunId, bool IsDurable, bool HadReplicas, string Restored)
{
    /// <summary>
    /// Of the history that the process was in: another one begins whenever a replica becomes a master. Empty when an earlier version wrote
    /// the record.
    /// </summary>
    public string ReplicationId { get; init; } = "";

    /// <summary>
    /// What the record should say now. Another process behind the same address keeps the store epoch only when nothing can have been lost.
    /// </summary>
    /// <param name="before">Null when there is none.</param>
    /// <param name="server">As it is now.</param>
    /// <param name="restored">A text that renews the store epoch when it is another; null when it is not to be looked at.</param>
    /// <param name="newToken">Taken when the store epoch ends.</param>
    /// <param name="wasMoved">Whether all of it was moved here from the process that the record names.</param>
    public static RedisStoreEpoch Judge(
        RedisStoreEpoch? before, RedisServerInfo server, string? restored, string newToken, bool wasMoved = false)
    {
        var isRestored = !string.IsNullOrEmpty(restored) && restored != before?.Restored;
        // A process that was a replica meanwhile, and is the master again, has taken over what another one had.
        var wasReplaced = server.WasReplica && before is { ReplicationId: { Length: > 0 } known } && known != server.ReplicationId;
        var isSameProcess = before?.RunId == server.RunId && !wasReplaced;
        var lostNothing = isSameProcess
            || wasMoved
            || (before is { IsDurable: true, HadReplicas: false } && server is { IsDurable: true, IsMaster: true, WasReplica: false });
        var goesOn = before is not null && lostNothing && !isRestored;
        return new RedisStoreEpoch(
            goesOn ? before!.Token : newToken,
            server.RunId,
            server.IsDurable,
            server.HasReplicas || (goesOn && before!.HadReplicas),
            isRestored ? restored! : before?.Restored ?? "")
        {
            ReplicationId = server.ReplicationId,
        };
    }
}
