using System.Globalization;
using Microsoft.Extensions.Options;

namespace Roadmap.Api.Ingest;

/// <summary>What is taken in beside the reports over REST: the section <c>Ingest</c>.</summary>
internal sealed class IngestOptions : IValidateOptions<IngestOptions>
{
    public const string Section = "Ingest";

    private const int PrefixLength = 64;
    private const string AnyDay = "2000-01-01T12:00:00";
    private const string AnyDayFormat = "yyyy-MM-dd'T'HH:mm:ss";
    private static readonly TimeSpan s_longestWait = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Whether to listen to workers that publish their events on channels of Redis. Needs <c>ConnectionStrings:Redis</c>.
    /// </summary>
    public bool RedisChannels { get; set; }

    /// <summary>Stands before the task id in the name of a channel; 1 to 64 letters, digits, '-', '_', '.' and ':'.</summary>
    public string ChannelPrefix { get; set; } = "roadmap:task:";

    /// <summary>
    /// The offset from UTC of times that say none, such as <c>+08:00</c> or <c>Z</c>, from -14:00 to +14:00. Absent: such a time is not
    /// looked at, and the event has happened when it was heard.
    /// </summary>
    public string? AssumedOffset { get; set; }

    /// <summary>
    /// How long a raw WebSocket or an event stream may wait for a task that is not there yet; 0 to 5 minutes, 0: not at all. Only with
    /// <see cref="RedisChannels"/>.
    /// </summary>
    public TimeSpan WaitForUnknown { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary><see cref="AssumedOffset"/>, read; null when it is absent, or wrong.</summary>
    public TimeSpan? Offset => string.IsNullOrEmpty(AssumedOffset)
        || !DateTimeOffset.TryParseExact(
            $"{AnyDay}{AssumedOffset}", $"{AnyDayFormat}K", CultureInfo.InvariantCulture, DateTimeStyles.None, out var then)
            ? null
            : then.Offset;

    /// <summary>Whether Redis holds the log.</summary>
    public bool IsRedisSet { get; set; }

    /// <summary>What the names of the log's own channels begin with.</summary>
    public string LogChannelPrefix { get; set; } = "";

    public ValidateOptionsResult Validate(string? name, IngestOptions options)
    {
        if (!options.RedisChannels)
            return ValidateOptionsResult.Success;
        if (!options.IsRedisSet)
            return ValidateOptionsResult.Fail("Ingest:RedisChannels is true, but ConnectionStrings:Redis is not set. Set it, for example "
                + "to localhost:6379, or leave Ingest:RedisChannels out.");
        if (!string.IsNullOrEmpty(options.AssumedOffset) && options.Offset is null)
            return ValidateOptionsResult.Fail($"Ingest:AssumedOffset is '{options.AssumedOffset}'; it must be an offset from UTC between "
                + "-14:00 and +14:00, for example +08:00, or left out.");
        if (options.WaitForUnknown < TimeSpan.Zero || options.WaitForUnknown > s_longestWait)
            return ValidateOptionsResult.Fail($"Ingest:WaitForUnknown is {options.WaitForUnknown}; it must be from 00:00:00 (no wait) to "
                + $"{s_longestWait}, for example 00:00:30.");

        var prefix = options.ChannelPrefix;
        if (prefix.Length is < 1 or > PrefixLength || !prefix.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or ':'))
            return ValidateOptionsResult.Fail($"Ingest:ChannelPrefix is '{prefix}'; it must be 1 to {PrefixLength} letters, digits, '-', "
                + "'_', '.' and ':', for example roadmap:task:.");
        return options.LogChannelPrefix.StartsWith(prefix, StringComparison.Ordinal)
            ? ValidateOptionsResult.Fail($"Ingest:ChannelPrefix is '{prefix}', which the log's own channels begin with too "
                + "(Redis:KeyPrefix); it must be longer, for example roadmap:task:.")
            : ValidateOptionsResult.Success;
    }
}
