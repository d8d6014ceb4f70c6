using System.ComponentModel;
using System.Diagnostics;
using Roadmap.Client;
using Roadmap.Client.Connection;
using Roadmap.Contracts;
using Roadmap.Watch.Words;

namespace Roadmap.Watch.Server;

/// <summary>
/// Asks another program for the access token, as often as a fresh one is needed: so a watch outlives its token. What it wrote last is used
/// for a while, since most such programs ask somebody else in turn.
/// </summary>
internal sealed class TokenCommand(string command, TimeProvider time)
{
    /// <summary>So long before its end a token is asked for anew; the client asks half a minute before it.</summary>
    private static readonly TimeSpan s_before = TimeSpan.FromSeconds(45);

    /// <summary>So long a token is used that does not say when it ends.</summary>
    private static readonly TimeSpan s_unknown = TimeSpan.FromMinutes(1);

    /// <summary>Long enough for somebody to confirm a sign-in elsewhere, in a browser say.</summary>
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private Task<string>? _asking;
    private DateTimeOffset _usableUntil;

    /// <summary>The token. Who asks while the command runs gets what it says to all.</summary>
    /// <exception cref="RoadmapException">The command gives none now. It may do so later.</exception>
    public async ValueTask<string?> AskAsync(CancellationToken cancellationToken)
    {
        Task<string> asking;
        lock (_gate)
        {
            if (_asking is null || _asking.IsFaulted || (_asking.IsCompleted && time.GetUtcNow() >= _usableUntil))
                _asking = RunAsync();
            asking = _asking;
        }

        return await asking.WaitAsync(cancellationToken);
    }

    private async Task<string> RunAsync()
    {
        using var limit = new CancellationTokenSource(s_limit, time);
        using var process = Start();
        try
        {
            // What it says as an error goes to the terminal. It can ask for nothing: what is typed may be for the command's own.
            process.StandardInput.Close();
            var said = (await process.StandardOutput.ReadToEndAsync(limit.Token)).Trim();
            await process.WaitForExitAsync(limit.Token);
            if (process.ExitCode != 0)
                throw Failed($"ended with {process.ExitCode}");
            if (said.Length == 0 || said.Any(char.IsWhiteSpace))
                throw Failed("wrote no token. It has to write the token to its output, and nothing else");
            _usableUntil = TokenEnd.Of(said) is { } end ? end - s_before : time.GetUtcNow() + s_unknown;
            return said;
        }
        catch (OperationCanceledException)
        {
            throw Failed($"gave no token within {s_limit.TotalSeconds:0} s");
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }

    private Process Start()
    {
        string[] shell = OperatingSystem.IsWindows() ? ["cmd", "/c", command] : ["/bin/sh", "-c", command];
        var start = new ProcessStartInfo(shell[0], shell[1..])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw Failed($"cannot be started: {e.Message}");
        }
    }

    private static RoadmapException Failed(string what) =>
        new(ErrorCodes.AuthorityUnavailable, $"The token command {Printable.Line(what)}.");
}
