using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;

namespace Roadmap.Hubs.WebSockets;

/// <summary>
/// Stands between a request and the server's own upgrade to a WebSocket, over HTTP/1.1 and HTTP/2: the handshake, its checks and the
/// WebSocket are the framework's, and only the stream beneath is a <see cref="SharedSocketStream"/>.
/// </summary>
internal sealed class SharedSocket(
    IHttpUpgradeFeature? upgrade, IHttpExtendedConnectFeature? connect, IHttpRequestLifetimeFeature lifetime, bool isHeldAtFirst)
    : IHttpUpgradeFeature, IHttpExtendedConnectFeature, IHttpRequestLifetimeFeature
{
    /// <summary>The upgraded connection; null before the upgrade.</summary>
    public SharedSocketStream? Stream { get; private set; }

    public bool IsUpgradableRequest => upgrade is { IsUpgradableRequest: true };

    public bool IsExtendedConnect => connect is { IsExtendedConnect: true };

    public string? Protocol => connect?.Protocol;

    public CancellationToken RequestAborted
    {
        get => lifetime.RequestAborted;
        set => lifetime.RequestAborted = value;
    }

    public static SharedSocket? Of(HttpContext? context) => context?.Features.Get<SharedSocket>();

    /// <summary>Puts itself into the place of the server's upgrade, when the request asks for one.</summary>
    /// <param name="context">Of the request.</param>
    /// <param name="isHeldAtFirst">As of a <see cref="SharedSocketStream"/>.</param>
    /// <returns>Null when it does not.</returns>
    public static SharedSocket? Offer(HttpContext context, bool isHeldAtFirst)
    {
        var features = context.Features;
        var socket = new SharedSocket(
            features.Get<IHttpUpgradeFeature>(),
            features.Get<IHttpExtendedConnectFeature>(),
            features.GetRequiredFeature<IHttpRequestLifetimeFeature>(),
            isHeldAtFirst);
        if (!socket.IsUpgradableRequest && !socket.IsExtendedConnect)
            return null;
        features.Set(socket);
        features.Set<IHttpUpgradeFeature>(socket);
        features.Set<IHttpExtendedConnectFeature>(socket);
        features.Set<IHttpRequestLifetimeFeature>(socket);
        return socket;
    }

    /// <summary>
    /// The framework resets the connection as soon as it has told a peer that it broke the protocol: it would not hear that.
    /// </summary>
    public void Abort()
    {
        if (Stream is not { HasToldFault: true })
            lifetime.Abort();
    }

    /// <summary>Serves the request, and lets its peer hear the close.</summary>
    /// <param name="context">Of the request.</param>
    /// <param name="next">What serves it.</param>
    /// <param name="closeLimit">So long a peer that broke the protocol may take to answer the close.</param>
    public async Task ServeAsync(HttpContext context, RequestDelegate next, TimeSpan closeLimit)
    {
        await next(context);
        if (Stream is not null)
            await Stream.LingerAsync(closeLimit, context.RequestServices.GetRequiredService<TimeProvider>(), context.RequestAborted);
    }

    public async Task<Stream> UpgradeAsync() => Stream = new SharedSocketStream(await upgrade!.UpgradeAsync(), isHeldAtFirst);

    public async ValueTask<Stream> AcceptAsync() => Stream = new SharedSocketStream(await connect!.AcceptAsync(), isHeldAtFirst);
}
