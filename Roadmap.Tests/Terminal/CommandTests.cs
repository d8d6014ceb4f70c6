using System.Text.Json;
using Roadmap.Contracts;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Terminal;

/// <summary>The commands that ask one thing, and end.</summary>
public sealed class CommandTests : HubTest
{
    private Uri Address => Server.Http.BaseAddress!;

    [Fact]
    public async Task A_script_makes_a_task_reports_on_it_and_ends_it()
    {
        (await RunAsync("report", "import-1", "--create", "--kind", "import", "--title", "Nightly import")).ShouldBe([]);
        (await RunAsync("report", "import-1", "--step", "load", "-p", "40", "-m", "400 of 1,000 rows")).ShouldBe([]);
        (await RunAsync("report", "import-1")).ShouldBe([]);
        (await RunAsync("report", "import-1", "--create", "--completed", "-m", "all is there")).ShouldBe([]);

        var events = await RunAsync("watch", "import-1", "--from-start", "--json");
        events.Select(line => JsonDocument.Parse(line).RootElement.GetProperty("type").GetString())
            .ShouldBe(["progress", "completed", "current_status"]);
    }

    [Fact]
    public async Task A_script_is_told_that_somebody_cancels_its_task()
    {
        await RunAsync("report", "import-1", "--create", "-p", "10");
        (await RunAsync("cancel", "import-1")).ShouldHaveSingleItem();

        (await RunAsync("report", "import-1", "-p", "20")).ShouldBe(["cancel_requested"]);
        (await RunAsync("report", "import-1", "--cancelled", "-m", "as you wish")).ShouldBe([]);

        (await Tool.RunAsync(Address, "watch", "import-1")).ExitCode.ShouldBe(1);
    }

    [Theory]
    [InlineData("report", "x", "--completed", "--cancelled")]
    [InlineData("report", "x", "--completed", "-p", "50")]
    [InlineData("report", "x", "--title", "no --create")]
    [InlineData("report", "x", "-p", "much")]
    [InlineData("list", "--limit", "0")]
    [InlineData("list", "--status", "sleeping")]
    [InlineData("list", "--search", "x", "--watch")]
    [InlineData("list", "--token", "x", "--token-command", "echo x")]
    [InlineData("reject", "x")]
    [InlineData("run")]
    [InlineData("run", "--kind", "Two words", "--", "echo", "never")]
    [InlineData("run", "--task-id", "two words", "--", "echo", "never")]
    [InlineData("generate", "Rust", "--hours", "many")]
    [InlineData("nonsense")]
    public async Task A_wrong_command_line_ends_with_2_and_names_the_help(params string[] arguments)
    {
        var run = await Tool.RunAsync(Address, arguments);

        run.ExitCode.ShouldBe(2, run.Said);
        run.Lines.ShouldBeEmpty();
        run.Said.ShouldContain(arguments[0] == "nonsense" ? "Try 'roadmap --help'." : $"Try 'roadmap {arguments[0]} --help'.");
    }

    [Theory]
    [InlineData("cancel", "no-such-task")]
    [InlineData("retry", "no-such-task")]
    [InlineData("approve", "no-such-task")]
    [InlineData("report", "no-such-task", "-p", "10")]
    public async Task What_the_server_refuses_ends_with_1_and_the_servers_words(params string[] arguments)
    {
        var run = await Tool.RunAsync(Address, arguments);

        run.ExitCode.ShouldBe(1);
        run.Said.ShouldBe("roadmap: There is no such task.");
    }

    [Fact]
    public async Task A_field_that_the_server_refuses_is_named()
    {
        var run = await Tool.RunAsync(Address, "generate", "Rust", "--hours", "500", "--level", "beginner");

        run.ExitCode.ShouldBe(1);
        run.Said.ShouldContain("preferences.available_hours_per_week");
    }

