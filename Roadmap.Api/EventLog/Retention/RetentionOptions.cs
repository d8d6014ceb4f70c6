using Microsoft.Extensions.Options;
using Roadmap.Hubs.Operations;

namespace Roadmap.Api.EventLog.Retention;

/// <summary>How long and how much of a task is kept: the section <c>Retention</c>.</summary>
public sealed class RetentionOptions : IValidateOptions<RetentionOptions>
{
    public const string Section = "Retention";

    /// <summary>Events, from 1. Trimmed in chunks: up to a twentieth more may be there for a while.</summary>
    public int EventsPerTask { get; init; } = 10_000;

    /// <summary>Bytes of event JSON, from 1. Trimmed in chunks as the events are; the newest event always stays.</summary>
    public long BytesPerTask { get; init; } = 64L * 1024 * 1024;

    /// <summary>How long an ended task is kept, from one minute; counted in whole minutes, rounded up.</summary>
    public TimeSpan After { get; init; } = TimeSpan.FromHours(24);

    /// <summary>
    /// How long a task that has not ended is kept after its last event or sign of life, from one minute; counted in whole minutes, rounded
    /// up.
    /// </summary>
    public TimeSpan Idle { get; init; } = TimeSpan.FromDays(30);

    public ValidateOptionsResult Validate(string? name, RetentionOptions options)
    {
        var problems = new List<string>();
        if (options.EventsPerTask < 1)
            problems.Add($"Retention:EventsPerTask is {options.EventsPerTask}; it must be at least 1, for example 10000.");
        if (options.BytesPerTask < 1)
            problems.Add($"Retention:BytesPerTask is {options.BytesPerTask}; it must be at least 1, for example 67108864.");
        if (!IsKeepingTime(options.After))
            problems.Add($"Retention:After is {options.After}; it must be from one minute to ten years, for example 1.00:00:00 for a day.");
        if (!IsKeepingTime(options.Idle))
            problems.Add(
                $"Retention:Idle is {options.Idle}; it must be from one minute to ten years, for example 30.00:00:00 for thirty days.");
        return CheckedOptions.Result(problems);
    }

    private static bool IsKeepingTime(TimeSpan time) => time >= TimeSpan.FromMinutes(1) && time <= TimeSpan.FromDays(3_650);
}
