using Microsoft.Extensions.Options;
using Roadmap.Hubs.Operations;

namespace Roadmap.Api.Hosting;

/// <summary>How the server goes: the section <c>Draining</c>.</summary>
internal sealed class DrainingOptions : IValidateOptions<DrainingOptions>
{
    public const string Section = "Draining";

    /// <summary>What is left for the host itself to stop in, when the draining takes as long as it may.</summary>
    public static readonly TimeSpan Reserve = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan s_leastBeyondPeriod = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Over how long hub clients are asked to go, in groups, so that they do not all come back at once; few clients take less.
    /// <c>00:00:00</c> to <c>00:10:00</c>; <c>00:00:00</c> asks all at once.
    /// </summary>
    public TimeSpan Period { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// From the signal until the process has ended, at most; at least five seconds more than <see cref="Period"/>, and up to
    /// <c>01:00:00</c>. Generations have until three seconds before to reach a checkpoint. Whatever starts and stops the server must wait
    /// longer before it kills it.
    /// </summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(15);

    public ValidateOptionsResult Validate(string? name, DrainingOptions options)
    {
        var problems = new List<string>();
        if (options.Period < TimeSpan.Zero || options.Period > TimeSpan.FromMinutes(10))
            problems.Add($"Draining:Period is {options.Period}; it must be from 00:00:00 (all at once) to 00:10:00, for example 00:00:05.");
        else if (options.Timeout < options.Period + s_leastBeyondPeriod || options.Timeout > TimeSpan.FromHours(1))
            problems.Add($"Draining:Timeout is {options.Timeout}; it must be at least 00:00:05 longer than Draining:Period, which is "
                + $"{options.Period}, and at most 01:00:00, for example {options.Period + (2 * s_leastBeyondPeriod)}.");
        return CheckedOptions.Result(problems);
    }
}
