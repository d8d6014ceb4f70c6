using System.Text;
using System.Text.RegularExpressions;
using Roadmap.Contracts;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Terminal;

/// <summary>What somebody at a terminal sees of a task and of the list of tasks.</summary>
public sealed partial class ScreenTests : HubTest
{
    private Uri Address => Server.Http.BaseAddress!;

    [Theory]
    [InlineData(80)]
    [InlineData(40)]
    public async Task A_task_is_followed_to_its_end(int columns)
    {
        var task = await Server.StartTaskAsync();
        await using var terminal = await TmuxTerminal.OpenAsync(Address, columns);
        await terminal.TypeAsync($"clear; roadmap watch {task}");
        await terminal.UntilAsync("Waiting for its turn");

        await Server.ReportAsync(
            task,
            """{"type":"progress","step":"load_rows","status":"processing","percentage":50,"message":"400 of 1,000 rows"}""");
        await terminal.UntilAsync(" 50 %");
        await Server.ReportAsync(
            task,
            """{"type":"concept_start","concept_id":"a","concept_name":"Ä","content_type":"quiz","progress":{"current":1,"total":2,"percentage":50}}""");
        await Server.ReportAsync(task, """{"type":"concept_all_content_complete","concept_id":"a","concept_name":"Ä"}""");
        var screen = await terminal.UntilAsync("the concepts are there", now => now.Contains(" 1 of 2", StringComparison.Ordinal));
        RowsOf(screen, "whole ").ShouldHaveSingleItem().ShouldEndWith(" 50 %");
        RowsOf(screen, "concepts ").ShouldHaveSingleItem().ShouldContain("━━━");
        RowsOf(screen, "load rows").ShouldHaveSingleItem();
        RowsOf(screen).ShouldAllBe(row => row.Length <= columns);
        await Server.ReportAsync(task, """{"type":"completed"}""");

        (await terminal.ExitCodeAsync()).ShouldBe(0);
        screen = await terminal.ScreenAsync();
        screen.ShouldContain("▸ 400 of 1,000 rows");
        screen.ShouldContain("✓ Ä is complete");
        screen.ShouldContain("Completed · took ");
        // Nothing of what was drawn over is left.
        RowsOf(screen, "whole ").Count.ShouldBe(1, screen);
        RowsOf(screen, "import").Count.ShouldBe(1, screen);
    }

    [Fact]
    public async Task Control_C_ends_the_watch_with_130_and_the_task_goes_on()
    {
        var task = await Server.StartTaskAsync();
        await using var terminal = await TmuxTerminal.OpenAsync(Address, 80);
        await terminal.TypeAsync($"roadmap watch {task}");
        await terminal.UntilAsync("Waiting for its turn");

        await terminal.PressAsync("C-c");

        (await terminal.ExitCodeAsync()).ShouldBe(130);
        terminal.Raw.ShouldContain("\e[?25h", customMessage: "the cursor is seen again");
        await Server.ReportProgressAsync(task, 1);
    }

