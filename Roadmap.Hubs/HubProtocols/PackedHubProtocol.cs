using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.ExceptionServices;
using System.Text.Json;
using MessagePack;
using MessagePack.Resolvers;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.Options;
using Roadmap.Contracts;
using Roadmap.Contracts.Packed;

namespace Roadmap.Hubs.HubProtocols;

/// <summary>
/// SignalR's MessagePack protocol. The contract's types bring their own form (<see cref="ContractFormatter{T}"/>), and whatever else a host
/// sends goes by the host's options. Calls that reach no method are refused in the same words as over JSON.
/// </summary>
internal sealed class PackedHubProtocol(IOptions<MessagePackHubProtocolOptions> options) : IWordedHubProtocol
{
    /// <summary>The protocol's name, as clients ask for it.</summary>
    public const string MessagePack = "messagepack";

    private readonly MessagePackHubProtocol _stock =
        new(Options.Create(new MessagePackHubProtocolOptions { SerializerOptions = WithJson(options.Value.SerializerOptions) }));

    public IHubProtocol Stock => _stock;

    public string Name => MessagePack;

    public int Version => _stock.Version;

    public TransferFormat TransferFormat => _stock.TransferFormat;

    public bool IsVersionSupported(int version) => _stock.IsVersionSupported(version);

    public bool TryParseMessage(ref ReadOnlySequence<byte> input, IInvocationBinder binder, [NotNullWhen(true)] out HubMessage? message)
    {
        while (true)
        {
            var before = input.Length;
            if (_stock.TryParseMessage(ref input, binder, out message))
            {
                message = Explained(message);
                return true;
            }

            // A message of a type that it does not know is skipped, and what follows it must not wait for more to come.
            if (input.Length == before)
                return false;
        }
    }

    public void WriteMessage(HubMessage message, IBufferWriter<byte> output)
    {
        if (message is CompletionMessage { Error: { } error } refusal)
            message = CompletionMessage.WithError(refusal.InvocationId!, HubRecord.WithCode(error));
        _stock.WriteMessage(message, output);
    }

    public ReadOnlyMemory<byte> GetMessageBytes(HubMessage message)
    {
        var buffer = new ArrayBufferWriter<byte>();
        WriteMessage(message, buffer);
        return buffer.WrittenMemory;
    }

    /// <summary>The hub's methods take their arguments as JSON.</summary>
    private static MessagePackSerializerOptions WithJson(MessagePackSerializerOptions host) =>
        host.WithResolver(new BoundedResolver(CompositeResolver.Create([new ContractFormatter<JsonElement>()], [host.Resolver])));

    /// <summary>
    /// Says what is wrong with an argument, and where. The stock protocol wraps it in words of its own, which no client hears.
    /// </summary>
    private static HubMessage Explained(HubMessage message)
    {
        if (message is not InvocationBindingFailureMessage { BindingFailure.SourceException: var why } failure)
            return message;
        for (; why is not null; why = why.InnerException)
        {
            if (why is not NoJsonException { Fault: var fault })
                continue;
            var refusal = new HubException($"{ErrorCodes.InvalidRequest}: {fault.Path} {fault.Message}.");
            return new InvocationBindingFailureMessage(failure.InvocationId, failure.Target, ExceptionDispatchInfo.Capture(refusal));
        }

        return message;
    }
}
