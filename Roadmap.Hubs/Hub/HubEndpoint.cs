using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.SignalR;

namespace Roadmap.Hubs.Hub;

/// <summary>Where the task hub is mapped.</summary>
internal static class HubEndpoint
{
    /// <summary>Whether an endpoint is the task hub's: its negotiation, or its connections.</summary>
    public static bool IsIt(Endpoint? endpoint) => endpoint?.Metadata.GetMetadata<HubMetadata>()?.HubType == typeof(TaskProgressHub);
}