    [Fact]
    public async Task A_window_that_becomes_narrower_leaves_nothing_behind()
    {
        var task = await Server.StartTaskAsync();
        await using var terminal = await TmuxTerminal.OpenAsync(Address, 100, 30);
        await terminal.TypeAsync($"clear; roadmap watch {task}");
        await Server.ReportAsync(task, """{"type":"progress","step":"load","status":"processing","percentage":50}""");
        await terminal.UntilAsync(" 50 %");

        foreach (var (columns, percentage) in new[] { (50, 60), (40, 70), (90, 80), (45, 90) })
        {
            await terminal.ResizeAsync(columns, 30);
            await Server.ReportAsync(task, $$"""{"type":"progress","step":"load","status":"processing","percentage":{{percentage}}}""");
            var screen = await terminal.UntilAsync(
                $"{percentage} % in {columns} columns",
                now => RowsOf(now, "whole ") is [var whole] && whole.EndsWith($" {percentage} %", StringComparison.Ordinal));
            RowsOf(screen, "import").Count.ShouldBe(1, screen);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task NO_COLOR_is_honoured(bool isColored)
    {
        var task = await Server.StartTaskAsync();
        await Server.ReportAsync(task, """{"type":"progress","step":"load","status":"processing","percentage":50}""");
        await using var terminal = await TmuxTerminal.OpenAsync(Address, 80, isColored: isColored);
        await terminal.TypeAsync($"roadmap watch {task}");
        await terminal.UntilAsync(" 50 %");
        await Server.ReportAsync(task, """{"type":"failed","error":"no"}""");

        (await terminal.ExitCodeAsync()).ShouldBe(1);
        Color().IsMatch(terminal.Raw).ShouldBe(isColored);
        (await terminal.ScreenAsync()).ShouldContain("✗ Failed: no");
    }

    [Fact]
    public async Task What_others_write_gives_no_orders_to_the_terminal()
    {
        var task = Some.TaskId();
        using var made = await Server.Http.PostAsync(new Uri(Routes.Tasks, UriKind.Relative), new StringContent(
            $$"""{"task_id":"{{task}}","kind":"import","title":"\u001b]0;mine\u0007\u001b[2J{{new string('x', 300)}}"}""",
            Encoding.UTF8, "application/json"));
        made.EnsureSuccessStatusCode();
        await using var terminal = await TmuxTerminal.OpenAsync(Address, 60);
        await terminal.TypeAsync($"roadmap watch {task} -v; roadmap list");
        await terminal.UntilAsync("xxx…");
        await Server.ReportAsync(
            task,
            """{"type":"progress","step":"a","status":"b","message":"\u001b[31mred\u009b2J\u0007 \u202Eright to left"}""");
        await terminal.UntilAsync("[31mred");
        await Server.ReportAsync(task, """{"type":"failed","error":"\u001bPbad\u001b\\"}""");
        await terminal.ExitCodeAsync();

        terminal.Raw.ShouldNotContain("\e]0;mine");
        terminal.Raw.ShouldNotContain("\e[2Jx");
        terminal.Raw.ShouldNotContain("\e[31mred");
        terminal.Raw.ShouldNotContain("\u009b");
        terminal.Raw.ShouldNotContain("\eP");
        terminal.Raw.ShouldNotContain("\u202E");
    }

    [Fact]
    public async Task Thousands_of_events_are_drawn_a_few_times_and_none_is_missing_at_the_end()
    {
        var task = await Server.StartTaskAsync();
        await using var terminal = await TmuxTerminal.OpenAsync(Address, 80);
        await terminal.TypeAsync($"roadmap watch {task} -v");
        await terminal.UntilAsync("Waiting for its turn");

        for (var batch = 0; batch < 10; batch++)
            await Server.ReportProgressAsync(task, (batch * 1_000) + 1, 1_000);
        await Server.ReportAsync(task, """{"type":"completed"}""");

        (await terminal.ExitCodeAsync()).ShouldBe(0);
        var screen = await terminal.ScreenAsync(history: true);
        screen.ShouldContain("· 10000\n");
        screen.ShouldContain(" more\n");
        terminal.Raw.Length.ShouldBeLessThan(200_000);
    }

    [Theory]
    [InlineData(80)]
    [InlineData(40)]
    public async Task The_list_of_tasks_changes_as_they_do_and_says_when_the_server_is_away(int columns)
    {
        var task = await Server.StartTaskAsync();
        await using var proxy = new CuttingProxy(Address);
        await using var terminal = await TmuxTerminal.OpenAsync(proxy.Address, columns);
        await terminal.TypeAsync("clear; roadmap list --watch");
        await terminal.UntilAsync("pending");

        await Server.ReportAsync(task, """{"type":"progress","step":"load","status":"processing","percentage":42}""");
        await terminal.UntilAsync("42 %");
        var other = await Server.StartTaskAsync();
        await terminal.UntilAsync(other);
        await Server.ReportAsync(task, """{"type":"completed"}""");
        var screen = await terminal.UntilAsync("it is completed", now => now.Contains("completed", StringComparison.Ordinal));

        RowsOf(screen).Count(row => row.Contains(task, StringComparison.Ordinal)).ShouldBe(1, screen);
        screen.IndexOf(other, StringComparison.Ordinal).ShouldBeLessThan(screen.IndexOf(task, StringComparison.Ordinal));
        proxy.IsClosed = true;
        proxy.CutAll();
        screen = await terminal.UntilAsync("it says so", now => now.Contains("the connection is lost", StringComparison.Ordinal));
        RowsOf(screen).ShouldAllBe(row => row.Length <= columns);
        screen.ShouldContain(other);
        proxy.IsClosed = false;
        await terminal.UntilAsync("it is back", now => !now.Contains("the connection is lost", StringComparison.Ordinal));
        await terminal.PressAsync("C-c");
        (await terminal.ExitCodeAsync()).ShouldBe(130);
    }

    [GeneratedRegex(@"\e\[[0-9;]*(3[0-8]|9[0-7])[;m]", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Color();

    private static List<string> RowsOf(string screen, string begin = "") =>
        [.. screen.Split('\n').Where(row => row.StartsWith(begin, StringComparison.Ordinal))];
}
