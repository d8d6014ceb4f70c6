using System.Globalization;
using Roadmap.Contracts;

namespace Roadmap.Hubs.EventStreams;

/// <summary>A position as the id of a server-sent event: <c>epoch:seq</c>.</summary>
internal static class EventId
{
    public const string Header = "Last-Event-ID";
    public const string Rule = "must be an id of this stream: epoch:seq";

    public static string Write(string epoch, long seq) => string.Create(CultureInfo.InvariantCulture, $"{epoch}:{seq}");

    /// <summary>Null when the text is no such id.</summary>
    public static AfterPosition? Read(string text)
    {
        var colon = text.LastIndexOf(':');
        return colon > 0 && long.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var seq)
            && seq <= ContractLimits.MaxSeq
            ? new AfterPosition { Epoch = text[..colon], Seq = seq }
            : null;
    }
}
