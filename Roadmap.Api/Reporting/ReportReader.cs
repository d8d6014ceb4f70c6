using System.Runtime.InteropServices;
using System.Text.Json;
using Roadmap.Api.Log;
using Roadmap.Contracts;
using Roadmap.Contracts.Json;
using Roadmap.Hubs;

namespace Roadmap.Api.Reporting;

/// <summary>Reads the body of a report: one event, or an array of events.</summary>
internal static class ReportReader
{
    public static ReportTaskEvents Read(string taskId, JsonElement body)
    {
        var errors = new List<FieldError>();
        var events = new List<ReportedEvent>();
        if (body.ValueKind == JsonValueKind.Array)
        {
            // One more than allowed is enough to refuse them all.
            foreach (var (index, item) in body.EnumerateArray().Take(ContractLimits.EventsPerReport + 1).Index())
                Add(item, index);
        }
        else
        {
            Add(body, index: null);
        }

        return new ReportTaskEvents { TaskId = taskId, Events = events, ReadErrors = errors };

        // What is no event is named, and left out: nothing has to stand for it.
        void Add(JsonElement item, int? index)
        {
            if (ReadEvent(item, index, errors) is { } read)
                events.Add(read);
        }
    }

    private static ReportedEvent? ReadEvent(JsonElement json, int? index, List<FieldError> errors)
    {
        var path = index is null ? "" : $"[{index}]";
        if (json.ValueKind != JsonValueKind.Object)
        {
            errors.Add(new FieldError { Path = index is null ? ContractReader.Root : path, Message = index is null ? "must be an event or an array of events" : "must be an event" });
            return null;
        }

        RefuseTooLarge(json, index is null ? ContractReader.Root : path);
        if (ReadText(json, "type", path, errors) is not { } type)
        {
            if (!Has(json, "type"))
                errors.Add(new FieldError { Path = ContractReader.Join(path, "type"), Message = "is required" });
            return null;
        }

        if (!TaskEventConverter.Types.TryGetValue(type, out var record))
        {
            errors.Add(new FieldError { Path = ContractReader.Join(path, "type"), Message = $"must be one of {string.Join(", ", TaskEventConverter.Types.Keys)}" });
            return null;
        }

        var (value, wrong) = ContractReader.Read(json, record, path);
        errors.AddRange(wrong);
        var reported = (TaskEvent)value!;
        int? attempt = Has(json, "attempt") ? reported.Attempt : null;
        return new ReportedEvent(reported, ReadText(json, "event_id", path, errors), attempt, index);
    }

    private static bool Has(JsonElement json, string member) => json.TryGetProperty(member, out var value) && value.ValueKind != JsonValueKind.Null;

    private static string? ReadText(JsonElement json, string member, string path, List<FieldError> errors)
    {
        if (!json.TryGetProperty(member, out var value) || value.ValueKind == JsonValueKind.Null)
            return null;
        if (value.ValueKind == JsonValueKind.String)
            return value.GetString();

        errors.Add(new FieldError { Path = ContractReader.Join(path, member), Message = "must be a string" });
        return null;
    }

    private static void RefuseTooLarge(JsonElement json, string path)
    {
        if (JsonMarshal.GetRawUtf8Value(json).Length > ContractLimits.EventBytes)
            throw RequestRefusedException.ForFields(ErrorCodes.TooLarge, [new FieldError { Path = path, Message = $"is larger than {ContractLimits.EventBytes} bytes" }]);
    }
}
