using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
using Roadmap.Contracts.Json;

namespace Roadmap.Hubs.FanOut;

/// <summary>
/// SignalR's JSON protocol, but what the server calls on clients is written by <see cref="WireEncoder"/>: the stock protocol brings a writer of its own,
/// which escapes more than JSON needs. The bytes mean the same to every client.
/// </summary>
internal sealed class WireHubProtocol : IHubProtocol
{
    private const byte RecordSeparator = 0x1e;

    [ThreadStatic]
    private static Utf8JsonWriter? t_writer;

    private readonly JsonHubProtocol _stock = new(Microsoft.Extensions.Options.Options.Create(new JsonHubProtocolOptions { PayloadSerializerOptions = ContractsJson.Wire.Options }));

    public string Name => _stock.Name;

    public int Version => _stock.Version;

    public TransferFormat TransferFormat => _stock.TransferFormat;

    public bool IsVersionSupported(int version) => _stock.IsVersionSupported(version);

    public bool TryParseMessage(ref ReadOnlySequence<byte> input, IInvocationBinder binder, [NotNullWhen(true)] out HubMessage? message) =>
        _stock.TryParseMessage(ref input, binder, out message);

    public void WriteMessage(HubMessage message, IBufferWriter<byte> output)
    {
        switch (message)
        {
            case InvocationMessage { InvocationId: null, Headers: null, StreamIds: null or { Length: 0 } } call:
                WriteCall(call, output);
                break;
            case CompletionMessage { HasResult: true, Headers: null } completion:
                WriteResult(completion, output);
                break;
            default:
                _stock.WriteMessage(message, output);
                break;
        }
    }

    public ReadOnlyMemory<byte> GetMessageBytes(HubMessage message)
    {
        var buffer = new ArrayBufferWriter<byte>();
        WriteMessage(message, buffer);
        return buffer.WrittenMemory;
    }

    private static void WriteCall(InvocationMessage call, IBufferWriter<byte> output)
    {
        var writer = Begin(output, type: 1);
        writer.WriteString("target"u8, call.Target);
        writer.WriteStartArray("arguments"u8);
        foreach (var argument in call.Arguments)
            WriteValue(writer, argument);
        writer.WriteEndArray();
        End(writer, output);
    }

    private static void WriteResult(CompletionMessage completion, IBufferWriter<byte> output)
    {
        var writer = Begin(output, type: 3);
        writer.WriteString("invocationId"u8, completion.InvocationId);
        writer.WritePropertyName("result"u8);
        WriteValue(writer, completion.Result);
        End(writer, output);
    }

    private static void WriteValue(Utf8JsonWriter writer, object? value)
    {
        if (value is null)
            writer.WriteNullValue();
        else
            JsonSerializer.Serialize(writer, value, ContractsJson.TypeInfoOf(value));
    }

    private static Utf8JsonWriter Begin(IBufferWriter<byte> output, int type)
    {
        var writer = t_writer ??= new Utf8JsonWriter(Stream.Null, ContractsJson.Writing);
        writer.Reset(output);
        writer.WriteStartObject();
        writer.WriteNumber("type"u8, type);
        return writer;
    }

    private static void End(Utf8JsonWriter writer, IBufferWriter<byte> output)
    {
        writer.WriteEndObject();
        writer.Flush();
        output.GetSpan(1)[0] = RecordSeparator;
        output.Advance(1);
    }
}
