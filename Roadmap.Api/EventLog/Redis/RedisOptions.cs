using Microsoft.Extensions.Options;

namespace Roadmap.Api.EventLog.Redis;

/// <summary>
/// Where the log is when Redis holds it: <c>ConnectionStrings:Redis</c>, the section <c>Redis</c>, and <c>Storage:Restored</c>.
/// </summary>
internal sealed class RedisOptions : IValidateOptions<RedisOptions>
{
    public const string Section = "Redis";

    /// <summary>Each instance says every second to each part that it is there.</summary>
    public const int MaxShards = 1_024;

    /// <summary>Host, port, password, TLS. A secret: never in a log line.</summary>
    public string ConnectionString { get; set; } = "";

    /// <summary>Stands before every key and channel, so that several installations may share a Redis.</summary>
    public string KeyPrefix { get; init; } = "roadmap";

    /// <summary>Into how many parts the log is divided, for a Redis Cluster; fixed once the store has begun.</summary>
    public int Shards { get; init; } = 1;

    /// <summary>Any text, a new one for each restored backup: a new text renews all epochs.</summary>
    public string? Restored { get; set; }

    public ValidateOptionsResult Validate(string? name, RedisOptions options)
    {
        if (options.Shards is < 1 or > MaxShards)
            return ValidateOptionsResult.Fail(
                $"Redis:Shards is {options.Shards}; it must be 1 to {MaxShards}, for example 16 for a Redis Cluster.");
        return options.KeyPrefix.Length > 0 && options.KeyPrefix.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or ':')
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(
                $"Redis:KeyPrefix is '{options.KeyPrefix}'; it must be letters, digits, '-', '_', '.' and ':', for example roadmap.");
    }
}
