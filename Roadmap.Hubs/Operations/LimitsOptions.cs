using System.Globalization;
using Microsoft.Extensions.Options;

namespace Roadmap.Hubs.Operations;

/// <summary>
/// The section <c>Limits</c>: how much one connection, one caller and all of them together may have on one instance. Callers are users, or
/// who has not said who it is by its address; those whose address is a known proxy's, behind which there may be anybody, are not counted.
/// </summary>
public sealed class LimitsOptions : IValidateOptions<LimitsOptions>
{
    public const string Section = "Limits";

    /// <summary>Tasks that one connection may watch; 1 to 10,000. One more is <c>rate_limited</c>.</summary>
    public int SubscriptionsPerConnection { get; set; } = 100;

    /// <summary>
    /// Connections of one instance, to the hub, raw and event streams together; 1 to 1,000,000. One more is told <c>rate_limited</c> and
    /// closed.
    /// </summary>
    public int Connections { get; set; } = 20_000;

    /// <summary>Of those, connections of one user; 0 (any number) to 1,000,000.</summary>
    public int ConnectionsPerUser { get; set; } = 500;

    /// <summary>
    /// Of those, connections from one address, whoever they are; 0 (any number) to 1,000,000. Many people may share an address. Of IPv6 the
    /// network of 64 bits counts.
    /// </summary>
    public int ConnectionsPerAddress { get; set; } = 5_000;

    /// <summary>
    /// How often a minute one caller may begin a connection; 0 (any number) to 100,000,000. The whole number may come at once. One more is
    /// <c>rate_limited</c>, and told when to come back.
    /// </summary>
    public int ConnectsPerMinute { get; set; } = 6_000;

    /// <summary>Calls a minute of one caller, over HTTP, of the hub and by raw frames; as above.</summary>
    public int CallsPerMinute { get; set; } = 30_000;

    /// <summary>Reports a minute of one caller, each of up to 1,000 events; as above.</summary>
    public int ReportsPerMinute { get; set; } = 120_000;

    /// <summary>Tasks and roadmaps a minute that one caller may ask for; as above.</summary>
    public int TasksPerMinute { get; set; } = 6_000;

    /// <summary>
    /// Bytes a second; 1 to 1,000,000. A connection whose client takes less of what waits for it is cut. Clients that take as much are
    /// waited for.
    /// </summary>
    public int SlowestRate { get; set; } = 1_000;

    /// <summary>
    /// Replays from the log that hold a page for their clients at a time; 1 to 100,000. The next ones wait for their turn.
    /// </summary>
    public int Replays { get; set; } = 1_000;

    /// <summary>Of those, replays of one connection; 0 (any number) to 10,000.</summary>
    public int ReplaysPerConnection { get; set; } = 10;

    /// <summary>Bytes of stored events that those pages have together; 1 MiB to 1 TiB.</summary>
    public long ReplayBytes { get; set; } = 64L * 1024 * 1024;

    /// <summary>Of those, bytes for one connection; 0 (any number) to 1 GiB. One page alone always has its turn.</summary>
    public long ReplayBytesPerConnection { get; set; } = 512 * 1024;

    public ValidateOptionsResult Validate(string? name, LimitsOptions options)
    {
        var problems = new List<string>();
        Check(nameof(SubscriptionsPerConnection), options.SubscriptionsPerConnection, 1, 10_000, 100);
        Check(nameof(Connections), options.Connections, 1, 1_000_000, 20_000);
        Check(nameof(ConnectionsPerUser), options.ConnectionsPerUser, 0, 1_000_000, 500);
        Check(nameof(ConnectionsPerAddress), options.ConnectionsPerAddress, 0, 1_000_000, 5_000);
        Check(nameof(ConnectsPerMinute), options.ConnectsPerMinute, 0, 100_000_000, 6_000);
        Check(nameof(CallsPerMinute), options.CallsPerMinute, 0, 100_000_000, 30_000);
        Check(nameof(ReportsPerMinute), options.ReportsPerMinute, 0, 100_000_000, 120_000);
        Check(nameof(TasksPerMinute), options.TasksPerMinute, 0, 100_000_000, 6_000);
        Check(nameof(SlowestRate), options.SlowestRate, 1, 1_000_000, 1_000, " bytes a second");
        Check(nameof(Replays), options.Replays, 1, 100_000, 1_000);
        Check(nameof(ReplaysPerConnection), options.ReplaysPerConnection, 0, 10_000, 10);
        Check(nameof(ReplayBytes), options.ReplayBytes, 1024 * 1024, 1L << 40, 64 * 1024 * 1024, " bytes");
        Check(nameof(ReplayBytesPerConnection), options.ReplayBytesPerConnection, 0, 1 << 30, 512 * 1024, " bytes");
        return CheckedOptions.Result(problems);

        void Check(string setting, long value, long least, long most, long example, string unit = "")
        {
            if (value < least || value > most)
                problems.Add(string.Create(
                    CultureInfo.InvariantCulture,
                    $"Limits:{setting} is {value}; it must be {least:N0}{(least == 0 ? " (no limit)" : "")} to {most:N0}{unit}, such as {example}."));
        }
    }
}
