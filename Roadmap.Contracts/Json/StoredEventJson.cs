using System.Text.Json;

namespace Roadmap.Contracts.Json;

/// <summary>
/// The JSON of an event as a log holds it. What goes in can be sent to everybody; and what comes out can be, or is refused here, so that
/// nobody finds out in the middle of sending it.
/// </summary>
public static class StoredEventJson
{
    /// <exception cref="InvalidOperationException">
    /// No event of this type may be stored: a fault of the server, since what comes from outside is checked before.
    /// </exception>
    public static byte[] Write(TaskEvent reported) => TaskEventTypes.CanBeStored(reported.Type)
        ? JsonSerializer.SerializeToUtf8Bytes(reported, ContractsJson.TypeInfo<TaskEvent>())
        : throw new InvalidOperationException($"An event of type '{reported.Type}' cannot be stored.");

    /// <exception cref="JsonException">
    /// It is no event that can be sent: damaged, or of a version that stored what this one does not.
    /// </exception>
    public static TaskEvent Read(ReadOnlySpan<byte> json)
    {
        // Such a half can be read and never be written again. Text is stored as it is, never escaped: so hardly any event is looked at.
        if (json.IndexOf("\\ud"u8) >= 0 || json.IndexOf("\\uD"u8) >= 0)
            DemandWholeText(json);
        var stored = JsonSerializer.Deserialize(json, ContractsJson.TypeInfo<TaskEvent>()) ?? throw new JsonException("There is no event.");
        return TaskEventTypes.CanBeStored(stored.Type) ? stored : throw new JsonException("The event's type cannot be sent.");
    }

    private static void DemandWholeText(ReadOnlySpan<byte> json)
    {
        if (LoneSurrogates.Find(JsonElement.Parse(json)) is not null)
            throw new JsonException("The event holds half of a surrogate pair.");
    }
}
