using System.Globalization;
using System.Text;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace Roadmap.Api.EventLog.Redis.Shards;

/// <summary>
/// The parts of the log, <c>Redis:Shards</c> of them. A task belongs to one by its id alone. All keys of a part carry one hash tag and so
/// lie in one slot of a Redis Cluster, as a script wants it; a single part has no tag, as before there were parts.
/// </summary>
internal sealed class RedisShards(IOptions<RedisOptions> options)
{
    private const int Slots = 16_384;

    public IReadOnlyList<RedisShard> All { get; } = options.Value.Shards == 1
        ? [new RedisShard(0, options.Value.KeyPrefix, IsOnly: true)]
        : [.. Enumerable.Range(0, options.Value.Shards)
            .Select(index => new RedisShard(index, $"{options.Value.KeyPrefix}:{{{TagOf(index, options.Value.Shards)}}}", IsOnly: false))];

    /// <summary>Where all that belongs to a task is.</summary>
    public RedisShard Of(string taskId) => All[IndexOf(taskId, All.Count)];

    /// <summary>The slots of a cluster in as many equal ranges; a text belongs to the range that its own slot is in.</summary>
    internal static int IndexOf(string text, int shards) => SlotOf(text) * shards / Slots;

    /// <summary>
    /// The first number that belongs to a part itself. So the parts are spread evenly over the slots, and over masters that share these.
    /// </summary>
    private static string TagOf(int index, int shards) =>
        Enumerable.Range(0, int.MaxValue)
            .Select(number => number.ToString(CultureInfo.InvariantCulture))
            .First(tag => IndexOf(tag, shards) == index);

    /// <summary>As <c>CLUSTER KEYSLOT</c> says it of a text without a tag: the CRC-16 of XMODEM.</summary>
    internal static int SlotOf(string text)
    {
        var crc = 0;
        foreach (var octet in Encoding.UTF8.GetBytes(text))
        {
            crc ^= octet << 8;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc & 0x8000) == 0 ? crc << 1 : (crc << 1) ^ 0x1021;
        }

        return (crc & 0xFFFF) % Slots;
    }
}

/// <summary>One part of the log.</summary>
/// <param name="Prefix">Stands before each of its keys and channels.</param>
/// <param name="IsOnly">Whether it is the whole log.</param>
internal sealed record RedisShard(int Index, string Prefix, bool IsOnly)
{
    /// <summary>Where its store epoch is remembered; also what calls are sent to its server by.</summary>
    public RedisKey StoreEpoch { get; } = $"{Prefix}:life";


    public string ChannelOf(string taskId) => $"{Prefix}:{{{taskId}}}";

    /// <summary>Announcements of a part stay on the servers that have its slot.</summary>
    public RedisChannel SubscriptionTo(string taskId) =>
        IsOnly ? RedisChannel.Literal(ChannelOf(taskId)) : RedisChannel.Sharded(ChannelOf(taskId));
}
