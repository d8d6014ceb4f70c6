using System.Buffers;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace Roadmap.Hubs.FanOut;

/// <summary>One write: whole hub messages one after another, as bytes of one protocol.</summary>
internal readonly record struct MessagePiece(SerializedHubMessage Message, int Bytes);

/// <summary>
/// Messages that are sent together, serialised once for each protocol that their receivers speak. SignalR's frames carry their own ends, so several
/// messages may share a write; a piece is at most 64 KiB unless one message is larger.
/// </summary>
internal sealed class MessageBatch(IReadOnlyList<HubMessage> messages)
{
    private const int PieceBytes = 64 * 1024;

    private readonly Dictionary<string, IReadOnlyList<MessagePiece>> _pieces = new(1, StringComparer.Ordinal);

    public int Count => messages.Count;

    public IReadOnlyList<MessagePiece> PiecesFor(IHubProtocol protocol)
    {
        if (!_pieces.TryGetValue(protocol.Name, out var pieces))
            _pieces[protocol.Name] = pieces = Serialise(protocol);
        return pieces;
    }

    private List<MessagePiece> Serialise(IHubProtocol protocol)
    {
        var pieces = new List<MessagePiece>(1);
        var buffer = new ArrayBufferWriter<byte>(messages.Count == 1 ? 512 : 4096);
        foreach (var message in messages)
        {
            // JSON's own frame is appended where it stands; only a piece that is full begins a new buffer.
            var before = buffer.WrittenCount;
            protocol.WriteMessage(message, buffer);
            if (buffer.WrittenCount <= PieceBytes || before == 0)
                continue;

            pieces.Add(Piece(protocol, buffer.WrittenMemory[..before]));
            var rest = buffer.WrittenMemory[before..];
            buffer = new ArrayBufferWriter<byte>(Math.Max(4096, rest.Length));
            buffer.Write(rest.Span);
        }

        pieces.Add(Piece(protocol, buffer.WrittenMemory));
        return pieces;
    }

    private static MessagePiece Piece(IHubProtocol protocol, ReadOnlyMemory<byte> bytes) =>
        new(new SerializedHubMessage([new SerializedMessage(protocol.Name, bytes)]), bytes.Length);
}
