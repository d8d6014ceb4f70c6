using Roadmap.Tests.Support;

namespace Roadmap.Tests.Terminal;

/// <summary>What shells complete, in the shells themselves.</summary>
public sealed class CompletionTests : HubTest
{
    [Theory]
    [InlineData("bash", "eval \"$(roadmap completion bash)\"")]
    [InlineData("zsh -f", "autoload -U compinit; compinit -u -D; eval \"$(roadmap completion zsh)\"")]
    [InlineData("fish --no-config", "roadmap completion fish | source")]
    public async Task A_shell_completes_commands_and_options(string shell, string load)
    {
        await using var terminal = await TmuxTerminal.OpenAsync(Server.Http.BaseAddress!, 100);
        if (shell != "bash")
        {
            await terminal.TypeAsync($"exec {shell}");
            await terminal.TypeAsync(shell[0] == 'f' ? "echo begun-(math 40 + 2)" : "echo begun-$((40 + 2))");
            await terminal.UntilAsync("begun-42");
        }

        await terminal.TypeAsync(load);
        await terminal.TypeAsync("clear");
        await terminal.TypeAsync("echo loaded; clear");

        // One that is meant is typed out, and then its option is.
        await terminal.TypeWithoutEnterAsync("roadmap gener");
        await terminal.PressAsync("Tab");
        await terminal.UntilAsync("roadmap generate");
        await terminal.TypeWithoutEnterAsync("Rust --deta");
        await terminal.PressAsync("Tab");
        await terminal.UntilAsync("roadmap generate Rust --detach");
    }

    [Theory]
    [InlineData("roadmap ", "watch", "run", "completion")]
    [InlineData("roadmap list --sta", "--status")]
    [InlineData("roadmap list --status ", "completed", "human_review_pending")]
    [InlineData("roadmap generate --level ", "beginner", "expert")]
    [InlineData("roadmap completion ", "bash", "fish", "zsh")]
    public async Task The_program_knows_what_may_follow(string line, params string[] words)
    {
        var run = await Tool.RunAsync(Server.Http.BaseAddress!, $"[suggest:{line.Length}]", line);

        run.ExitCode.ShouldBe(0, run.Said);
        words.ShouldBeSubsetOf(run.Lines);
    }
}
