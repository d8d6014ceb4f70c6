using Roadmap.Contracts;

namespace Roadmap.Client;

/// <summary>How a <see cref="TaskReporter"/> gathers and sends.</summary>
public sealed record TaskReporterOptions
{
    /// <summary>As fits most workers.</summary>
    public static TaskReporterOptions Default { get; } = new();

    /// <summary>How long an event may wait for others that go with it.</summary>
    public TimeSpan MaxDelay { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Events of one report: 1 to 1,000.</summary>
    public int MaxEvents { get; init; } = 500;

    /// <summary>Events that wait while the server is away; who reports more waits, too.</summary>
    public int Buffer { get; init; } = 10_000;

    /// <summary>
    /// After so long without a report a heartbeat is sent. It renews the lease, and tells whether the work is to be called off.
    /// </summary>
    public TimeSpan Heartbeat { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long disposal waits for what was not sent yet.</summary>
    public TimeSpan FlushTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>What is wrong with them, if anything.</summary>
    internal string? FindFault() =>
        MaxEvents is < 1 or > ContractLimits.EventsPerReport
            ? $"MaxEvents is {MaxEvents}: give 1 to {ContractLimits.EventsPerReport}, such as 500."
            : Buffer < 1 ? $"Buffer is {Buffer}: give at least 1, such as 10000."
            : MaxDelay < TimeSpan.Zero ? $"MaxDelay is {MaxDelay}: give one that is not below zero, such as 00:00:00.1."
            : Heartbeat <= TimeSpan.Zero ? $"Heartbeat is {Heartbeat}: give one above zero, such as 00:00:05."
            : FlushTimeout < TimeSpan.Zero ? $"FlushTimeout is {FlushTimeout}: give one that is not below zero, such as 00:00:30."
            : null;
}
