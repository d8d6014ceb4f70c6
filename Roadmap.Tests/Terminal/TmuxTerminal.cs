using Roadmap.Tests.Support;

namespace Roadmap.Tests.Terminal;

/// <summary>
/// A real terminal, with a shell in it: somebody types, and reads what is on the screen. It has a tmux server of its own.
/// </summary>
internal sealed class TmuxTerminal : IAsyncDisposable
{
    private const string Prompt = "ready> ";

    private readonly TempFolder _folder;
    private readonly ChildProcess _server;

    private TmuxTerminal(TempFolder folder, ChildProcess server) => (_folder, _server) = (folder, server);

    /// <summary>All that the program wrote, with what only a terminal understands.</summary>
    public string Raw => File.ReadAllText(_folder.File("raw"));

    public static async Task<TmuxTerminal> OpenAsync(Uri server, int columns, int rows = 50, bool isColored = true)
    {
        var folder = new TempFolder();
        await File.WriteAllTextAsync(folder.File("roadmap"), $"#!/bin/sh\nexec {Tool.CommandLine} \"$@\"\n");
        await ChildProcess.SucceedAsync("chmod", "+x", folder.File("roadmap"));
        var environment = Tool.EnvironmentFor(server);
        environment["NO_COLOR"] = isColored ? "" : "1";
        environment["PS1"] = Prompt;
        environment["LC_ALL"] = "C.UTF-8";
        environment["PATH"] = $"{folder.File("")}:{Environment.GetEnvironmentVariable("PATH")}";
        // It is no daemon, so that it ends with whoever has started it; and it reads nobody's settings.
        var terminal = new TmuxTerminal(
            folder, ChildProcess.Start("tmux", ["-D", "-S", folder.File("tmux"), "-f", "/dev/null"], environment));
        try
        {
            await Wait.Eventually("tmux listens", () => File.Exists(folder.File("tmux")), terminal._server.Said);
            await terminal.TmuxAsync(
                "set-option", "-g", "status", "off", ";", "set-option", "-g", "history-limit", "5000", ";",
                "new-session", "-d", "-x", $"{columns}", "-y", $"{rows}",
                // Of all its environment tmux takes this one from whoever asks for a window.
                "env", $"PATH={environment["PATH"]}", "bash", "--norc", "--noprofile", "-i");
            await terminal.TmuxAsync("pipe-pane", $"cat > '{folder.File("raw")}'");
            await terminal.UntilAsync("the shell is ready", screen => screen.Contains(Prompt.TrimEnd(), StringComparison.Ordinal));
            return terminal;
        }
        catch
        {
            await terminal.DisposeAsync();
            throw;
        }
    }

    /// <summary>Types a line, and presses Enter.</summary>
    public async Task TypeAsync(string line)
    {
        await TypeWithoutEnterAsync(line);
        await PressAsync("Enter");
    }

    public Task TypeWithoutEnterAsync(string text) => TmuxAsync("send-keys", "-l", text);

    /// <summary>Presses keys by tmux's names: <c>Enter</c>, <c>Down</c>, <c>C-c</c>.</summary>
    public Task PressAsync(params string[] keys) => TmuxAsync(["send-keys", .. keys]);

    public Task ResizeAsync(int columns, int rows) => TmuxAsync("resize-window", "-x", $"{columns}", "-y", $"{rows}");

    /// <summary>The screen, or with <paramref name="history"/> also what has run out of it. Rows end where their text ends.</summary>
    public async Task<string> ScreenAsync(bool history = false)
    {
        var (_, lines) = await ChildProcess.RunAsync(
            "tmux", ["-S", _folder.File("tmux"), "capture-pane", "-p", .. history ? ["-S", "-"] : Array.Empty<string>()]);
        return string.Join('\n', lines).TrimEnd('\n');
    }

    /// <summary>Waits until something is on the screen.</summary>
    public Task UntilAsync(string text) =>
        UntilAsync($"'{text}' is on the screen", screen => screen.Contains(text, StringComparison.Ordinal));

    public async Task<string> UntilAsync(string reason, Func<string, bool> isSo)
    {
        var screen = "";
        await Wait.Eventually(reason, async () => isSo(screen = await ScreenAsync()), () => $"The screen:\n{screen}");
        return screen;
    }

    /// <summary>The exit code of the last command, once the shell asks for the next one.</summary>
    public async Task<int> ExitCodeAsync()
    {
        await UntilAsync("the command has ended", screen => screen.EndsWith(Prompt.TrimEnd(), StringComparison.Ordinal));
        await TypeAsync("echo code:$?.");
        var screen = await UntilAsync("the exit code is there", text => CodeIn(text) is not null);
        return CodeIn(screen)!.Value;
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    private static int? CodeIn(string screen)
    {
        var line = screen.Split('\n').LastOrDefault(line => line.StartsWith("code:", StringComparison.Ordinal));
        return line is not null && int.TryParse(line["code:".Length..].TrimEnd('.'), out var code) ? code : null;
    }

    private Task TmuxAsync(params IEnumerable<string> arguments) =>
        ChildProcess.SucceedAsync("tmux", ["-S", _folder.File("tmux"), "-f", "/dev/null", .. arguments]);
}
