using System.Security.Cryptography;
using System.Text;

namespace Roadmap.Api.EventLog.Redis.Scripts;

/// <summary>
/// One operation, as Lua beside this file; what it takes and replies stands on top of it. Each Redis process gets it with its own run id in
/// the text, and so by a hash of its own: what one process was judged for, no other runs.
/// </summary>
internal sealed class RedisScript(string name)
{
    /// <summary>Stands before each.</summary>
    public static string Shared { get; } = Read("shared");

    private readonly string _text = Shared + Read(name);

    public static RedisScript Create { get; } = new("create");
    public static RedisScript Append { get; } = new("append");
    public static RedisScript ReadTask { get; } = new("read");
    public static RedisScript Heads { get; } = new("heads");
    public static RedisScript List { get; } = new("list");
    public static RedisScript Roadmap { get; } = new("roadmap");
    public static RedisScript RoadmapTask { get; } = new("roadmap_task");
    public static RedisScript ExpiredLeases { get; } = new("expired_leases");
    public static RedisScript Runnable { get; } = new("runnable");
    public static RedisScript Acquire { get; } = new("acquire");
    public static RedisScript Restore { get; } = new("restore");
    public static RedisScript Renew { get; } = new("renew");
    public static RedisScript Release { get; } = new("release");
    public static RedisScript Seen { get; } = new("seen");
    public static RedisScript Left { get; } = new("left");
    public static RedisScript Sweep { get; } = new("sweep");
    public static RedisScript Open { get; } = new("open");
    public static RedisScript EnlistPeople { get; } = new("enlist_people");
    public static RedisScript Probe { get; } = new("probe");
    public static RedisScript Revoke { get; } = new("revoke");
    public static RedisScript Revocations { get; } = new("revocations");
    public static RedisScript AddLink { get; } = new("add_link");
    public static RedisScript ReadLinks { get; } = new("read_links");
    public static RedisScript RevokeLink { get; } = new("revoke_link");
    public static RedisScript RevokedLinks { get; } = new("revoked_links");
    public static RedisScript AddKey { get; } = new("add_key");
    public static RedisScript ReadKeys { get; } = new("read_keys");
    public static RedisScript Runs { get; } = new("runs");

    /// <summary>All that are loaded once the store epoch is known.</summary>
    public static IReadOnlyList<RedisScript> All { get; } =
        [Create, Append, ReadTask, Heads, List, Roadmap, RoadmapTask, ExpiredLeases, Runnable, Acquire, Restore, Renew, Release, Seen, Left,
            Sweep, Open, EnlistPeople, Probe, Revoke, Revocations, AddLink, ReadLinks, RevokeLink, RevokedLinks, AddKey, ReadKeys, Runs];

    /// <summary>Writes the store epoch. Runs by its text, before the others.</summary>
    public static string StoreEpoch { get; } = Read("store_epoch");

    /// <summary>As the process of that run id gets it.</summary>
    public string TextFor(string runId) => $"local RUN_ID = '{runId}'\n{_text}";

    /// <summary>As EVALSHA takes it.</summary>
    public string HashFor(string runId)
    {
#pragma warning disable CA5350 // That is how Redis names scripts.
        return Convert.ToHexStringLower(SHA1.HashData(Encoding.UTF8.GetBytes(TextFor(runId))));
#pragma warning restore CA5350
    }

    private static string Read(string name)
    {
        using var stream = typeof(RedisScript).Assembly.GetManifestResourceStream($"{name}.lua")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
