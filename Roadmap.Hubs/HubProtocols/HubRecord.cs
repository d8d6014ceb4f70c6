using System.Buffers;
using System.Runtime.ExceptionServices;
using System.Text.Json;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
using Roadmap.Contracts;
using Roadmap.Contracts.Json;

namespace Roadmap.Hubs.HubProtocols;

/// <summary>What is said of calls that never reach a method of the hub: the same <c>code: sentence</c> as a method says.</summary>
internal static class HubRecord
{
    private const byte RecordSeparator = 0x1e;
    private const int Invocation = 1;
    private const int StreamInvocation = 4;

    /// <summary>Clients look behind the last of these.</summary>
    private const string Mark = "HubException: ";

    private const string Methods =
        $"{ErrorCodes.InvalidRequest}: The hub has {HubMethods.Subscribe}, {HubMethods.Unsubscribe}, {HubMethods.GetStatus} and "
        + $"{HubMethods.WatchTasks}, called with one object, and {HubMethods.UnwatchTasks} and {HubMethods.Ping}, called with nothing.";

    private static readonly SearchValues<char> s_inCodes = SearchValues.Create("abcdefghijklmnopqrstuvwxyz_");

    /// <summary>SignalR's own errors have no code: no such method, too few arguments or too many, a stream where there is none.</summary>
    public static string WithCode(string error) => HasCode(error) ? error : $"{error} {Mark}{Methods}";

    /// <summary>Refuses the first record, which holds text that is none.</summary>
    /// <exception cref="InvalidDataException">Nothing in it says which call is to be refused: the connection ends.</exception>
    public static HubMessage RefusalOf(ref ReadOnlySequence<byte> input)
    {
        var end = input.PositionOf(RecordSeparator)!.Value;
        using var record = Parse(input.Slice(0, end));
        input = input.Slice(input.GetPosition(1, end));
        if (LoneSurrogates.FaultIn(record.RootElement) is not { } fault || CallOf(record.RootElement) is not { } invocationId)
            throw new InvalidDataException("A record could not be read.");
        var refusal = new HubException($"{ErrorCodes.InvalidRequest}: {fault.Path} {fault.Message}.");
        return new InvocationBindingFailureMessage(invocationId, target: "", ExceptionDispatchInfo.Capture(refusal));
    }

    private static bool HasCode(string error)
    {
        var mark = error.LastIndexOf(Mark, StringComparison.Ordinal);
        var reason = mark < 0 ? [] : error.AsSpan(mark + Mark.Length);
        return reason.IndexOf(": ") is var end and > 0 && !reason[..end].ContainsAnyExcept(s_inCodes);
    }

    private static JsonDocument Parse(ReadOnlySequence<byte> record)
    {
        try
        {
            return JsonDocument.Parse(record);
        }
        catch (JsonException e)
        {
            throw new InvalidDataException("A record is not JSON.", e);
        }
    }

    /// <summary>
    /// The id of a call that waits for its answer. Members are looked for by hand: others may have names that cannot be read.
    /// </summary>
    private static string? CallOf(JsonElement record)
    {
        if (record.ValueKind != JsonValueKind.Object)
            return null;
        var (isCall, invocationId) = (false, default(string));
        foreach (var member in record.EnumerateObject().Where(member => LoneSurrogates.IsWhole(member)))
        {
            if (member.NameEquals("type"u8))
                isCall = member.Value.ValueKind == JsonValueKind.Number
                    && member.Value.TryGetInt32(out var type)
                    && type is Invocation or StreamInvocation;
            else if (member.NameEquals("invocationId"u8)
                && member.Value.ValueKind == JsonValueKind.String
                && LoneSurrogates.Find(member.Value) is null)
                invocationId = member.Value.GetString();
        }

        return isCall ? invocationId : null;
    }
}
