using System.Text.Json;
using System.Text.Json.Serialization;
using Roadmap.Hubs.State;

namespace Roadmap.Api.EventLog.Runs;

/// <summary>The times of a task, and of a run, as they stand in the store.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(WorkClock))]
[JsonSerializable(typeof(FinishedRun))]
internal sealed partial class RunJson : JsonSerializerContext
{
    public static string? Write(WorkClock? clock) => clock is null ? null : JsonSerializer.Serialize(clock, Default.WorkClock);

    public static WorkClock? ReadClock(string json) => JsonSerializer.Deserialize(json, Default.WorkClock);

    public static string Write(FinishedRun run) => JsonSerializer.Serialize(run, Default.FinishedRun);

    /// <summary>Null for what another version wrote in another way: a run less is no harm.</summary>
    public static FinishedRun? ReadRun(string json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, Default.FinishedRun);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
