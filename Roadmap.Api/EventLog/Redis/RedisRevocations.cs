using System.Globalization;
using Roadmap.Api.EventLog.Redis.Scripts;
using Roadmap.Api.EventLog.Redis.Shards;

namespace Roadmap.Api.EventLog.Redis;

/// <summary>Revocations in Redis: all of them in the first part of the log.</summary>
internal sealed class RedisRevocations(RedisShards shards, RedisScripts scripts) : IRevocationStore
{
    public Task AddAsync(string sub, DateTimeOffset notBefore, CancellationToken cancellationToken) => scripts.RunAsync(
        RedisScript.Revoke, shards.All[0], [sub, notBefore.UtcTicks.ToString(CultureInfo.InvariantCulture)], cancellationToken);

    public async Task<IReadOnlyDictionary<string, DateTimeOffset>> ReadAllAsync(CancellationToken cancellationToken)
    {
        var pairs = RedisReply.Texts(await scripts.RunAsync(RedisScript.Revocations, shards.All[0], [], cancellationToken));
        return pairs.Chunk(2).ToDictionary(
            pair => pair[0],
            pair => new DateTimeOffset(long.Parse(pair[1], CultureInfo.InvariantCulture), TimeSpan.Zero),
            StringComparer.Ordinal);
    }
}
