using Microsoft.AspNetCore.SignalR.Protocol;

namespace Roadmap.Hubs.FanOut;

/// <summary>
/// Messages that are sent together, serialised once for each format that their receivers take. Lanes ask for it at the same time.
/// </summary>
internal sealed class MessageBatch(IReadOnlyList<HubMessage> messages)
{
    private readonly Lock _serialising = new();

    // There are as many formats as kinds of connection: a handful. Replaced, never changed, so that it is read without the lock.
    private volatile Serialised? _first;

    public int Count => messages.Count;

    public IReadOnlyList<ReadOnlyMemory<byte>> PiecesFor(WireFormat format, UnsendableEvents unsendable)
    {
        if (Find(format) is { } ready)
            return ready;
        lock (_serialising)
        {
            if (Find(format) is { } meanwhile)
                return meanwhile;
            var pieces = format.Serialise(messages, unsendable);
            _first = new Serialised(format, pieces, _first);
            return pieces;
        }
    }

    private IReadOnlyList<ReadOnlyMemory<byte>>? Find(WireFormat format)
    {
        for (var at = _first; at is not null; at = at.Next)
        {
            if (ReferenceEquals(at.Format, format))
                return at.Pieces;
        }

        return null;
    }

    private sealed record Serialised(WireFormat Format, IReadOnlyList<ReadOnlyMemory<byte>> Pieces, Serialised? Next);
}
