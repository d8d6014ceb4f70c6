using System.Buffers;
using System.Text.Json;
using MessagePack;
using MessagePack.Resolvers;
using Microsoft.AspNetCore.SignalR;
using Roadmap.Contracts.Packed;

namespace Roadmap.Tests.Support;

/// <summary>SignalR's messages in MessagePack: each is an array, with its length before it. In tests they are written as JSON.</summary>
internal static class Packed
{
    private const int MoreBytes = 0x80;
    private const int BitsPerByte = 7;

    /// <summary>As a client has them that sets nothing.</summary>
    public static MessagePackSerializerOptions StockOptions { get; } = new MessagePackHubProtocolOptions().SerializerOptions;

    /// <summary>As the server has them for arguments and data.</summary>
    public static MessagePackSerializerOptions JsonOptions { get; } =
        MessagePackSerializerOptions.Standard.WithResolver(CompositeResolver.Create(new ContractFormatter<JsonElement>()));

    /// <param name="message">Such as <c>[6]</c>, a ping.</param>
    public static byte[] Message(string message) => Message(MessagePackSerializer.ConvertFromJson(message));

    public static byte[] Message(ReadOnlySpan<byte> pack)
    {
        var length = new List<byte>();
        var rest = pack.Length;
        for (; rest >= MoreBytes; rest >>= BitsPerByte)
            length.Add((byte)(rest | MoreBytes));
        return [.. length, (byte)rest, .. pack];
    }

    /// <param name="id">Which the answer will have.</param>
    /// <param name="method">Of the hub.</param>
    /// <param name="argument">In MessagePack.</param>
    public static byte[] Call(string id, string method, params byte[][] argument)
    {
        var output = new ArrayBufferWriter<byte>();
        var writer = new MessagePackWriter(output);
        writer.WriteArrayHeader(6);
        writer.Write(1);
        writer.WriteMapHeader(0);
        writer.Write(id);
        writer.Write(method);
        writer.WriteArrayHeader(argument.Length);
        foreach (var pack in argument)
            writer.WriteRaw(pack);
        writer.WriteArrayHeader(0);
        writer.Flush();
        return Message(output.WrittenSpan);
    }

    public static byte[] Of(string json) => MessagePackSerializer.ConvertFromJson(json);

    public static byte[] Of(JsonElement json) => MessagePackSerializer.Serialize(json, JsonOptions);

    /// <summary>Whole messages as JSON; what is left at the end is no whole message yet.</summary>
    public static List<JsonElement> Read(ref ReadOnlySpan<byte> bytes)
    {
        var messages = new List<JsonElement>();
        while (TryTake(ref bytes, out var pack))
            messages.Add(JsonElement.Parse(MessagePackSerializer.ConvertToJson(pack.ToArray())));
        return messages;
    }

    private static bool TryTake(ref ReadOnlySpan<byte> bytes, out ReadOnlySpan<byte> pack)
    {
        pack = default;
        var (length, at) = (0, 0);
        while (at < bytes.Length)
        {
            length |= (bytes[at] & (MoreBytes - 1)) << (BitsPerByte * at);
            if ((bytes[at++] & MoreBytes) != 0)
                continue;
            if (bytes.Length - at < length)
                return false;
            pack = bytes.Slice(at, length);
            bytes = bytes[(at + length)..];
            return true;
        }

        return false;
    }
}
