using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using Roadmap.Api.EventLog.Redis.Connection;
using Roadmap.Api.EventLog.Redis.Scripts;
using Roadmap.Api.EventLog.Redis.Shards;
using Roadmap.Hubs.EventLog;
using StackExchange.Redis;

namespace Roadmap.Api.EventLog.Redis.Durability;

/// <summary>
/// Knows whether the Redis of now still holds what was acknowledged. No script of the log runs on a Redis process before that was judged,
/// for all parts that it has: a process that has just started knows no scripts, and only this class loads them.
/// </summary>
internal sealed class StoreEpochJudge(
    RedisConnection redis, RedisShards shards, IOptions<RedisOptions> options, TimeProvider time, ILogger<StoreEpochJudge> logger)
{
    /// <summary>By how much the clocks of two servers may differ, and their time of start be rounded.</summary>
    public static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(3);

    private const int Tries = 5;

    private readonly Lock _starting = new();
    private readonly Dictionary<EndPoint, Task> _checks = [];
    private readonly HashSet<int> _restoredSeen = [];
    private readonly LoadedScripts[] _scripts = [.. shards.All.Select(_ => LoadedScripts.None)];
    private bool _isNumberKnown;
    private bool _isEvictionTold;

    /// <summary>
    /// Judges the server that has a part, with all the parts that it has, writes their store epochs, and then loads the scripts. Whoever
    /// asks while that is done, waits for it.
    /// </summary>
    public async Task CheckAsync(RedisShard shard, CancellationToken inTime)
    {
        var server = await redis.WhenConnectedAsync(client => Task.FromResult(ServerOf(client, shard)), inTime);
        Task check;
        lock (_starting)
        {
            if (!_checks.TryGetValue(server.EndPoint, out check!) || check.IsCompleted)
                _checks[server.EndPoint] = check = Task.Run(() => RunAsync(server), CancellationToken.None);
        }

        await check.WaitAsync(inTime);
    }

    /// <summary>As the process knows them that was judged for this part last.</summary>
    public LoadedScripts ScriptsOf(RedisShard shard) => Volatile.Read(ref _scripts[shard.Index]);

    public static string NewToken(int bytes) => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(bytes));

    /// <exception cref="RedisConnectionException">There is no connection to it.</exception>
    private static IServer ServerOf(ConnectionMultiplexer client, RedisShard shard)
    {
        try
        {
            return client.GetServer(shard.StoreEpoch, flags: CommandFlags.DemandMaster);
        }
        catch (InvalidOperationException e)
        {
            throw new RedisConnectionException(
                ConnectionFailureType.UnableToConnect, CommandFlags.None, "No master is there.", e, CommandStatus.Unknown);
        }
    }

    private async Task RunAsync(IServer server)
    {
        var asked = new AskedServer(server, time);
        for (var i = 0; i < Tries; i++)
        {
            var info = await asked.LookAsync();
            if (info.Version < RedisServerInfo.OldestVersion)
                throw new LogStartException($"ConnectionStrings:Redis names a Redis of version {info.Version}; "
                    + $"{RedisServerInfo.OldestVersion} or later is needed.");
            if (info.IsCluster && options.Value.Shards == 1)
                throw new LogStartException("ConnectionStrings:Redis names a Redis Cluster, and Redis:Shards is 1: all of the log would "
                    + "be on one of its servers. Give several, for example 16.");
            if (!info.IsMaster)
                throw new LogUnavailableException("Redis is a replica.");
            WarnOfEviction(info);
            await CheckNumberAsync();
            if (await RememberAsync(asked, info) is not { } here)
                continue;

            foreach (var script in RedisScript.All)
                await asked.AskAsync("SCRIPT", "LOAD", script.TextFor(info.RunId));
            if ((await asked.LookAsync()).RunId == info.RunId)
            {
                Use(here, info.RunId);
                await TellJoinedAsync([.. here.Where(part => part.IsJoined)]);
                return;
            }

            // Between the look and the load another process has taken its place, and nobody has judged that one.
            await asked.AskAsync("SCRIPT", "FLUSH");
        }

        throw new LogUnavailableException("Redis changed while its store epoch was judged.");
    }

    /// <summary>Sees to it that the number of parts is the one that the store has begun with.</summary>
    private async Task CheckNumberAsync()
    {
        RedisKey key = $"{options.Value.KeyPrefix}:shards";
        try
        {
            // A log of before there were parts has not written it down.
            var isOne = (int)await AskAsync("EXISTS", (RedisKey)$"{options.Value.KeyPrefix}:life") == 1;
            await AskAsync("SET", key, isOne ? 1 : options.Value.Shards, "NX");
            var remembered = (string?)await AskAsync("GET", key);
            if (remembered != $"{options.Value.Shards}")
                throw new LogStartException($"Redis:Shards is {options.Value.Shards}, and the log of this Redis:KeyPrefix has begun with "
                    + $"{remembered}, which cannot be changed: every task is where that number puts it.");
            _isNumberKnown = true;
        }
        catch (Exception e) when (_isNumberKnown && e is RedisException or TimeoutException or OperationCanceledException)
        {
            // Its server is away, which is no matter of the others. It is asked again.
        }
    }

    private void Use(IReadOnlyList<JudgedPart> parts, string runId)
    {
        var scripts = parts.Select(part => ScriptsOf(part.Shard)).FirstOrDefault(known => known.RunId == runId) ?? new LoadedScripts(runId);
        foreach (var part in parts)
            Volatile.Write(ref _scripts[part.Shard.Index], scripts);
    }

    /// <summary>The parts that the server has. Null when another instance was first, or what the server has has changed.</summary>
    private async Task<IReadOnlyList<JudgedPart>?> RememberAsync(AskedServer server, RedisServerInfo info)
    {
        var has = await Task.WhenAll(shards.All.Select(server.HasAsync));
        var here = await Task.WhenAll(shards.All.Where(shard => has[shard.Index]).Select(shard => RememberAsync(shard, info)));
        return here.Contains(null) ? null : [.. here.OfType<JudgedPart>()];
    }

    private async Task<JudgedPart?> RememberAsync(RedisShard shard, RedisServerInfo server)
    {
        bool isRestoredSeen;
        lock (_starting)
            isRestoredSeen = _restoredSeen.Contains(shard.Index);
        var before = await ReadAsync(shard);
        var isOther = before is not null && before.RunId != server.RunId;
        var whyNotMoved = isOther ? await WhyNotMovedAsync(shard, before!, server) : null;
        var now = RedisStoreEpoch.Judge(
            before, server, isRestoredSeen ? null : options.Value.Restored, NewToken(5), wasMoved: isOther && whyNotMoved is null);
        if (now != before)
        {
            var written = (int)await AskAsync(
                "EVAL", RedisScript.StoreEpoch, 1, shard.StoreEpoch, shard.Prefix, before?.Token ?? "", before?.RunId ?? "", server.RunId,
                now.Token, now.IsDurable ? 1 : 0, now.HadReplicas ? 1 : 0, now.Restored, now.ReplicationId);
            if (written == 0)
                return null;
            // A part that this instance has had before, and that is empty now, was lost.
            if (before is null && !isRestoredSeen)
                logger.RedisStoreEpochBegun(shard.Prefix, now.Token);
            else if (before?.Token != now.Token)
                logger.RedisStoreEpochRenewed(shard.Prefix, now.Token, WhyRenewed(before, now, whyNotMoved));
        }

        lock (_starting)
            return new JudgedPart(shard, now.Token, IsJoined: _restoredSeen.Add(shard.Index) && before?.Token == now.Token);
    }

    /// <summary>Says once which log it is that this instance has found.</summary>
    private async Task TellJoinedAsync(IReadOnlyList<JudgedPart> parts)
    {
        if (parts.Count == 0)
            return;

        var tasks = await Task.WhenAll(parts.Select(part => AskAsync("ZCARD", (RedisKey)$"{part.Shard.Prefix}:index:tasks::")));
        var begun = await Task.WhenAll(parts.Select(part => AskAsync("HGET", part.Shard.StoreEpoch, "since")));
        var first = begun.Where(time => !time.IsNull).Select(time => (long)time).DefaultIfEmpty().Min();
        var since = first > 0
            ? DateTimeOffset.FromUnixTimeMilliseconds(first).ToString("u", CultureInfo.InvariantCulture)
            : "a time that was not written down";
        var (count, tokens) = (tasks.Sum(each => (long)each), string.Join(", ", parts.Select(part => part.Token)));
        logger.RedisLogJoined(options.Value.KeyPrefix, parts.Count, count, tokens, since);
    }

    private static string WhyRenewed(RedisStoreEpoch? before, RedisStoreEpoch now, string? whyNotMoved) =>
        before is null ? "what was there has gone"
        : before.Restored != now.Restored ? "Storage:Restored changed"
        : whyNotMoved ?? "its server was a replica meanwhile";

    /// <summary>
    /// Null when a part came here because its slot was moved. Then the process that had it is still there, and neither it nor this one can
    /// have lost anything: none was ever a replica, and this one was running when an instance was last seen over there.
    /// </summary>
    private async Task<string?> WhyNotMovedAsync(RedisShard shard, RedisStoreEpoch before, RedisServerInfo server)
    {
        const string Another = "another process of Redis has it";
        if (!server.IsCluster)
            return Another;
        if (server.WasReplica)
            return "a replica was promoted";

        RedisKey instances = $"{shard.Prefix}:index:instances";
        if (RedisReply.Texts(await AskAsync("ZREVRANGE", instances, 0, 0)) is not [var instance])
            return Another;
        var lastSeen = await AskAsync("ZSCORE", instances, instance);
        if (lastSeen.IsNull || (server.StartedAt + ClockSkew).ToUnixTimeMilliseconds() > (double)lastSeen)
            return "its server may have started since an instance was last seen there";

        var client = await redis.WhenConnectedAsync(Task.FromResult, CancellationToken.None);
        foreach (var other in client.GetServers().Where(other => other is { IsConnected: true, IsReplica: false }))
        {
            var info = await new AskedServer(other, time).LookAsync();
            if (info.RunId == before.RunId)
                return info is { IsMaster: true, WasReplica: false } ? null : "the process that had it was a replica";
        }

        return "the process that had it cannot be asked";
    }


    private async Task<RedisStoreEpoch?> ReadAsync(RedisShard shard)
    {
        var reply = await AskAsync("HMGET", shard.StoreEpoch, "token", "run_id", "durable", "replicas", "restored", "replid");
        var fields = RedisReply.Parts(reply).Select(field => (string?)field).ToList();
        return fields[0] is { } token
            ? new RedisStoreEpoch(token, fields[1] ?? "", fields[2] == "1", fields[3] == "1", fields[4] ?? "")
            {
                ReplicationId = fields[5] ?? "",
            }
            : null;
    }

    /// <summary>Goes to the server that has the key.</summary>
    private async Task<RedisResult> AskAsync(string command, params object[] arguments)
    {
        using var limit = new CancellationTokenSource(AskedServer.Limit, time);
        return await redis.ExecuteAsync(command, arguments, limit.Token);
    }

    private void WarnOfEviction(RedisServerInfo server)
    {
        var mayEvict = server.EvictionPolicy is not ("" or "noeviction");
        if (mayEvict && !_isEvictionTold)
            logger.RedisMayEvict(server.EvictionPolicy);
        _isEvictionTold = mayEvict;
    }

    /// <param name="IsJoined">Whether it goes on, and this instance has just met it.</param>
    private sealed record JudgedPart(RedisShard Shard, string Token, bool IsJoined);
}
