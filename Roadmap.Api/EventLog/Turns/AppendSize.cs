namespace Roadmap.Api.EventLog.Turns;

/// <summary>What an append costs whoever stores it, in the measure of <see cref="FairTurns{T}"/>: one an event and one a KiB.</summary>
internal static class AppendSize
{
    private const long BytesPerUnit = 1_024;

    public static int Of(int events, long bytes) => (int)Math.Min(int.MaxValue, 1 + events + (bytes / BytesPerUnit));
}
