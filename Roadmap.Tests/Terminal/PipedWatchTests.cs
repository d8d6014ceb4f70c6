using System.Text.Json;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Terminal;

/// <summary><c>roadmap watch</c> for programs: its lines, and its exit codes.</summary>
public sealed class PipedWatchTests : HubTest
{
    [Fact]
    public async Task Each_event_is_one_line_of_JSON_once_and_in_order()
    {
        var task = await Server.StartTaskAsync();
        await Server.ReportProgressAsync(task, 1, 3);
        await using var watch = Tool.Start(Address, "watch", task, "--json");
        TypeOf(await watch.NextLineAsync()).ShouldBe("current_status");

        await Server.ReportProgressAsync(task, 4, 500);
        await Server.ReportAsync(task, """{"type":"completed"}""");

        (await watch.EndedAsync()).ShouldBe(0, watch.Said());
        var events = (await watch.RestAsync()).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        events.Select(e => e.GetProperty("seq").GetInt64()).ShouldBe(Enumerable.Range(4, 501).Select(n => (long)n));
        events.SkipLast(1).Select(e => e.GetProperty("message").GetString()).ShouldBe(Enumerable.Range(4, 500).Select(n => $"{n}"));
        events[^1].GetProperty("type").GetString().ShouldBe("completed");
    }

    [Fact]
    public async Task From_the_start_all_events_come_before_the_task_as_it_is()
    {
        var task = await Server.StartTaskAsync();
        await Server.ReportProgressAsync(task, 1, 1_000);
        await Server.ReportProgressAsync(task, 1_001, 500);
        await Server.ReportAsync(task, """{"type":"completed"}""");

        var run = await Tool.RunAsync(Address, "watch", task, "--json", "--from-start");

        run.ExitCode.ShouldBe(0, run.Said);
        run.Lines.SkipLast(1).Select(line => JsonDocument.Parse(line).RootElement.GetProperty("seq").GetInt64())
            .ShouldBe(Enumerable.Range(1, 1_501).Select(n => (long)n));
        TypeOf(run.Lines[^1]).ShouldBe("current_status");
    }

    [Fact]
    public async Task Without_JSON_each_event_is_a_line_for_people()
    {
        var task = await Server.StartTaskAsync();
        await Server.ReportAsync(
            task,
            """{"type":"progress","step":"load","status":"processing","percentage":42.9,"message":"400 rows"}""");
        await Server.ReportAsync(task, """{"type":"failed","error":"the disk is full"}""");

        var run = await Tool.RunAsync(Address, "watch", task, "--from-start");

        run.ExitCode.ShouldBe(1);
        run.Lines[0].ShouldMatch("^[0-9-]{10}T[0-9:]{8}Z  42% 400 rows$");
        run.Lines[1].ShouldEndWith("  42% Failed: the disk is full");
    }

    [Theory]
    [InlineData("""{"type":"completed"}""", 0)]
    [InlineData("""{"type":"failed","error":"no"}""", 1)]
    [InlineData("""{"type":"cancelled"}""", 1)]
    public async Task It_ends_as_the_task_does(string end, int exitCode)
    {
        var task = await Server.StartTaskAsync();
        await Server.ReportAsync(task, end);

        (await Tool.RunAsync(Address, "watch", task)).ExitCode.ShouldBe(exitCode);
    }

    [Theory]
    [InlineData(2, "--retry-for", "-1")]
    [InlineData(2, "--nonsense")]
    [InlineData(2, "--url", "ftp://example")]
    [InlineData(3, "--url", "http://127.0.0.1:1")]
    public async Task What_is_wrong_is_told_by_the_exit_code(int exitCode, params string[] options)
    {
        var run = await Tool.RunAsync(Address, ["watch", "no-such-task", .. options]);

        run.ExitCode.ShouldBe(exitCode, run.Said);
        run.Said.ShouldStartWith("roadmap: ");
        run.Lines.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("no-such-task", 1)]
    [InlineData("no task's id", 2)]
    public async Task A_task_that_is_not_there_is_said_at_once(string task, int exitCode)
    {
        var run = await Tool.RunAsync(Address, "watch", task);

        run.ExitCode.ShouldBe(exitCode);
        run.Said.ShouldContain(task);
    }

