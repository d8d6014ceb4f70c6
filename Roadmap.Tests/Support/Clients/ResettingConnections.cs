using System.Net.Sockets;

namespace Roadmap.Tests.Support;

/// <summary>HTTP connections that are left by a TCP reset: the server hears of that as it hears of a network that went away.</summary>
internal static class ResettingConnections
{
    public static SocketsHttpHandler Handler() => new() { ConnectCallback = ConnectAsync, UseProxy = false };

    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp)
        {
            NoDelay = true,
            LingerState = new LingerOption(enable: true, seconds: 0),
        };
        try
        {
            await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
