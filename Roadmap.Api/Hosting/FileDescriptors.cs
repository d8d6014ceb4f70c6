using System.Globalization;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Roadmap.Api.Hosting;

/// <summary>
/// How many files and connections the process may have open (<c>RLIMIT_NOFILE</c>), and what that leaves for connections. At that limit the
/// server would try to accept the next connection again and again, with a whole processor and without a word.
/// </summary>
/// <param name="Most">As the system says; where it says nothing, as many as anybody wants.</param>
internal sealed record FileDescriptors(long Most)
{
    /// <summary>With fewer the program does not start: it has more than half as many open before the first connection comes.</summary>
    public const long Least = 512;

    /// <summary>Kept for the program's own files, the log, and connections to Redis.</summary>
    private const long Reserve = 400;

    /// <summary>One in so many TCP connections is kept for calls, so that watchers cannot take them all.</summary>
    private const long CallsShare = 20;

    private const string Line = "Max open files";
    private const string Unlimited = "unlimited";
    private const int StandardError = 2;

    /// <summary>TCP connections, whatever they are for.</summary>
    public int TcpConnections => (int)Math.Min(int.MaxValue, Math.Max(0, Most - Reserve));

    /// <summary>Connections of watchers: to the hub, raw and event streams.</summary>
    public int Watchers => (int)(TcpConnections - (TcpConnections / CallsShare));

    public static FileDescriptors OfThisProcess() => new(Read());

    /// <summary>
    /// Says what is wrong when there are too few. By then hardly a file can be opened, so this needs no part of the runtime that is not
    /// loaded already: neither the console nor a logger.
    /// </summary>
    public static bool AreEnough()
    {
        var most = Read();
        if (most >= Least)
            return true;
        using var handle = new SafeFileHandle(StandardError, ownsHandle: false);
        using var error = new FileStream(handle, FileAccess.Write, bufferSize: 0);
        error.Write(Encoding.UTF8.GetBytes(
            $"Roadmap cannot start. The process may have {most} files and connections open, and needs {Least}: set LimitNOFILE=65536 in "
            + "its unit, or ulimit -n 65536.\n"));
        return false;
    }

    /// <summary>The runtime has raised the limit to the most that the process may have.</summary>
    private static long Read()
    {
        const string Limits = "/proc/self/limits";
        if (!File.Exists(Limits))
            return long.MaxValue;
        foreach (var line in File.ReadAllLines(Limits))
        {
            if (!line.StartsWith(Line, StringComparison.Ordinal))
                continue;
            var soft = line[Line.Length..].TrimStart();
            return soft.StartsWith(Unlimited, StringComparison.Ordinal)
                ? long.MaxValue
                : long.Parse(soft.AsSpan(0, soft.IndexOf(' ', StringComparison.Ordinal)), CultureInfo.InvariantCulture);
        }

        return long.MaxValue;
    }
}
