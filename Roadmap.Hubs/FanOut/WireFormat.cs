using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.SignalR.Protocol;
using Roadmap.Contracts.Json;

namespace Roadmap.Hubs.FanOut;

/// <summary>How messages become the bytes of one kind of connection. One instance serves all connections of its kind.</summary>
internal abstract class WireFormat
{
    private const int PieceBytes = 64 * 1024;

    /// <summary>
    /// What to write, one piece after another; each holds whole messages, and is at most 64 KiB unless one message is larger.
    /// </summary>
    /// <param name="messages">In order.</param>
    /// <param name="unsendable">What to do about an event that cannot be written.</param>
    public IReadOnlyList<ReadOnlyMemory<byte>> Serialise(IReadOnlyList<HubMessage> messages, UnsendableEvents unsendable)
    {
        var pieces = new List<ReadOnlyMemory<byte>>(1);
        var buffer = new ArrayBufferWriter<byte>(messages.Count == 1 ? 512 : 4096);
        foreach (var message in messages)
        {
            // A message is appended where it stands; only a piece that is full begins a new buffer.
            var before = buffer.WrittenCount;
            buffer = WriteWhole(message, buffer, unsendable);
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

    /// <summary>Appends a message, or what goes in its place; never a part of one. Returns the buffer to go on with.</summary>
    private ArrayBufferWriter<byte> WriteWhole(HubMessage message, ArrayBufferWriter<byte> buffer, UnsendableEvents unsendable)
    {
        var before = buffer.WrittenCount;
        try
        {
            Write(message, buffer);
            return buffer;
        }
        catch (Exception e) when (unsendable.InPlaceOf(message, e) is { } instead)
        {
            var again = new ArrayBufferWriter<byte>(Math.Max(4096, before));
            again.Write(buffer.WrittenSpan[..before]);
            Write(instead, again);
            return again;
        }
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
