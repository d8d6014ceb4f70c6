using Roadmap.Tests.Support;

namespace Roadmap.Tests.Terminal;

/// <summary>Somebody makes a roadmap at a terminal.</summary>
public sealed class GenerateScreenTests : HubTest
{
    private Uri Address => Server.Http.BaseAddress!;

    [Theory]
    [InlineData(80)]
    [InlineData(40)]
    public async Task What_is_missing_is_asked_and_the_plan_is_reviewed(int columns)
    {
        await using var terminal = await TmuxTerminal.OpenAsync(Address, columns, 60);
        await terminal.TypeAsync("clear; roadmap generate");
        await terminal.UntilAsync("What do you want to learn?");
        await terminal.TypeAsync("Become a backend engineer");
        await terminal.UntilAsync("> Beginner");
        await terminal.PressAsync("Down", "Enter");
        await terminal.UntilAsync("How many hours a week do you have?");
        await terminal.TypeAsync("500");
        await terminal.UntilAsync("1 to 168.");
        await terminal.TypeAsync("12");
        var screen = await terminal.UntilAsync("the plan is to be reviewed", now => now.Contains("> Approve it", StringComparison.Ordinal));
        screen.ShouldContain("Is this the plan you want?");
        screen.ShouldContain("└── ");
        (await terminal.ScreenAsync(history: true)).ShouldContain("1. Foundations");

        await terminal.PressAsync("Down", "Enter");
        await terminal.UntilAsync("What should be different?");
        await terminal.TypeAsync("Shorter, and leave out Docker");
        await terminal.UntilAsync("the edited plan is to be reviewed", now => now.Contains("> Approve it", StringComparison.Ordinal));
        (await terminal.ScreenAsync(history: true)).ReplaceLineEndings(" ").ShouldContain("Left out Docker");
        await terminal.PressAsync("Enter");

        (await terminal.ExitCodeAsync()).ShouldBe(0);
        screen = await terminal.ScreenAsync();
        screen.ShouldContain("✓ Your roadmap is ready");
        screen.ShouldContain("Completed · took ");
        screen.Split('\n').Count(row => row.StartsWith("whole ", StringComparison.Ordinal)).ShouldBe(1, screen);
    }

    [Fact]
    public async Task Who_rejects_the_plan_cancels_the_task()
    {
        await using var terminal = await TmuxTerminal.OpenAsync(Address, 80, 60);
        await terminal.TypeAsync("roadmap generate 'Learn Rust' --hours 5 --level beginner");
        await terminal.UntilAsync("> Approve it");

        await terminal.PressAsync("Down", "Down", "Enter");

        (await terminal.ExitCodeAsync()).ShouldBe(1);
        (await terminal.ScreenAsync()).ShouldContain("Cancelled");
    }

    [Fact]
    public async Task The_question_is_taken_back_when_somebody_else_has_decided()
    {
        await using var terminal = await TmuxTerminal.OpenAsync(Address, 80, 60);
        await terminal.TypeAsync("roadmap generate 'Learn Rust' --hours 5 --level beginner --task-id my-roadmap");
        await terminal.UntilAsync("> Approve it");

        var approved = await Tool.RunAsync(Address, "approve", "my-roadmap");

        approved.ExitCode.ShouldBe(0, approved.Said);
        (await terminal.ExitCodeAsync()).ShouldBe(0);
    }

    [Theory]
    [InlineData("roadmap generate", "What do you want to learn?")]
    [InlineData("roadmap generate Rust --hours 5 --level beginner", "> Approve it")]
    public async Task Control_C_at_a_question_gives_130(string command, string question)
    {
        await using var terminal = await TmuxTerminal.OpenAsync(Address, 80, 60);
        await terminal.TypeAsync(command);
        await terminal.UntilAsync(question);

        await terminal.PressAsync("C-c");

        (await terminal.ExitCodeAsync()).ShouldBe(130);
        // The terminal shows what is typed again.
        await terminal.TypeAsync("echo still here");
        await terminal.UntilAsync("echo still here");
    }

    [Fact]
    public async Task Where_nobody_can_be_asked_what_is_missing_is_named()
    {
        var run = await Tool.RunAsync(Address, "generate", "Learn Rust");

        run.ExitCode.ShouldBe(2);
        run.Said.ShouldContain("roadmap: Missing: --hours, --level.");
    }

    [Fact]
    public async Task Without_a_review_it_comes_to_its_end_in_a_pipe()
    {
        var run = await Tool.RunAsync(
            Address, "generate", "Learn Rust", "--hours", "5", "--level", "beginner", "--no-review", "--task-id", "my-roadmap");

        run.ExitCode.ShouldBe(0, run.Said);
        run.Lines[^1].ShouldContain("100% ");
        var shown = await Tool.RunAsync(Address, "show", "my-roadmap", "--markdown");
        shown.ExitCode.ShouldBe(0, shown.Said);
        shown.Lines[0].ShouldStartWith("# ");
        shown.Lines.ShouldContain(line => line.StartsWith("#### ", StringComparison.Ordinal));
        shown.Lines.ShouldContain(line => line.StartsWith("**Question:** ", StringComparison.Ordinal));
        (await Tool.RunAsync(Address, "show", "my-roadmap")).Lines.ShouldContain(line => line.StartsWith("└── ", StringComparison.Ordinal));
        (await Tool.RunAsync(Address, "show", "no-such-roadmap")).ExitCode.ShouldBe(1);
    }
}
