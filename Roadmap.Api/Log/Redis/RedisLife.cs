using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using Roadmap.Hubs.Log;
using StackExchange.Redis;

namespace Roadmap.Api.Log.Redis;

/// <summary>
/// Knows whether the Redis of now still holds what was acknowledged. No script of the log runs on a Redis process before that was judged: a process
/// that has just started knows no scripts, and only this class loads them.
/// </summary>
internal sealed class RedisLife(RedisConnection redis, IOptions<RedisOptions> options, TimeProvider time, ILogger<RedisLife> logger)
{
    private const int Tries = 5;

    /// <summary>For each command: a check that waits for an answer that never comes would be waited for by everybody, for ever.</summary>
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(2);

    private readonly Lock _starting = new();
    private Task? _check;
    private bool _isRestoredSeen;
    private bool _isEvictionTold;

    /// <summary>Judges the server, writes the life record, and then loads the scripts. Whoever asks while a check runs, waits for that one.</summary>
    public Task CheckAsync()
    {
        lock (_starting)
        {
            if (_check is null or { IsCompleted: true })
                _check = Task.Run(RunAsync);
            return _check;
        }
    }

    public static string NewToken(int bytes) => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(bytes));

    private async Task RunAsync()
    {
        for (var i = 0; i < Tries; i++)
        {
            var server = await LookAsync();
            if (server.Version < RedisServerInfo.OldestVersion)
                throw new LogStartException($"ConnectionStrings:Redis names a Redis of version {server.Version}; {RedisServerInfo.OldestVersion} or later is needed.");
            if (!server.IsMaster)
                throw new LogUnavailableException("Redis is a replica.");
            WarnOfEviction(server);
            if (!await RememberAsync(server))
                continue;

            foreach (var script in RedisScript.All)
                await AskAsync("SCRIPT", ["LOAD", script.Text]);
            if ((await LookAsync()).RunId == server.RunId)
                return;
            // Between the look and the load another process has taken its place, and nobody has judged that one.
            await AskAsync("SCRIPT", ["FLUSH"]);
        }

        throw new LogUnavailableException("Redis changed while its life was judged.");
    }

    /// <summary>False when another instance was first.</summary>
    private async Task<bool> RememberAsync(RedisServerInfo server)
    {
        var before = await ReadAsync();
        var now = LifeRecord.Judge(before, server, _isRestoredSeen ? null : options.Value.Restored, NewToken(5));
        if (now != before)
        {
            var written = (int)await AskAsync("EVAL",
            [
                RedisScript.Life.Text, 0, options.Value.KeyPrefix, before?.Token ?? "", before?.RunId ?? "", server.RunId,
                now.Token, now.IsDurable ? 1 : 0, now.HadReplicas ? 1 : 0, now.Restored,
            ]);
            if (written == 0)
                return false;
            if (before is not null && before.Token != now.Token)
                logger.RedisLifeRenewed(now.Token);
            else if (before is null)
                logger.RedisLifeBegun(now.Token);
        }

        _isRestoredSeen = true;
        return true;
    }

    private async Task<LifeRecord?> ReadAsync()
    {
        var reply = await AskAsync("HMGET", [$"{options.Value.KeyPrefix}:life", "token", "run_id", "durable", "replicas", "restored"]);
        var fields = RedisReply.Parts(reply).Select(field => (string?)field).ToList();
        return fields[0] is { } token ? new LifeRecord(token, fields[1] ?? "", fields[2] == "1", fields[3] == "1", fields[4] ?? "") : null;
    }

    private async Task<RedisServerInfo> LookAsync()
    {
        var info = (string?)await AskAsync("INFO", []) ?? "";
        var config = new Dictionary<string, string>(StringComparer.Ordinal);
        try
        {
            foreach (var name in new[] { "appendonly", "appendfsync" })
            {
                var pair = RedisReply.Texts(await AskAsync("CONFIG", ["GET", name]));
                if (pair.Length == 2)
                    config[name] = pair[1];
            }
        }
        catch (RedisServerException)
        {
            // Hosted servers refuse CONFIG: then nobody knows how durable they are, and the judgement takes them for not.
        }

        return RedisServerInfo.Parse(info, config);
    }

    private Task<RedisResult> AskAsync(string command, ICollection<object> arguments) => redis.ExecuteAsync(command, arguments).WaitAsync(s_limit, time);

    private void WarnOfEviction(RedisServerInfo server)
    {
        var mayEvict = server.EvictionPolicy is not ("" or "noeviction");
        if (mayEvict && !_isEvictionTold)
            logger.RedisMayEvict(server.EvictionPolicy);
        _isEvictionTold = mayEvict;
    }
}
