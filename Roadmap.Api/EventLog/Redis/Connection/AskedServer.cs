using System.Net;
using Roadmap.Api.EventLog.Redis.Scripts;
using Roadmap.Api.EventLog.Redis.Shards;
using StackExchange.Redis;

namespace Roadmap.Api.EventLog.Redis.Connection;

/// <summary>One Redis process, which is asked about itself.</summary>
internal sealed class AskedServer(IServer server, TimeProvider time)
{
    /// <summary>For each command: a check that waits for an answer that never comes would be waited for by everybody, for ever.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    public EndPoint EndPoint => server.EndPoint;

    public async Task<RedisServerInfo> LookAsync()
    {
        var info = (string?)await AskAsync("INFO") ?? "";
        var config = new Dictionary<string, string>(StringComparer.Ordinal);
        try
        {
            foreach (var name in new[] { "appendonly", "appendfsync" })
            {
                var pair = RedisReply.Texts(await AskAsync("CONFIG", "GET", name));
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

    /// <summary>Whether it has a part, as it says itself: the client may not know yet.</summary>
    public async Task<bool> HasAsync(RedisShard shard)
    {
        try
        {
            await server.ExecuteAsync("EXISTS", [shard.StoreEpoch], CommandFlags.NoRedirect).WaitAsync(Limit, time);
            return true;
        }
        catch (RedisServerException)
        {
            return false;
        }
    }

    public Task<RedisResult> AskAsync(string command, params object[] arguments) =>
        server.ExecuteAsync(command, arguments).WaitAsync(Limit, time);
}
