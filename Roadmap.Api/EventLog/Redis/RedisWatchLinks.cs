using System.Text;
using Roadmap.Api.EventLog.Redis.Scripts;
using Roadmap.Api.EventLog.Redis.Shards;
using Roadmap.Hubs.Access;

namespace Roadmap.Api.EventLog.Redis;

/// <summary>Links in Redis: all of them in the first part of the log, so that one call tells which are revoked.</summary>
internal sealed class RedisWatchLinks(RedisShards shards, RedisScripts scripts) : IWatchLinkStore
{
    private readonly RedisShard _shard = shards.All[0];

    public async Task<bool> TryAddAsync(WatchLink link, int most, CancellationToken cancellationToken) =>
        (int)await scripts.RunAsync(
            RedisScript.AddLink,
            _shard,
            [link.TaskId, link.LinkId, link.ExpiresAt.ToUnixTimeMilliseconds(), most, WatchLinkJson.Write(link)],
            cancellationToken) == 1;

    public async Task<IReadOnlyList<KeptLink>> ReadAsync(string taskId, CancellationToken cancellationToken)
    {
        var pairs = RedisReply.Texts(await scripts.RunAsync(RedisScript.ReadLinks, _shard, [taskId], cancellationToken));
        return [.. pairs.Chunk(2).Select(pair => new KeptLink(WatchLinkJson.Read(Encoding.UTF8.GetBytes(pair[0])), pair[1] == "1"))];
    }

    public Task RevokeAsync(string taskId, string linkId, CancellationToken cancellationToken) =>
        scripts.RunAsync(RedisScript.RevokeLink, _shard, [taskId, linkId], cancellationToken);

    public async Task<IReadOnlyCollection<string>> ReadRevokedAsync(CancellationToken cancellationToken) =>
        RedisReply.Texts(await scripts.RunAsync(RedisScript.RevokedLinks, _shard, [], cancellationToken));
}
