using System.Buffers;
using System.Text.Json;
using Roadmap.Contracts;
using Roadmap.Contracts.Json;

namespace Roadmap.Client;

/// <summary>An event to report. The server numbers it; a <see cref="TaskEvent.Timestamp"/> that is not set is the server's.</summary>
/// <param name="Event">What happened.</param>
/// <param name="EventId">1 to 128 characters, unique in the task: the same one again is the same event, and is stored once.</param>
public sealed record ReportedEvent(TaskEvent Event, string? EventId = null);

/// <summary>Events as <c>POST …/events</c> takes them.</summary>
internal static class ReportJson
{
    /// <summary>What the log stamps on is left out.</summary>
    public static byte[] Of(ReportedEvent reported)
    {
        var json = JsonSerializer.SerializeToElement(reported.Event, ContractsJson.TypeInfo<TaskEvent>());
        var bytes = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(bytes, ContractsJson.Writing))
        {
            writer.WriteStartObject();
            foreach (var member in json.EnumerateObject())
            {
                if (!IsStamped(member.Name, reported.Event))
                    member.WriteTo(writer);
            }

            if (reported.EventId is not null)
                writer.WriteString("event_id", reported.EventId);
            writer.WriteEndObject();
        }

        return bytes.WrittenSpan.ToArray();
    }

    /// <summary>A report: a list of events.</summary>
    public static byte[] Of(IEnumerable<byte[]> events)
    {
        var report = new ArrayBufferWriter<byte>();
        report.Write("["u8);
        var isFirst = true;
        foreach (var json in events)
        {
            if (!isFirst)
                report.Write(","u8);
            isFirst = false;
            report.Write(json);
        }

        report.Write("]"u8);
        return report.WrittenSpan.ToArray();
    }

    private static bool IsStamped(string member, TaskEvent reported) => member switch
    {
        "task_id" or "seq" or "epoch" => true,
        "attempt" => reported.Attempt == 0,
        "timestamp" => reported.Timestamp == default,
        _ => false,
    };
}
