using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Roadmap.Contracts.Json;

/// <summary>Reads and writes an event by its <c>type</c>, wherever the contract says "an event".</summary>
public sealed class TaskEventConverter : JsonConverter<TaskEvent>
{
    private static readonly UtcTimestampConverter s_timestamps = new();

    /// <summary>The event types and the records that carry them.</summary>
    public static IReadOnlyDictionary<string, Type> Types { get; } = new Dictionary<string, Type>(StringComparer.Ordinal)
    {
        [TaskEventTypes.Progress] = typeof(ProgressEvent),
        [TaskEventTypes.HumanReviewRequired] = typeof(HumanReviewRequiredEvent),
        [TaskEventTypes.ConceptStart] = typeof(ConceptStartEvent),
        [TaskEventTypes.ConceptComplete] = typeof(ConceptCompleteEvent),
        [TaskEventTypes.ConceptFailed] = typeof(ConceptFailedEvent),
        [TaskEventTypes.ConceptAllContentComplete] = typeof(ConceptAllContentCompleteEvent),
        [TaskEventTypes.BatchStart] = typeof(BatchStartEvent),
        [TaskEventTypes.BatchComplete] = typeof(BatchCompleteEvent),
        [TaskEventTypes.TaskRecovering] = typeof(TaskRecoveringEvent),
        [TaskEventTypes.RetryStarted] = typeof(RetryStartedEvent),
        [TaskEventTypes.Control] = typeof(ControlEvent),
        [TaskEventTypes.Completed] = typeof(CompletedEvent),
        [TaskEventTypes.Failed] = typeof(FailedEvent),
        [TaskEventTypes.Cancelled] = typeof(CancelledEvent),
    };

    public override TaskEvent Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var ahead = reader;
        var type = ReadType(ref ahead);
        return Types.TryGetValue(type, out var record)
            ? (TaskEvent)JsonSerializer.Deserialize(ref reader, options.GetTypeInfo(record))!
            : ReadUnknown(type, JsonElement.ParseValue(ref reader));
    }

    public override void Write(Utf8JsonWriter writer, TaskEvent value, JsonSerializerOptions options)
    {
        if (value is UnknownTaskEvent unknown)
            WriteUnknown(writer, unknown, options);
        else
            JsonSerializer.Serialize(writer, value, options.GetTypeInfo(value.GetType()));
    }

    private static string ReadType(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new JsonException("an event must be an object");

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isType = reader.ValueTextEquals("type"u8);
            reader.Read();
            if (isType && reader.TokenType == JsonTokenType.String)
                return reader.GetString()!;
            reader.Skip();
        }

        throw new JsonException("an event must have a type");
    }

    private static UnknownTaskEvent ReadUnknown(string type, JsonElement json)
    {
        var members = ImmutableDictionary.CreateBuilder<string, JsonElement>(StringComparer.Ordinal);
        foreach (var member in json.EnumerateObject())
            members[member.Name] = member.Value;

        T Take<T>(string name, Func<JsonElement, T> read, T absent)
        {
            if (!members.TryGetValue(name, out var value) || value.ValueKind == JsonValueKind.Null)
                return absent;
            members.Remove(name);
            return read(value);
        }

        members.Remove("type");
        return new UnknownTaskEvent(type, ImmutableDictionary<string, JsonElement>.Empty)
        {
            TaskId = Take("task_id", v => v.GetString()!, ""),
            Seq = Take("seq", v => v.GetInt64(), 0L),
            Epoch = Take("epoch", v => v.GetString()!, ""),
            Attempt = Take("attempt", v => v.GetInt32(), 0),
            Timestamp = Take("timestamp", ReadTimestamp, default),
            Message = Take<string?>("message", v => v.GetString(), null),
            Members = members.ToImmutable(),
        };
    }

    private static DateTimeOffset ReadTimestamp(JsonElement value) =>
        UtcTimestampConverter.Find(value) ?? throw new JsonException(UtcTimestampConverter.Rule);

    private static void WriteUnknown(Utf8JsonWriter writer, UnknownTaskEvent unknown, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteString("type", unknown.Type);
        writer.WriteString("task_id", unknown.TaskId);
        writer.WriteNumber("seq", unknown.Seq);
        writer.WriteString("epoch", unknown.Epoch);
        writer.WriteNumber("attempt", unknown.Attempt);
        writer.WritePropertyName("timestamp");
        s_timestamps.Write(writer, unknown.Timestamp, options);
        if (unknown.Message is not null)
            writer.WriteString("message", unknown.Message);
        foreach (var (name, value) in unknown.Members)
        {
            writer.WritePropertyName(name);
            value.WriteTo(writer);
        }

        writer.WriteEndObject();
    }
}
