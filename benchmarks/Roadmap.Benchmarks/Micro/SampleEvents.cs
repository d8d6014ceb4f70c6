using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Roadmap.Contracts;
using Roadmap.Hubs.EventLog;
using Roadmap.Hubs.FanOut;
using Roadmap.Hubs.Operations;
using Roadmap.Hubs.State;

namespace Roadmap.Benchmarks.Micro;

/// <summary>A task in the middle of its work, and its events as the log stamps them, of about 250 bytes of JSON each.</summary>
internal static class SampleEvents
{
    public const string TaskId = "0192f0c1-2345-7890-abcd-ef0123456789";

    private const string Epoch = "0198c2f0a1b2c3d4";

    /// <summary>What the log says that one of them has.</summary>
    private const int Bytes = 250;

    public static TaskState State { get; } = new()
    {
        TaskId = TaskId,
        Kind = "import",
        Origin = TaskOrigin.Worker,
        Status = TaskRunStatus.Processing,
        CurrentStep = "importing",
        Percentage = 40,
        CreatedAt = DateTimeOffset.UnixEpoch,
        UpdatedAt = DateTimeOffset.UnixEpoch,
        Epoch = Epoch,
    };

    public static HubsMetrics Metrics { get; } = new(
        new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>());

    public static UnsendableEvents Unsendable { get; } = new(Metrics, NullLogger<UnsendableEvents>.Instance);

    public static ProgressEvent Progress(long seq) => new()
    {
        TaskId = TaskId,
        Epoch = Epoch,
        Seq = seq,
        Attempt = 1,
        Timestamp = DateTimeOffset.UnixEpoch.AddSeconds(seq),
        Step = "importing",
        Status = "processing",
        Percentage = 42.5,
        Message = "Imported 4,200 of 10,000 rows of the customers",
    };

    public static StoredEvents Stored(long firstSeq, int count)
    {
        var events = new StoredEvents(count);
        for (var i = 0; i < count; i++)
            events.Add(Progress(firstSeq + i), Bytes);
        return events;
    }
}
