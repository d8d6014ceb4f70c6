using Microsoft.Extensions.Options;

namespace Roadmap.Api.Intake;

/// <summary>What is taken in beside the reports over REST: the section <c>Ingest</c>.</summary>
internal sealed class IngestOptions : IValidateOptions<IngestOptions>
{
    public const string Section = "Ingest";

    private const int PrefixLength = 64;

    /// <summary>Whether to listen to workers that publish their events on channels of Redis. Needs <c>ConnectionStrings:Redis</c>.</summary>
    public bool RedisChannels { get; set; }

    /// <summary>Stands before the task id in the name of a channel; 1 to 64 letters, digits, '-', '_', '.' and ':'.</summary>
    public string ChannelPrefix { get; set; } = "roadmap:task:";

    /// <summary>Whether Redis holds the log.</summary>
    public bool IsRedisSet { get; set; }

    /// <summary>What the names of the log's own channels begin with.</summary>
    public string LogChannelPrefix { get; set; } = "";

    public ValidateOptionsResult Validate(string? name, IngestOptions options)
    {
        if (!options.RedisChannels)
            return ValidateOptionsResult.Success;
        if (!options.IsRedisSet)
            return ValidateOptionsResult.Fail("Ingest:RedisChannels is true, but ConnectionStrings:Redis is not set. Set it, for example to localhost:6379, or leave Ingest:RedisChannels out.");

        var prefix = options.ChannelPrefix;
        if (prefix.Length is < 1 or > PrefixLength || !prefix.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or ':'))
            return ValidateOptionsResult.Fail($"Ingest:ChannelPrefix is '{prefix}'; it must be 1 to {PrefixLength} letters, digits, '-', '_', '.' and ':', for example roadmap:task:.");
        return options.LogChannelPrefix.StartsWith(prefix, StringComparison.Ordinal)
            ? ValidateOptionsResult.Fail($"Ingest:ChannelPrefix is '{prefix}', which the log's own channels begin with too (Redis:KeyPrefix); it must be longer, for example roadmap:task:.")
            : ValidateOptionsResult.Success;
    }
}
