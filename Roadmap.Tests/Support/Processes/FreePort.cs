using System.Net;
using System.Net.Sockets;

namespace Roadmap.Tests.Support;

/// <summary>
/// Ports for servers that cannot choose one themselves, or that must come back on the same one. Nobody binds them in between: they are
/// below those that the system gives out, and each is given once, to one of the test runs on this machine.
/// </summary>
internal static class FreePort
{
    private const int First = 10_100;
    private const int End = 16_000;

    /// <summary>A run holds a file for each port that it was given. The system lets go of them however the run ends.</summary>
    private static readonly List<FileStream> s_held = [];

    private static readonly Lock s_taking = new();

    // Another run on this machine begins elsewhere.
    private static int s_next = Random.Shared.Next(First, End);

    public static int Take()
    {
        lock (s_taking)
        {
            while (true)
            {
                var port = First + ((s_next++ - First) % (End - First));
                if (TryHold(port) && IsFree(port))
                    return port;
            }
        }
    }

    private static bool TryHold(int port)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), "roadmap-tests-ports"));
        try
        {
            s_held.Add(new FileStream(
                Path.Combine(folder.FullName, $"{port}"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
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
