using System.Globalization;

namespace Roadmap.Api.EventLog.Redis.Connection;

/// <summary>What <c>INFO</c> and <c>CONFIG GET</c> tell about the server.</summary>
/// <param name="RunId">New with each start of the process.</param>
/// <param name="IsDurable"><c>appendonly yes</c> and <c>appendfsync always</c>; false when the server does not tell.</param>
/// <param name="WasReplica">Whether it carries on what another master had (<c>master_replid2</c>).</param>
internal sealed record RedisServerInfo(
    Version Version, string RunId, bool IsDurable, bool IsMaster, bool HasReplicas, bool WasReplica, string EvictionPolicy)
{
    public bool IsCluster { get; init; }

    /// <summary>New when a replica becomes a master, and when a master gets its first replica (<c>master_replid</c>).</summary>
    public string ReplicationId { get; init; } = "";

    /// <summary>By its own clock, to a second.</summary>
    public DateTimeOffset StartedAt { get; init; }

    public static readonly Version OldestVersion = new(7, 0);

    /// <param name="info">The answer to <c>INFO</c>.</param>
    /// <param name="config">Settings by name, as far as the server tells them.</param>
    public static RedisServerInfo Parse(string info, IReadOnlyDictionary<string, string> config)
    {
        var fields = info.Split('\n')
            .Select(line => line.Trim().Split(':', 2))
            .Where(pair => pair.Length == 2)
            .ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);
        return new RedisServerInfo(
            Version.TryParse(fields.GetValueOrDefault("redis_version"), out var version) ? version : new Version(),
            fields.GetValueOrDefault("run_id", ""),
            config.GetValueOrDefault("appendonly") == "yes" && config.GetValueOrDefault("appendfsync") == "always",
            fields.GetValueOrDefault("role") == "master",
            fields.GetValueOrDefault("connected_slaves", "0") != "0",
            fields.GetValueOrDefault("master_replid2", "").Any(digit => digit != '0'),
            fields.GetValueOrDefault("maxmemory_policy", ""))
        {
            IsCluster = fields.GetValueOrDefault("redis_mode") == "cluster",
            ReplicationId = fields.GetValueOrDefault("master_replid", ""),
            StartedAt = DateTimeOffset.UnixEpoch.AddMicroseconds(Number("server_time_usec")).AddSeconds(-Number("uptime_in_seconds")),
        };

        double Number(string name) =>
            double.TryParse(fields.GetValueOrDefault(name), CultureInfo.InvariantCulture, out var number) ? number : 0;
    }
}
