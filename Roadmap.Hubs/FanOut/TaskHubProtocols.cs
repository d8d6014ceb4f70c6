using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace Roadmap.Hubs.FanOut;

/// <summary>What the task hub speaks, for SignalR's own parts: the host's other hubs keep theirs.</summary>
internal sealed class TaskHubProtocols(WireHubProtocol protocol) : IHubProtocolResolver
{
    public IReadOnlyList<IHubProtocol> AllProtocols { get; } = [protocol];

    public IHubProtocol? GetProtocol(string protocolName, IReadOnlyList<string>? supportedProtocols) =>
        protocolName.Equals(protocol.Name, StringComparison.OrdinalIgnoreCase) ? protocol : null;
}
