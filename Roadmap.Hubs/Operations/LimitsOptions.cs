using Microsoft.Extensions.Options;

namespace Roadmap.Hubs.Operations;

/// <summary>The section <c>Limits</c>.</summary>
public sealed class LimitsOptions : IValidateOptions<LimitsOptions>
{
    public const string Section = "Limits";

    /// <summary>Tasks that one connection may watch; 1 to 10,000.</summary>
    public int SubscriptionsPerConnection { get; set; } = 100;

    /// <summary>
    /// Connections of one instance, to the hub, raw and event streams together; 1 to 1,000,000. One more is told <c>rate_limited</c> and
    /// closed.
    /// </summary>
    public int Connections { get; set; } = 20_000;

    /// <summary>
    /// Bytes a second; 1 to 1,000,000. A connection whose client takes less of what waits for it is cut. Clients that take as much are
    /// waited for.
    /// </summary>
    public int SlowestRate { get; set; } = 1_000;

    /// <summary>
    /// Replays from the log that hold a page for their clients at a time; 1 to 100,000. The next ones wait for their turn.
    /// </summary>
    public int Replays { get; set; } = 1_000;

    /// <summary>Bytes of stored events that those pages have together; 1 MiB to 1 TiB.</summary>
    public long ReplayBytes { get; set; } = 64L * 1024 * 1024;

    public ValidateOptionsResult Validate(string? name, LimitsOptions options)
    {
        var problems = new List<string>();
        if (options.SubscriptionsPerConnection is < 1 or > 10_000)
            problems.Add("Limits:SubscriptionsPerConnection must be 1 to 10,000, such as 100.");
        if (options.Connections is < 1 or > 1_000_000)
            problems.Add("Limits:Connections must be 1 to 1,000,000, such as 20000.");
        if (options.SlowestRate is < 1 or > 1_000_000)
            problems.Add("Limits:SlowestRate must be 1 to 1,000,000 bytes a second, such as 1000.");
        if (options.Replays is < 1 or > 100_000)
            problems.Add("Limits:Replays must be 1 to 100,000, such as 1000.");
        if (options.ReplayBytes is < 1024 * 1024 or > 1L << 40)
            problems.Add("Limits:ReplayBytes must be 1,048,576 (1 MiB) to 1 TiB, such as 67108864.");
        return CheckedOptions.Result(problems);
    }
}
