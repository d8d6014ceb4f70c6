using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;

namespace Roadmap.Tests.Support;

/// <summary>A server whose connections take little for a client that does not read, so that a test has to send little.</summary>
internal static class SmallBuffers
{
    private const int Bytes = 8 * 1024;

    public static IServiceCollection AddSmallBuffers(
        this IServiceCollection services) => services.Configure<SocketTransportOptions>(sockets =>
        sockets.CreateBoundListenSocket = endpoint =>
        {
            // What is accepted takes after it.
            var socket = SocketTransportOptions.CreateDefaultBoundListenSocket(endpoint);
            socket.SendBufferSize = Bytes;
            socket.ReceiveBufferSize = Bytes;
            return socket;
        });
}
