using System.Net;
using System.Net.Sockets;

namespace Roadmap.Tests.Support;

/// <summary>
/// Ports for servers that cannot choose one themselves, or that must come back on the same one. Nobody binds them in between: they are below those
/// that the system gives out, and each is given once.
/// </summary>
internal static class FreePort
{
    private const int First = 10_100;
    private const int End = 16_000;

    // Another run on this machine begins elsewhere.
    private static int s_next = Random.Shared.Next(First, End);

    public static int Take()
    {
        while (true)
        {
            var port = First + ((Interlocked.Increment(ref s_next) - First) % (End - First));
            if (IsFree(port))
                return port;
        }
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
