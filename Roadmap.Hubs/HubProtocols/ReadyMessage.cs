using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace Roadmap.Hubs.HubProtocols;

/// <summary>A message that knows its own bytes in each hub protocol.</summary>
internal sealed class ReadyMessage(SerializedHubMessage message) : HubMessage
{
    public ReadOnlyMemory<byte> BytesIn(IHubProtocol protocol) => message.GetSerializedMessage(protocol);
}