    [Theory]
    [InlineData("list")]
    [InlineData("list", "--watch")]
    [InlineData("cancel", "x")]
    [InlineData("show", "x")]
    [InlineData("report", "x")]
    [InlineData("generate", "Rust", "--hours", "5", "--level", "beginner")]
    public async Task A_server_that_cannot_be_reached_ends_with_3(params string[] arguments)
    {
        var run = await Tool.RunAsync(new Uri("http://127.0.0.1:1"), arguments);

        run.ExitCode.ShouldBe(3, run.Said);
        run.Said.ShouldContain("http://127.0.0.1:1/ cannot be reached");
    }

    [Fact]
    public async Task The_token_goes_with_every_call()
    {
        await using var proxy = new CuttingProxy(Address);
        var task = await Server.StartTaskAsync();
        await Server.ReportAsync(task, """{"type":"completed"}""");

        (await Tool.RunAsync(proxy.Address, "list", "--token", "secret")).ExitCode.ShouldBe(0);
        (await Tool.RunAsync(proxy.Address, "watch", task, "--token", "secret")).ExitCode.ShouldBe(0);

        proxy.Requests.Where(request => request.Contains(" HTTP/", StringComparison.Ordinal))
            .ShouldAllBe(request => request.Contains("Authorization: Bearer secret", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task A_plan_is_sent_back_and_approved_from_elsewhere_and_what_failed_is_tried_again()
    {
        var task = (await RunAsync("generate", "Learn Rust", "--hours", "5", "--level", "beginner", "--detach")).ShouldHaveSingleItem();
        await ReviewAsync(task);
        (await RunAsync("reject", task, "--feedback", "shorter")).ShouldHaveSingleItem();
        await ReviewAsync(task);
        (await RunAsync("cancel", task)).ShouldHaveSingleItem();
        (await Tool.RunAsync(Address, "watch", task)).ExitCode.ShouldBe(1);
        (await RunAsync("retry", task)).ShouldHaveSingleItem();
        await ReviewAsync(task);
        (await RunAsync("approve", task)).ShouldHaveSingleItem();

        (await Tool.RunAsync(Address, "watch", task)).ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task A_link_to_a_task_is_all_that_share_prints()
    {
        var task = await Server.StartTaskAsync();

        var link = (await RunAsync("share", task, "--days", "2", "--review", "--until-end")).ShouldHaveSingleItem();
        (await RunAsync("share", task)).ShouldHaveSingleItem().ShouldNotBe(link);
        (await Tool.RunAsync(Address, "share", task, "--days", "91")).ExitCode.ShouldBe(2);

        link.ShouldStartWith($"{Address}?task={task}#link=");
        // Half of it would lead nowhere, however long it is.
        var longest = await new OutsideWorker(Server.Http).StartTaskAsync(new string('t', ContractLimits.IdLength));
        (await RunAsync("share", longest, "--review")).ShouldHaveSingleItem().ShouldEndWith("&may=review");
        await using var client = new Roadmap.Client.RoadmapClient(Address);
        var links = await client.ListWatchLinksAsync(task);
        links.Select(made => (made.ExpiresAt - made.CreatedAt, made.UntilEnd, made.May.Count)).ShouldBe(
            [(TimeSpan.FromDays(7), false, 1), (TimeSpan.FromDays(2), true, 2)]);
        await client.RevokeWatchLinkAsync(task, links[0].LinkId);
        (await client.ListWatchLinksAsync(task)).Select(made => made.Revoked).ShouldBe([true, false]);
        (await Should.ThrowAsync<Roadmap.Client.RoadmapException>(client.RevokeWatchLinkAsync(task, "nothing")))
            .Code.ShouldBe(ErrorCodes.NotFound);
    }

    [Fact]
    public async Task The_list_is_columns_for_programs_or_JSON()
    {
        var first = await Server.StartTaskAsync();
        var second = await Server.StartTaskAsync();
        await Server.ReportAsync(first, """{"type":"progress","step":"load","status":"processing","percentage":42.5}""");

        var lines = await RunAsync("list");
        lines.Select(line => line.Split('\t')[0]).ShouldBe([second, first]);
        lines[1].Split('\t')[1..3].ShouldBe(["processing", "42"]);
        (await RunAsync("list", "--status", "processing")).ShouldHaveSingleItem();
        (await RunAsync("list", "--limit", "1")).ShouldHaveSingleItem();
        var json = JsonDocument.Parse((await RunAsync("list", "--json"))[1]).RootElement;
        json.GetProperty("task_id").GetString().ShouldBe(first);
        json.GetProperty("percentage").GetDouble().ShouldBe(42.5);
    }

    [Fact]
    public async Task The_list_is_watched_in_a_pipe_with_a_line_for_each_change()
    {
        var task = await Server.StartTaskAsync();
        await using var list = Tool.Start(Address, "list", "--watch", "--json");
        (await list.NextLineAsync()).ShouldContain("\"pending\"");

        await Server.ReportAsync(task, """{"type":"completed"}""");

        (await list.NextLineAsync()).ShouldContain("\"completed\"");
        list.Send(Signal.Interrupt);
        (await list.EndedAsync()).ShouldBe(130);
        (await list.RestAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_list_is_searched_by_title_id_and_kind()
    {
        await RunAsync("report", "shift-1", "--create", "--kind", "import", "--title", "Nachtschicht in KÖLN");
        await RunAsync("report", "shift-2", "--create", "--kind", "import", "--title", "Tagschicht");

        (await RunAsync("list", "--search", "köln")).ShouldHaveSingleItem().ShouldStartWith("shift-1\t");
        (await RunAsync("list", "--search", "SHIFT-")).Length.ShouldBe(2);
        (await RunAsync("list", "--search", "import", "--limit", "1")).ShouldHaveSingleItem().ShouldStartWith("shift-2\t");
        (await RunAsync("list", "--search", "nothing")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_watched_list_says_that_the_server_is_away_and_that_it_is_back()
    {
        await using var proxy = new CuttingProxy(Address);
        var task = await Server.StartTaskAsync();
        await using var list = Tool.Start(proxy.Address, "list", "--watch");
        (await list.NextLineAsync()).ShouldStartWith(task);

        proxy.IsClosed = true;
        proxy.CutAll();
        await Wait.Eventually("it says so", () => Count("roadmap: the connection is lost; trying again") == 1, list.Said);
        await Server.ReportAsync(task, """{"type":"completed"}""");
        proxy.IsClosed = false;

        (await list.NextLineAsync()).ShouldContain("\tcompleted\t");
        await Wait.Eventually("it says that, too", () => Count("roadmap: connected again") == 1, list.Said);
        Count("the connection is lost").ShouldBe(1, list.Said());

        int Count(string remark) => list.Said().Split(remark).Length - 1;
    }

    [Theory]
    [InlineData]
    [InlineData("generate")]
    [InlineData("watch")]
    [InlineData("list")]
    [InlineData("show")]
    [InlineData("approve")]
    [InlineData("reject")]
    [InlineData("cancel")]
    [InlineData("retry")]
    [InlineData("share")]
    [InlineData("report")]
    [InlineData("run")]
    [InlineData("completion")]
    public async Task Every_help_has_examples(params string[] command)
    {
        var run = await Tool.RunAsync(Address, [.. command, "--help"]);

        run.ExitCode.ShouldBe(0);
        var examples = run.Lines.SkipWhile(line => line != "Examples:").Skip(1).ToList();
        examples.ShouldNotBeEmpty();
        examples.ShouldAllBe(line => line.Contains($"roadmap {string.Concat(command)}".TrimEnd(), StringComparison.Ordinal));
    }

    private async Task ReviewAsync(string task) =>
        await Wait.Eventually(
            "the plan waits for its review",
            async () => (await Server.Http.GetStringAsync(new Uri(Routes.For(Routes.Task, task), UriKind.Relative)))
                .Contains("\"sub_status\":\"waiting\"", StringComparison.Ordinal));

    /// <summary>Runs what must not fail.</summary>
    private async Task<string[]> RunAsync(params string[] arguments)
    {
        var run = await Tool.RunAsync(Address, arguments);
        run.ExitCode.ShouldBe(0, run.Said);
        return run.Lines;
    }
}
