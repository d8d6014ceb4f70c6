using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace Roadmap.Hubs.HubProtocols;

/// <summary>What the task hub speaks, for SignalR's own parts: the host's other hubs keep theirs.</summary>
internal sealed class TaskHubProtocols(WireHubProtocol json, PackedHubProtocol messagePack) : IHubProtocolResolver
{
    public IReadOnlyList<IHubProtocol> AllProtocols { get; } = [json, messagePack];

    /// <param name="protocolName">As the client asks for it.</param>
    /// <param name="supportedProtocols">What the host leaves of them; null for all.</param>
    public IHubProtocol? GetProtocol(string protocolName, IReadOnlyList<string>? supportedProtocols) =>
        supportedProtocols?.Contains(protocolName, StringComparer.OrdinalIgnoreCase) == false
            ? null
            : AllProtocols.FirstOrDefault(protocol => protocol.Name.Equals(protocolName, StringComparison.OrdinalIgnoreCase));
}

/// <summary>A protocol of SignalR's, in some of our own words.</summary>
internal interface IWordedHubProtocol : IHubProtocol
{
    /// <summary>SignalR's own, for what is passed on from one server to another.</summary>
    IHubProtocol Stock { get; }
}
