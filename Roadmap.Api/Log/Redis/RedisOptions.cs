using Microsoft.Extensions.Options;

namespace Roadmap.Api.Log.Redis;

/// <summary>Where the log is when Redis holds it: <c>ConnectionStrings:Redis</c>, the section <c>Redis</c>, and <c>Storage:Restored</c>.</summary>
internal sealed class RedisOptions : IValidateOptions<RedisOptions>
{
    public const string Section = "Redis";

    /// <summary>Host, port, password, TLS. A secret: never in a log line.</summary>
    public string ConnectionString { get; set; } = "";

    /// <summary>Stands before every key and channel, so that several installations may share a Redis.</summary>
    public string KeyPrefix { get; init; } = "roadmap";

    /// <summary>Any text, a new one for each restored backup: a new text renews all epochs.</summary>
    public string? Restored { get; set; }

    public ValidateOptionsResult Validate(string? name, RedisOptions options) =>
        options.KeyPrefix.Length > 0 && options.KeyPrefix.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or ':')
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail($"Redis:KeyPrefix is '{options.KeyPrefix}'; it must be letters, digits, '-', '_', '.' and ':', for example roadmap.");
}
