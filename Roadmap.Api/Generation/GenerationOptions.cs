using Microsoft.Extensions.Options;
using Roadmap.Hubs.Operations;

namespace Roadmap.Api.Generation;

/// <summary>The settings of the section <c>Generation</c>.</summary>
public sealed record GenerationOptions : IValidateOptions<GenerationOptions>
{
    public const string Section = "Generation";

    private static readonly TimeSpan s_longestWait = TimeSpan.FromMinutes(1);

    /// <summary>
    /// How long the outline generator, which needs no time of its own, waits in each call, so that a person can follow.
    /// <c>00:00:00</c> to <c>00:01:00</c>; <c>00:00:00</c> waits for nothing. Pieces of content take a little less.
    /// </summary>
    public TimeSpan Pace { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Concepts of one roadmap that are worked on at once, 1 to 32.</summary>
    public int Parallelism { get; init; } = 3;

    /// <summary>Roadmaps that one instance works on at once, 1 to 1,000. More wait for their turn.</summary>
    public int ConcurrentTasks { get; init; } = 50;

    /// <summary>
    /// How long a piece of content that failed waits for its second try; its third waits twice as long. <c>00:00:00</c> to <c>00:01:00</c>.
    /// </summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromSeconds(1);

    public ValidateOptionsResult Validate(string? name, GenerationOptions options)
    {
        var problems = new List<string>();
        if (options.Pace < TimeSpan.Zero || options.Pace > s_longestWait)
            problems.Add($"Generation:Pace is {options.Pace}; it must be from 00:00:00 (no waiting) to 00:01:00, for example 00:00:02.");
        if (options.Parallelism is < 1 or > 32)
            problems.Add($"Generation:Parallelism is {options.Parallelism}; it must be from 1 to 32, for example 3.");
        if (options.ConcurrentTasks is < 1 or > 1_000)
            problems.Add($"Generation:ConcurrentTasks is {options.ConcurrentTasks}; it must be from 1 to 1000, for example 50.");
        if (options.RetryDelay < TimeSpan.Zero || options.RetryDelay > s_longestWait)
            problems.Add($"Generation:RetryDelay is {options.RetryDelay}; it must be from 00:00:00 to 00:01:00, for example 00:00:01.");
        return CheckedOptions.Result(problems);
    }
}
