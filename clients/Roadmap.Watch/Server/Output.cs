using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Roadmap.Watch.Server;

/// <summary>Where the program writes: its output for whoever reads it, and its remarks beside that.</summary>
internal sealed class Output : IDisposable
{
    // EPIPE, on Linux and macOS.
    private const int BrokenPipe = 32;

    private static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false);

    public Output()
    {
        Stream = Open();
        var encoding = Console.IsOutputRedirected ? s_utf8 : Console.OutputEncoding is UTF8Encoding ? s_utf8 : Console.OutputEncoding;
        Writer = new StreamWriter(Stream, encoding, bufferSize: 16 * 1024, leaveOpen: true) { AutoFlush = !Console.IsOutputRedirected };
    }

    /// <summary>Throws an <see cref="IOException"/> when its reader has gone, as after <c>| head -1</c>.</summary>
    public Stream Stream { get; }

    /// <summary>Buffered, but at a terminal: whoever writes into a pipe flushes when nothing more is there.</summary>
    public TextWriter Writer { get; }

    /// <summary>Whether a person looks at the output, and the cursor can be moved there.</summary>
    public static bool IsTerminal => !Console.IsOutputRedirected && Environment.GetEnvironmentVariable("TERM") is not "dumb";

    /// <summary>Whether a person can be asked.</summary>
    public static bool CanAsk => IsTerminal && !Console.IsInputRedirected;

    /// <summary>Whether nobody reads what is written any more; or nobody ever did, as after <c>&gt;&amp;-</c>.</summary>
    public static bool IsClosed(Exception error) => error is UnauthorizedAccessException or IOException { HResult: BrokenPipe };

    /// <summary>Writes a line of output.</summary>
    public void Line(string text)
    {
        Writer.Write(text);
        Writer.Write('\n');
    }

    /// <summary>Writes a remark, which is no part of the output.</summary>
    public static void Remark(string text) => Console.Error.WriteLine($"roadmap: {text}");

    public void Dispose()
    {
        try
        {
            Writer.Dispose();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // That was noticed before, and said.
        }

        Stream.Dispose();
    }

    /// <summary>
    /// .NET's own stream says nothing when a pipe's reader has gone: a watch would go on for nobody. A file is left to it, since it writes
    /// where others that share the file have ended.
    /// </summary>
    private static Stream Open()
    {
        if (!Console.IsOutputRedirected || OperatingSystem.IsWindows())
            return Console.OpenStandardOutput();
        var stream = new FileStream(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write, bufferSize: 0);
        return stream.CanSeek ? Console.OpenStandardOutput() : stream;
    }
}
