using System.Buffers.Binary;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;

namespace Roadmap.Hubs.FanOut;

/// <summary>
/// The other end of a connection, as the operating system sees it. A write says nothing of it: what is written waits in pipes and in the
/// kernel, which ask for more in steps of up to megabytes. Only Linux is asked; elsewhere nothing is known.
/// </summary>
/// <param name="socket">The connection's.</param>
/// <param name="isShared">Whether others are sent to by the same connection, as over HTTP/2.</param>
internal sealed class TcpPeer(Socket socket, bool isShared)
{
    private const int TcpLevel = 6;
    private const int TcpInfo = 11;

    // Where these stand in struct tcp_info of linux/tcp.h, which only ever grows at its end.
    private const int SegmentBytes = 16;
    private const int UnackedSegments = 24;
    private const int AckedBytes = 120;
    private const int UnsentBytes = 144;
    private const int InfoBytes = 148;

    public bool IsShared => isShared;

    /// <summary>Null when nothing can be known.</summary>
    public static TcpPeer? Of(HttpContext? context) =>
        OperatingSystem.IsLinux() && context?.Features.Get<IConnectionSocketFeature>()?.Socket is { } socket
        ? new TcpPeer(
            socket, isShared: !HttpProtocol.IsHttp11(context.Request.Protocol) && !HttpProtocol.IsHttp10(context.Request.Protocol))
        : null;

    /// <summary>Null when the connection is over, or is none of TCP's.</summary>
    public TcpState? Read()
    {
        Span<byte> info = stackalloc byte[InfoBytes];
        try
        {
            if (socket.GetRawSocketOption(TcpLevel, TcpInfo, info) < InfoBytes)
                return null;
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            return null;
        }

        var isBehind = BinaryPrimitives.ReadInt32LittleEndian(info[UnsentBytes..]) != 0;
        return new TcpState(
            BinaryPrimitives.ReadInt64LittleEndian(info[AckedBytes..]),
            BinaryPrimitives.ReadInt32LittleEndian(info[SegmentBytes..]),
            !isBehind && BinaryPrimitives.ReadInt32LittleEndian(info[UnackedSegments..]) == 0,
            isBehind);
    }
}

/// <summary>Where a connection stands.</summary>
/// <param name="TakenBytes">All that the peer has taken so far.</param>
/// <param name="SegmentBytes">What it takes at a time.</param>
/// <param name="HasTakenAll">Whether nothing of what the kernel was given is on its way.</param>
/// <param name="IsBehind">Whether some of it cannot even be sent, since the peer has no room for it.</param>
internal readonly record struct TcpState(long TakenBytes, int SegmentBytes, bool HasTakenAll, bool IsBehind);
