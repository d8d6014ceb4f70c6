using System.Net.Http.Json;
using System.Text.Json;
using Roadmap.Contracts;
using Roadmap.Contracts.Json;
using Roadmap.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace Roadmap.Tests.Web;

/// <summary>The page in a real browser, against the built program.</summary>
public sealed class BrowserTests(Chromium chromium)
{
    /// <summary>Slow enough that the page shows each step, and that the content is far from made when the server is killed.</summary>
    private static readonly TimeSpan s_slowly = TimeSpan.FromSeconds(2);

    [Fact]
    public async Task A_roadmap_is_asked_for_reviewed_edited_and_made_over_a_reload_a_second_tab_and_a_killed_server()
    {
        await using var server = await ServerProcess.StartAsync(s_slowly, "--Generation:Parallelism=1");
        await using var window = await chromium.OpenWindowAsync();

        var page = await RoadmapPage.OpenAsync(window, server.Address.OriginalString);
        await page.AskForAsync("Become a backend engineer with Python");
        await page.SeesReviewAsync();
        await Expect(page.Plan).ToContainTextAsync("Docker");

        var edited = page.WillSeeAsync("The plan is being edited");
        await page.SendBackAsync("leave out Docker");
        await edited.InTime();
        await page.SeesReviewAsync();
        await page.SeesAsync("leave out Docker");

        await page.ApproveAsync();
        await Expect(page.Made.First).ToBeVisibleAsync();
        var title = await page.Title.InnerTextAsync();
        await page.ReloadAsync();
        await Expect(page.Title).ToHaveTextAsync(title);
        await Expect(page.Made.First).ToBeVisibleAsync();
        var secondTab = await RoadmapPage.OpenAsync(window, page.Address);
        await Expect(secondTab.Title).ToHaveTextAsync(title);

        await server.KillAsync();
        await Expect(page.Disconnected).ToBeVisibleAsync();
        await Expect(secondTab.Disconnected).ToBeVisibleAsync();
        await server.StartAgainAsync(TimeSpan.Zero);

        foreach (var tab in new[] { page, secondTab })
        {
            await Expect(tab.Disconnected).ToBeHiddenAsync();
            await Expect(tab.Bar).ToHaveAttributeAsync("aria-valuenow", "100");
            tab.Crashes.ShouldBeEmpty();
        }

        var log = await ReadLogOverRestAsync(server, page.Address);
        log.OfType<TaskRecoveringEvent>().ShouldNotBeEmpty("the server was killed in the middle of the work");
        foreach (var tab in new[] { page, secondTab })
            (await tab.ReadLogAsync()).ShouldBe(log.Select(stored => stored.Seq), "every event is shown once");
        await page.UnfoldAllAsync();
        foreach (var part in new[] { "Study guide", "Resources", "Check yourself", "Answer" })
            await page.SeesAsync(part);
    }

