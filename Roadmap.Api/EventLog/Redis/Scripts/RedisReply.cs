using StackExchange.Redis;

namespace Roadmap.Api.EventLog.Redis.Scripts;

/// <summary>
/// Reads replies of which a script says that they are there. The client's newer versions take every reply for one that may be missing.
/// </summary>
internal static class RedisReply
{
    public static RedisResult[] Parts(RedisResult reply) => ((RedisResult[]?)reply)!;

    public static string[] Texts(RedisResult reply) => ((string[]?)reply)!;

    public static string Text(RedisResult reply) => ((string?)reply)!;

    public static byte[] Bytes(RedisResult reply) => ((byte[]?)reply)!;
}
