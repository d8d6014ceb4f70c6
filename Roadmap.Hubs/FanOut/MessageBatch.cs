using Microsoft.AspNetCore.SignalR.Protocol;

namespace Roadmap.Hubs.FanOut;

/// <summary>Messages that are sent together, serialised once for each format that their receivers take.</summary>
internal sealed class MessageBatch(IReadOnlyList<HubMessage> messages)
{
    private readonly Dictionary<WireFormat, IReadOnlyList<ReadOnlyMemory<byte>>> _pieces = new(1);

    public int Count => messages.Count;

    public IReadOnlyList<ReadOnlyMemory<byte>> PiecesFor(WireFormat format, UnsendableEvents unsendable)
    {
        if (!_pieces.TryGetValue(format, out var pieces))
            _pieces[format] = pieces = format.Serialise(messages, unsendable);
        return pieces;
    }
}
