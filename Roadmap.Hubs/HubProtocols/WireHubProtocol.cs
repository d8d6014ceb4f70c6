using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.Options;
using Roadmap.Contracts.Json;

namespace Roadmap.Hubs.HubProtocols;

/// <summary>
/// SignalR's JSON protocol, but the contract's own messages are written by <see cref="WireEncoder"/>: the stock protocol brings a writer of
/// its own, which escapes more than JSON needs. The bytes mean the same to every client. Whatever else a host sends is written by the stock
/// protocol, with the host's options.
/// </summary>
internal sealed class WireHubProtocol(IOptions<JsonHubProtocolOptions> options) : IWordedHubProtocol
{
    /// <summary>The protocol's name, as clients ask for it.</summary>
    public const string Json = "json";

    private const byte RecordSeparator = 0x1e;

    [ThreadStatic]
    private static Utf8JsonWriter? t_writer;

    private readonly JsonHubProtocol _stock = new(
        Options.Create(new JsonHubProtocolOptions { PayloadSerializerOptions = Payload(options.Value) }));

    public IHubProtocol Stock => _stock;

    public string Name => Json;

    public int Version => _stock.Version;

    public TransferFormat TransferFormat => _stock.TransferFormat;

    public bool IsVersionSupported(int version) => _stock.IsVersionSupported(version);

    public bool TryParseMessage(ref ReadOnlySequence<byte> input, IInvocationBinder binder, [NotNullWhen(true)] out HubMessage? message)
    {
        while (true)
        {
            var before = input;
            try
            {
                if (_stock.TryParseMessage(ref input, binder, out message))
                    return true;
            }
            catch (Exception e) when (e is InvalidOperationException or FormatException)
            {
                input = before;
                message = HubRecord.RefusalOf(ref input);
                return true;
            }

            // A record of a type that it does not know is skipped, and what follows it must not wait for more to come.
            if (input.Length == before.Length)
                return false;
        }
    }

    public void WriteMessage(HubMessage message, IBufferWriter<byte> output)
    {
        switch (message)
        {
            case InvocationMessage { InvocationId: null, Headers: null, StreamIds: null or { Length: 0 } } call
                when Array.TrueForAll(call.Arguments, IsOurs):
                WriteCall(call, output);
                break;
            case CompletionMessage { HasResult: true, Headers: null } completion when IsOurs(completion.Result):
                WriteResult(completion, output);
                break;
            case CompletionMessage { Error: { } error } completion:
                _stock.WriteMessage(CompletionMessage.WithError(completion.InvocationId!, HubRecord.WithCode(error)), output);
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

    /// <summary>Whether it is one of the contract's messages.</summary>
    public static bool IsOurs(object? value) => value is null || ContractsJson.Knows(value);

    /// <summary>The host's, which may know its own types only.</summary>
    private static JsonSerializerOptions Payload(JsonHubProtocolOptions host)
    {
        var payload = new JsonSerializerOptions(host.PayloadSerializerOptions);
        payload.TypeInfoResolverChain.Add(ContractsJson.Wire);
        payload.TypeInfoResolverChain.Add(new DefaultJsonTypeInfoResolver());
        return payload;
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
