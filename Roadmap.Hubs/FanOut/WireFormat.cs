using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.SignalR.Protocol;
using Roadmap.Contracts.Json;

namespace Roadmap.Hubs.FanOut;

/// <summary>How messages become the bytes of one kind of connection. One instance serves all connections of its kind.</summary>
internal abstract class WireFormat
{
    private const int PieceBytes = 64 * 1024;

    /// <summary>What to write, one piece after another; each holds whole messages, and is at most 64 KiB unless one message is larger.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Serialise(IReadOnlyList<HubMessage> messages)
    {
        var pieces = new List<ReadOnlyMemory<byte>>(1);
        var buffer = new ArrayBufferWriter<byte>(messages.Count == 1 ? 512 : 4096);
        foreach (var message in messages)
        {
            // A message is appended where it stands; only a piece that is full begins a new buffer.
            var before = buffer.WrittenCount;
            Write(message, buffer);
            if (buffer.WrittenCount <= PieceBytes || before == 0)
                continue;

            pieces.Add(Seal(buffer.WrittenMemory[..before]));
            var rest = buffer.WrittenMemory[before..];
            buffer = new ArrayBufferWriter<byte>(Math.Max(4096, rest.Length));
            buffer.Write(rest.Span);
        }

        pieces.Add(Seal(buffer.WrittenMemory));
        return pieces;
    }

    protected abstract void Write(HubMessage message, ArrayBufferWriter<byte> output);

    /// <summary>Appends a message's own JSON.</summary>
    protected static void WriteJson(object message, ArrayBufferWriter<byte> output)
    {
        using var writer = new Utf8JsonWriter(output, ContractsJson.Writing);
        JsonSerializer.Serialize(writer, message, ContractsJson.TypeInfoOf(message));
    }

    /// <summary>Makes a piece of the messages written so far.</summary>
    protected virtual ReadOnlyMemory<byte> Seal(ReadOnlyMemory<byte> messages) => messages;
}