    [Fact]
    public async Task What_was_typed_survives_wrong_fields_and_a_server_that_is_away()
    {
        await using var server = await ServerProcess.StartAsync(TimeSpan.Zero);
        await using var window = await chromium.OpenWindowAsync();

        var page = await RoadmapPage.OpenAsync(window, server.Address.OriginalString);
        await page.AskForAsync("");
        await Expect(page.Goal).ToHaveAttributeAsync("aria-invalid", "true");
        await Expect(page.Goal).ToBeFocusedAsync();

        await server.KillAsync();
        await page.AskForAsync("学习 Rust 系统编程");
        await Expect(page.Alert).ToContainTextAsync("cannot be reached");
        await Expect(page.Goal).ToHaveValueAsync("学习 Rust 系统编程");

        await server.StartAgainAsync(TimeSpan.Zero);
        await page.SendAsync();
        await page.SeesReviewAsync();
        await Expect(page.Plan).ToHaveAttributeAsync("lang", "zh-Hans");
        page.Crashes.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_cancelled_roadmap_is_started_again()
    {
        await using var server = await ServerProcess.StartAsync(TimeSpan.Zero);
        await using var window = await chromium.OpenWindowAsync();

        var page = await RoadmapPage.OpenAsync(window, server.Address.OriginalString);
        await page.AskForAsync("Become a backend engineer with Python");
        await page.SeesReviewAsync();
        await page.CancelAsync();
        await page.SeesAsync("It was cancelled");

        await page.StartAgainAsync();
        await page.SeesAsync("Attempt 2");
        await page.SeesReviewAsync();
        page.Crashes.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_recent_roadmaps_follow_by_themselves_over_one_connection_and_a_restart_of_the_server()
    {
        await using var server = await ServerProcess.StartAsync(TimeSpan.Zero);
        await using var window = await chromium.OpenWindowAsync();
        var page = await RoadmapPage.OpenAsync(window, server.Address.OriginalString);
        await page.SeesAsync("None yet.");

        await AskForAsync("Learn Rust");
        await Expect(page.Recent).ToContainTextAsync(["your review"]);
        var fetched = page.ListsFetched;
        await AskForAsync("Learn SQL");
        await Expect(page.Recent).ToContainTextAsync(["your review", "your review"]);
        page.ListsFetched.ShouldBe(fetched);

        await page.Recent.Nth(1).ClickAsync();
        await page.SeesReviewAsync();
        await page.CancelAsync();
        await page.NewRoadmapAsync();
        await Expect(page.Recent).ToContainTextAsync(["your review", "Cancelled"]);
        await Wait.Eventually("one connection is open", () => page.OpenSockets == 1);

        await server.KillAsync();
        await server.StartAgainAsync(TimeSpan.Zero);
        await AskForAsync("Learn Go");
        await Expect(page.Recent).ToContainTextAsync(["your review", "your review", "Cancelled"]);
        await Wait.Eventually("one connection is open", () => page.OpenSockets == 1);
        page.Crashes.ShouldBeEmpty();

        async Task AskForAsync(string goal)
        {
            using var asked = await server.Http.PostAsJsonAsync(
                Routes.GenerateRoadmap, new
                {
                    preferences = new { learning_goal = goal, current_level = "beginner", available_hours_per_week = 5 },
                });
            asked.EnsureSuccessStatusCode();
        }
    }

    [Fact]
    public async Task An_address_that_names_no_task_says_so()
    {
        await using var server = await ServerProcess.StartAsync(TimeSpan.Zero);
        await using var window = await chromium.OpenWindowAsync();

        var page = await RoadmapPage.OpenAsync(window, $"{server.Address}?task=never-was");

        await Expect(page.Title).ToHaveTextAsync("There is no such task");
        page.Crashes.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_task_of_another_kind_is_not_called_a_roadmap()
    {
        await using var server = await ServerProcess.StartAsync(TimeSpan.Zero);
        await using var window = await chromium.OpenWindowAsync();
        using var http = new HttpClient { BaseAddress = server.Address, Timeout = Wait.Patience };
        var worker = new OutsideWorker(http);
        var task = await worker.StartTaskAsync();
        await worker.ReportAsync(task, """{"type":"completed"}""");

        var page = await RoadmapPage.OpenAsync(window, $"{server.Address}?task={task}");

        await page.SeesAsync("Completed");
        await Expect(page.Title).ToContainTextAsync("kind");
        await Expect(page.Bar).ToHaveCountAsync(0);
        page.Crashes.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_counted_and_told_of_a_long_task_is_what_the_server_knows_not_what_the_page_has_heard()
    {
        await using var server = await ServerProcess.StartAsync(TimeSpan.Zero, "--Retention:EventsPerTask=1200");
        await using var window = await chromium.OpenWindowAsync();
        using var http = new HttpClient { BaseAddress = server.Address, Timeout = Wait.Patience };
        var worker = new OutsideWorker(http);
        var task = await worker.StartTaskAsync();
        await worker.ReportAsync(task, Report(
            """{"type":"progress","step":"content_generation","status":"processing","data":{"total_concepts":50}}""", MadeConcepts(31)));
        for (var report = 0; report < 3; report++)
            await worker.ReportAsync(
                task, Report("""{"type":"progress","step":"content_generation","status":"processing"}""", Enumerable.Repeat(
                    """{"type":"progress","step":"content_generation","status":"processing","message":"A line of the log"}""", 499)));
        await worker.ReportAsync(task, Report(
            """{"type":"progress","step":"content_generation","status":"processing"}""", MadeConcepts(1, from: 31)));

        var page = await RoadmapPage.OpenAsync(window, $"{server.Address}?task={task}");

        await page.SeesAsync("32 of 50");
        var kept = await page.ReadLogAsync();
        await page.SeesAsync("What happened before is no longer kept.");
        kept.Count.ShouldBeGreaterThan(ContractLimits.EventsPerPage, "more than one page was read");
        kept.ShouldBe(Enumerable.Range(0, kept.Count).Select(index => kept[0] + index), "the log has no hole");
        page.Crashes.ShouldBeEmpty();

        static string Report(string first, IEnumerable<string> more) => $"[{string.Join(',', more.Prepend(first))}]";
        static IEnumerable<string> MadeConcepts(int count, int from = 0) => Enumerable.Range(from, count)
            .Select(n => $$"""{"type":"concept_all_content_complete","concept_id":"c{{n}}","concept_name":"Concept {{n}}"}""");
    }

    [Fact]
    public async Task The_focus_is_on_the_heading_after_each_change_of_view()
    {
        await using var server = await ServerProcess.StartAsync(TimeSpan.Zero);
        await using var window = await chromium.OpenWindowAsync();

        var page = await RoadmapPage.OpenAsync(window, server.Address.OriginalString);
        await page.AskForAsync("Become a backend engineer with Python");
        await page.SeesReviewAsync();
        await Expect(page.Title).ToBeFocusedAsync();

        await page.ApproveAsync();
        await Expect(page.Bar).ToHaveAttributeAsync("aria-valuenow", "100");
        await Expect(page.Title).ToBeFocusedAsync();

        await page.NewRoadmapAsync();
        await Expect(page.Title).ToBeFocusedAsync();
        page.Crashes.ShouldBeEmpty();
    }

    private static async Task<IReadOnlyList<TaskEvent>> ReadLogOverRestAsync(ServerProcess server, string address)
    {
        var taskId = address[(address.IndexOf("task=", StringComparison.Ordinal) + "task=".Length)..];
        var json = await server.GetAsync($"{Routes.For(Routes.TaskEvents, taskId)}?limit={ContractLimits.EventsPerPage}");
        return JsonSerializer.Deserialize(json, ContractsJson.TypeInfo<EventPage>())!.Events;
    }
}
