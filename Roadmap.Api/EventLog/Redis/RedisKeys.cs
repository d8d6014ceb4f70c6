using Roadmap.Api.EventLog.Redis.Scripts;
using Roadmap.Api.EventLog.Redis.Shards;

namespace Roadmap.Api.EventLog.Redis;

/// <summary>Keys in Redis: all of them in the first part of the log.</summary>
internal sealed class RedisKeys(RedisShards shards, RedisScripts scripts) : IKeyStore
{
    public Task AddAsync(string name, string xml, CancellationToken cancellationToken) =>
        scripts.RunAsync(RedisScript.AddKey, shards.All[0], [name, xml], cancellationToken);

    public async Task<IReadOnlyList<string>> ReadAllAsync(CancellationToken cancellationToken) =>
        RedisReply.Texts(await scripts.RunAsync(RedisScript.ReadKeys, shards.All[0], [], cancellationToken));
}
