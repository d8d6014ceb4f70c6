using Roadmap.Contracts;

namespace Roadmap.Api.EventLog.Turns;

/// <summary>What an append costs whoever stores it, in the measure of <see cref="FairTurns{T}"/>: one an event and one a KiB.</summary>
internal static class AppendWeight
{
    private const long BytesPerUnit = 1_024;

    /// <param name="append">What is appended.</param>
    /// <param name="json">Its events, as they are stored.</param>
    public static int Of(TaskAppend append, Dictionary<TaskEvent, byte[]> json) =>
        Of(append.Events.Count, json.Values.Sum(line => (long)line.Length));

    public static int Of(int events, long bytes) => (int)Math.Min(int.MaxValue, 1 + events + (bytes / BytesPerUnit));
}
