using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.SignalR;

namespace Roadmap.Hubs.Sockets;

/// <summary>
/// Stands between a request and the server's own upgrade to a WebSocket, over HTTP/1.1 and HTTP/2: the handshake, its checks and the WebSocket are the
/// framework's, and only the stream beneath is a <see cref="SharedSocketStream"/>.
/// </summary>
internal sealed class SharedSocket(IHttpUpgradeFeature? upgrade, IHttpExtendedConnectFeature? connect, bool isHeldAtFirst)
    : IHttpUpgradeFeature, IHttpExtendedConnectFeature
{
    /// <summary>The upgraded connection; null before the upgrade.</summary>
    public SharedSocketStream? Stream { get; private set; }

    public bool IsUpgradableRequest => upgrade is { IsUpgradableRequest: true };

    public bool IsExtendedConnect => connect is { IsExtendedConnect: true };

    public string? Protocol => connect?.Protocol;

    public static SharedSocket? Of(HttpContext? context) => context?.Features.Get<SharedSocket>();

    /// <summary>Puts itself into the place of the server's upgrade, when the request asks for one.</summary>
    public static void Offer(HttpContext context)
    {
        var features = context.Features;
        var isHub = context.GetEndpoint()?.Metadata.GetMetadata<HubMetadata>() is not null;
        var socket = new SharedSocket(features.Get<IHttpUpgradeFeature>(), features.Get<IHttpExtendedConnectFeature>(), isHeldAtFirst: isHub);
        if (!socket.IsUpgradableRequest && !socket.IsExtendedConnect)
            return;
        features.Set(socket);
        features.Set<IHttpUpgradeFeature>(socket);
        features.Set<IHttpExtendedConnectFeature>(socket);
    }

    public async Task<Stream> UpgradeAsync() => Stream = new SharedSocketStream(await upgrade!.UpgradeAsync(), isHeldAtFirst);

    public async ValueTask<Stream> AcceptAsync() => Stream = new SharedSocketStream(await connect!.AcceptAsync(), isHeldAtFirst);
}
