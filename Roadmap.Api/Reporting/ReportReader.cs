using System.Runtime.InteropServices;
using System.Text.Json;
using Roadmap.Api.EventLog;
using Roadmap.Contracts;
using Roadmap.Contracts.Json;
using Roadmap.Hubs.Access;
using Roadmap.Hubs.Requests;

namespace Roadmap.Api.Reporting;

/// <summary>Reads the body of a report: one event, or an array of events.</summary>
internal static class ReportReader
{
    private static readonly string s_typeRule = $"must be one of {string.Join(", ", TaskEventConverter.Types.Keys)}";

    public static ReportTaskEvents Read(string taskId, JsonElement body, Caller caller)
    {
        RefuseTooLarge(body, ContractReader.Root, ContractLimits.ReportBytes, ContractLimits.SentReportBytes);
        var errors = new FieldErrors();
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

        return new ReportTaskEvents { TaskId = taskId, Caller = caller, Events = events, ReadErrors = errors };

        // What is no event is named, and left out: nothing has to stand for it.
        void Add(JsonElement item, int? index)
        {
            if (ReadEvent(item, index, errors) is { } read)
                events.Add(read);
        }
    }

    private static ReportedEvent? ReadEvent(JsonElement json, int? index, FieldErrors errors)
    {
        var path = index is null ? "" : $"[{index}]";
        if (json.ValueKind != JsonValueKind.Object)
        {
            errors.Add(index is null ? ContractReader.Root : path, index is null
                ? "must be an event or an array of events"
                : "must be an event");
            return null;
        }

        RefuseTooLarge(json, index is null ? ContractReader.Root : path, ContractLimits.EventBytes, ContractLimits.SentEventBytes);
        if (ReadText(json, "type", path, errors) is not { } type)
        {
            if (!Has(json, "type"))
                errors.Add(ContractReader.Join(path, "type"), "is required");
            return null;
        }

        if (!TaskEventConverter.Types.TryGetValue(type, out var record))
        {
            errors.Add(ContractReader.Join(path, "type"), s_typeRule);
            return null;
        }

        var (value, wrong) = ContractReader.Read(json, record, path);
        errors.AddAll(wrong);
        var reported = (TaskEvent)value!;
        int? attempt = Has(json, "attempt") ? reported.Attempt : null;
        return new ReportedEvent(reported, ReadText(json, "event_id", path, errors), attempt, index);
    }

    private static bool Has(JsonElement json, string member) =>
        json.TryGetProperty(member, out var value) && value.ValueKind != JsonValueKind.Null;

    private static string? ReadText(JsonElement json, string member, string path, FieldErrors errors)
    {
        if (!json.TryGetProperty(member, out var value) || value.ValueKind == JsonValueKind.Null)
            return null;
        if (value.ValueKind == JsonValueKind.String)
            return value.GetString();

        errors.Add(ContractReader.Join(path, member), "must be a string");
        return null;
    }

    /// <summary>What counts is what is stored; but what comes with too much around it is not looked at.</summary>
    private static void RefuseTooLarge(JsonElement json, string path, int mostStored, int mostSent)
    {
        var sent = JsonMarshal.GetRawUtf8Value(json);
        if (sent.Length > mostSent || (sent.Length > mostStored && StoredSize.Of(sent) > mostStored))
            throw RequestRefusedException.ForFields(ErrorCodes.TooLarge, FieldErrors.Of(path, $"is larger than {mostStored} bytes"));
    }
}
