using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using Roadmap.Api.EventLog;
using Roadmap.Api.Reporting;
using Roadmap.Api.Rest;
using Roadmap.Contracts;
using Roadmap.Contracts.Json;
using Roadmap.Hubs.Access;
using Roadmap.Hubs.Requests;

namespace Roadmap.Api.Ingest;

/// <summary>
/// Reads what a worker published. It cannot be told what was wrong with it, so all is taken that can be: an optional member that is not as
/// it should be is left out, and too long a text is cut.
/// </summary>
internal static class PublishedReader
{
    private static readonly string s_tooLarge = $"it is larger than {ContractLimits.EventBytes} bytes";
    private static readonly ReportTaskEventsValidator s_validator = new();

    /// <summary>Members that every event has: the server gives them, or they are read apart.</summary>
    private static readonly string[] s_given = ["type", "task_id", "seq", "epoch", "attempt", "timestamp", "message"];

    /// <param name="taskId">The rest of the channel's name.</param>
    /// <param name="payload">What was published.</param>
    /// <param name="assumedOffset">From UTC, of times that say none; null when such a time is no time, and the server's is taken.</param>
    public static PublishedReading Read(string taskId, byte[] payload, TimeSpan? assumedOffset)
    {
        if (!Shapes.IsTaskId(taskId))
            return new PublishedReading.Unreadable("the channel's name has no task id behind the prefix");
        if (payload.Length > ContractLimits.SentEventBytes)
            return new PublishedReading.Unreadable(s_tooLarge);

        try
        {
            using var document = JsonBody.Parse(payload);
            if (payload.Length > ContractLimits.EventBytes
                && StoredSize.Of(JsonMarshal.GetRawUtf8Value(document.RootElement)) > ContractLimits.EventBytes)
                return new PublishedReading.Unreadable(s_tooLarge);
            return Read(taskId, document.RootElement, assumedOffset, $"sha256-{Convert.ToHexStringLower(SHA256.HashData(payload))}");
        }
        catch (RequestRefusedException refused)
        {
            return new PublishedReading.Unreadable(refused.Message);
        }
    }

    private static PublishedReading Read(string taskId, JsonElement json, TimeSpan? assumedOffset, string eventId)
    {
        if (json.ValueKind != JsonValueKind.Object)
            return new PublishedReading.Unreadable("it is no JSON object");
        if (TextIn(json, "type") is not { } type)
            return new PublishedReading.Unreadable("its type is missing");
        if (Has(json, "task_id") && TextIn(json, "task_id") != taskId)
            return new PublishedReading.Unreadable("its task_id is not that of the channel");

        var happened = json.TryGetProperty("timestamp", out var timestamp) ? UtcTimestampConverter.Find(timestamp, assumedOffset) : null;
        if (TaskEventConverter.Types.TryGetValue(type, out var record))
            return ReadKnown(taskId, json, record, happened, eventId);
        var report = ReportOf(taskId, ReadUnknown(type, json), happened, eventId);
        return Check(report, []) is { Count: > 0 } wrong ? Unreadable(wrong) : new PublishedReading.Event(report, happened is not null);
    }

    private static PublishedReading ReadKnown(string taskId, JsonElement json, Type record, DateTimeOffset? happened, string eventId)
    {
        var (report, wrong) = ReadKnownOnce(taskId, json, record, happened, eventId);
        if (wrong.Count == 0)
            return new PublishedReading.Event(report, happened is not null);

        // A member that may be absent is; one that must be there is missed now.
        var (without, missed) = ReadKnownOnce(taskId, Without(json, wrong), record, happened, eventId);
        return missed.Count == 0 ? new PublishedReading.Event(without, happened is not null) : Unreadable(wrong);
    }

    private static (ReportTaskEvents Report, IReadOnlyList<FieldError> Wrong) ReadKnownOnce(
        string taskId, JsonElement json, Type record, DateTimeOffset? happened, string eventId)
    {
        var (value, wrong) = ContractReader.Read(json, record);
        var report = ReportOf(taskId, PublishedFit.Fit((TaskEvent)value!), happened, eventId);
        return (report, Check(report, wrong));
    }

    /// <summary>Names everything wrong: what could not be read, and what the validator of all reports finds.</summary>
    private static IReadOnlyList<FieldError> Check(ReportTaskEvents report, IReadOnlyList<FieldError> unread) =>
        [.. unread, .. s_validator.Validate(report)
            .Errors.Select(failure => new FieldError { Path = failure.PropertyName, Message = failure.ErrorMessage })];

    /// <summary>An event without a time of its own gets the server's.</summary>
    private static ReportTaskEvents ReportOf(string taskId, TaskEvent published, DateTimeOffset? happened, string eventId) => new()
    {
        Caller = Caller.Unrestricted,
        TaskId = taskId,
        Events = [new ReportedEvent(published with { Timestamp = happened ?? default }, eventId)],
        TakesUnknownTypes = true,
    };

    private static UnknownTaskEvent ReadUnknown(string type, JsonElement json)
    {
        var members = ImmutableDictionary.CreateBuilder<string, JsonElement>(StringComparer.Ordinal);
        foreach (var member in json.EnumerateObject().Where(member => !s_given.Contains(member.Name)))
            members[member.Name] = member.Value.Clone();
        return new UnknownTaskEvent(type, members.ToImmutable())
        {
            Message = TextIn(json, "message"),
        };
    }

    private static JsonElement Without(JsonElement json, IReadOnlyList<FieldError> wrong)
    {
        var leftOut = wrong.Select(error => error.Path.Split('[')[0]).ToHashSet(StringComparer.Ordinal);
        return JsonSerializer.SerializeToElement(WithoutMembers(json, "", leftOut));
    }

    /// <summary>Of an object within, only the member that is wrong goes.</summary>
    private static Dictionary<string, object> WithoutMembers(JsonElement json, string within, HashSet<string> leftOut)
    {
        var rest = new Dictionary<string, object>(StringComparer.Ordinal);
        foreach (var member in json.EnumerateObject().Where(member => !leftOut.Contains(within + member.Name)))
        {
            var inside = $"{within}{member.Name}.";
            var isTouched = member.Value.ValueKind == JsonValueKind.Object
                && leftOut.Any(path => path.StartsWith(inside, StringComparison.Ordinal));
            rest[member.Name] = isTouched ? WithoutMembers(member.Value, inside, leftOut) : member.Value;
        }

        return rest;
    }

    private static PublishedReading.Unreadable Unreadable(IReadOnlyList<FieldError> wrong) =>
        new(RequestRefusedException.ForFields(ErrorCodes.InvalidRequest, [.. wrong]).Message);

    private static bool Has(JsonElement json, string member) =>
        json.TryGetProperty(member, out var value) && value.ValueKind != JsonValueKind.Null;

    private static string? TextIn(JsonElement json, string member) =>
        json.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