    [Fact]
    public async Task An_address_where_no_server_is_cannot_be_reached()
    {
        var run = await Tool.RunAsync(new Uri(Address, "/elsewhere"), "watch", "import-1");

        run.ExitCode.ShouldBe(3);
        run.Said.ShouldContain("There is no task progress hub at");
    }

    [Fact]
    public async Task A_restart_of_the_server_is_lived_through_and_said()
    {
        var task = await Server.StartTaskAsync();
        await using var watch = Tool.Start(Address, "watch", task, "--json");
        await watch.NextLineAsync();

        await Server.RestartAsync(() => Server.ReportProgressAsync(task, 1, 5));
        await Server.ReportAsync(task, """{"type":"completed"}""");

        (await watch.EndedAsync()).ShouldBe(0, watch.Said());
        (await watch.RestAsync()).Select(line => JsonDocument.Parse(line).RootElement.GetProperty("seq").GetInt64())
            .ShouldBe([1, 2, 3, 4, 5, 6]);
        watch.Said().ShouldContain("roadmap: the connection is lost; trying again");
        watch.Said().ShouldContain("roadmap: connected again");
    }

    [Fact]
    public async Task A_server_that_does_not_come_back_is_waited_for_no_longer_than_was_said()
    {
        await using var proxy = new CuttingProxy(Address);
        var task = await Server.StartTaskAsync();
        await using var watch = Tool.Start(proxy.Address, "watch", task, "--json", "--retry-for", "0");
        await watch.NextLineAsync();

        proxy.IsClosed = true;
        proxy.CutAll();

        (await watch.EndedAsync()).ShouldBe(3, watch.Said());
    }

    /// <summary>As behind <c>| head -1</c>.</summary>
    [Fact]
    public async Task It_ends_when_nobody_reads_its_output_any_more()
    {
        var task = await Server.StartTaskAsync();
        await using var shell = ChildProcess.Start(
            "bash", ["-c", $"{Tool.CommandLine} watch {task} | head -1; echo ${{PIPESTATUS[0]}}"], Tool.EnvironmentFor(Address));
        (await shell.NextLineAsync()).ShouldContain(": Waiting for its turn");
        // The pipe's end is noticed when something is written into it.
        await Wait.Eventually("it has ended", async () =>
        {
            await Server.ReportProgressAsync(task, 1);
            return shell.HasEnded;
        }, shell.Said);

        (await shell.RestAsync()).ShouldBe(["141"]);
    }

    [Theory]
    [InlineData(">&-", 141, "")]
    [InlineData(">/dev/full", 1, "roadmap: the output cannot be written: ")]
    public async Task Output_that_cannot_be_written_is_no_success(string redirection, int exitCode, string said)
    {
        var task = await Server.StartTaskAsync();
        await Server.ReportAsync(task, """{"type":"completed"}""");

        await using var shell = ChildProcess.Start(
            "bash", ["-c", $"{Tool.CommandLine} list {redirection}"], Tool.EnvironmentFor(Address));

        (await shell.EndedAsync()).ShouldBe(exitCode);
        shell.Said().ShouldStartWith(said);
    }

    [Theory]
    [InlineData(Signal.Interrupt, 130)]
    [InlineData(Signal.Terminate, 143)]
    public async Task A_signal_ends_it(Signal signal, int exitCode)
    {
        var task = await Server.StartTaskAsync();
        await using var watch = Tool.Start(Address, "watch", task);
        await watch.NextLineAsync();

        watch.Send(signal);

        (await watch.EndedAsync()).ShouldBe(exitCode);
    }

    private Uri Address => Server.Http.BaseAddress!;

    private static string? TypeOf(string json) => JsonDocument.Parse(json).RootElement.GetProperty("type").GetString();
}
