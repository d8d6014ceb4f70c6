using System.Buffers;
using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
using Roadmap.Contracts;
using Roadmap.Contracts.Json;

namespace Roadmap.Client.Connection;

/// <summary>
/// Hands every call of the server to one handler. The stock client drops calls that it has no handler for, and an event of a later version
/// would leave a hole in the numbering; every message names its own type.
/// </summary>
internal sealed class OneTargetProtocol(IHubProtocol inner) : IHubProtocol
{
    /// <summary>The one handler's name.</summary>
    public const string Target = "message";

    public string Name => inner.Name;

    public int Version => inner.Version;

    public TransferFormat TransferFormat => inner.TransferFormat;

    public bool IsVersionSupported(int version) => inner.IsVersionSupported(version);

    public ReadOnlyMemory<byte> GetMessageBytes(HubMessage message) => inner.GetMessageBytes(message);

    public void WriteMessage(HubMessage message, IBufferWriter<byte> output) => inner.WriteMessage(message, output);

    public bool TryParseMessage(ref ReadOnlySequence<byte> input, IInvocationBinder binder, [NotNullWhen(true)] out HubMessage? message)
    {
        if (!inner.TryParseMessage(ref input, new ContractBinder(binder), out message))
            return false;
        message = message switch
        {
            InvocationMessage call => new InvocationMessage(call.InvocationId, Target, call.Arguments),
            // It has a place in the numbering, and shows as a gap.
            InvocationBindingFailureMessage => PingMessage.Instance,
            _ => message,
        };
        return true;
    }

    private sealed class ContractBinder(IInvocationBinder inner) : IInvocationBinder
    {
        private static readonly Type[] s_event = [typeof(TaskEvent)];
        private static readonly FrozenDictionary<string, Type[]> s_types = TaskEventConverter.Types
            .Append(new(TaskEventTypes.Connected, typeof(ConnectedMessage)))
            .Append(new(TaskEventTypes.CurrentStatus, typeof(TaskSnapshot)))
            .Append(new(TaskEventTypes.Error, typeof(ErrorMessage)))
            .Append(new(TaskEventTypes.Pong, typeof(PongMessage)))
            .Append(new(TaskEventTypes.TaskChanged, typeof(TaskChangedMessage)))
            .Append(new(TaskEventTypes.TasksBeat, typeof(TasksBeatMessage)))
            .Append(new(TaskEventTypes.Unknown, typeof(UnreadableTaskEvent)))
            .ToFrozenDictionary(pair => pair.Key, pair => new[] { pair.Value }, StringComparer.Ordinal);

        public IReadOnlyList<Type> GetParameterTypes(string methodName) => s_types.GetValueOrDefault(methodName, s_event);

        public Type GetReturnType(string invocationId) => inner.GetReturnType(invocationId);

        public Type GetStreamItemType(string streamId) => inner.GetStreamItemType(streamId);
    }
}
