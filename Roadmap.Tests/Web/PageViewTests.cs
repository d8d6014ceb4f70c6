using Microsoft.Playwright;
using Roadmap.Contracts;
using Roadmap.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace Roadmap.Tests.Web;

/// <summary>What the page shows of tasks that are not its own, of all tasks, and of their logs.</summary>
public sealed class PageViewTests(ServedPage served) : IClassFixture<ServedPage>
{
    [Fact]
    public async Task An_outside_workers_task_is_shown_with_its_own_steps_and_figures_and_without_what_would_be_refused()
    {
        await using var window = await served.Chromium.OpenWindowAsync();
        var task = await served.Worker.StartTaskAsync();
        var page = await OpenAsync(window, $"?task={task}");
        await Expect(page.GetByText("Nothing has been reported yet.")).ToBeVisibleAsync();

        await served.Worker.ReportAsync(task, """
            [{"type":"progress","step":"reading_rows","status":"processing","percentage":20,"message":"400 of 2,000 rows",
              "data":{"total_concepts":50,"rows_read":1400}},
             {"type":"concept_all_content_complete","concept_id":"a","concept_name":"First block"},
             {"type":"progress","step":"writing_index","status":"processing","percentage":60,"message":"Half of the index",
              "data":{"total_concepts":50,"rows_read":2000}}]
            """);

        await Expect(page.GetByRole(AriaRole.List, new() { Name = "Steps so far" })).ToContainTextAsync("Reading rows");
        await Expect(page.GetByRole(AriaRole.List, new() { Name = "Steps so far" })).ToContainTextAsync("Writing index");
        await Expect(page.Locator(".latest")).ToHaveTextAsync("Half of the index");
        await Expect(page.Locator(".worker-figures")).ToContainTextAsync("1 of 50");
        await Expect(page.Locator(".worker-figures")).ToContainTextAsync("2,000");
        await Axe.FindsNothingAsync(page);

        await served.Worker.ReportAsync(task, """{"type":"failed","error":"The disk is full"}""");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "It could not be finished" })).ToBeVisibleAsync();
        await Expect(page.Locator("main").GetByText("roadmap", new() { Exact = false })).ToHaveCountAsync(0);
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Try again" })).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task An_outside_workers_roadmap_is_not_offered_a_retry_that_the_server_would_refuse()
    {
        await using var window = await served.Chromium.OpenWindowAsync();
        var task = await served.Worker.StartTaskAsync(kind: TaskKinds.RoadmapGeneration);
        await served.Worker.ReportAsync(task, """{"type":"failed","error":"The model is away"}""");

        var page = await OpenAsync(window, $"?task={task}");

        await Expect(page.GetByText("The model is away").First).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Try again" })).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task All_tasks_are_listed_found_filtered_and_followed_also_after_the_network_was_away()
    {
        await using var window = await served.Chromium.OpenWindowAsync();
        var tasks = await Task.WhenAll(Enumerable.Range(0, 200).Select(n => served.Worker.StartTaskAsync($"listed-{n}"))).InTime();
        await served.Worker.ReportAsync(tasks[7], """{"type":"failed","error":"no"}""");

        var page = await OpenAsync(window, "?view=tasks");
        await Expect(page.GetByText("Task of the kind “Import”").First).ToBeVisibleAsync();
        (await page.Locator("*").CountAsync()).ShouldBeLessThan(800);
        await Axe.FindsNothingAsync(page);

        await page.GetByLabel("State").SelectOptionAsync("failed");
        await page.GetByLabel("Search by title, id or kind").FillAsync("listed-7");
        var row = page.Locator(".task-row");
        await Expect(row).ToHaveCountAsync(1);
        await Expect(row).ToContainTextAsync("Failed");

        await page.GetByLabel("State").SelectOptionAsync("");
        await page.GetByLabel("Search by title, id or kind").FillAsync("listed-150");
        await Expect(row).ToContainTextAsync("Waiting");
        await served.Worker.ReportAsync(tasks[150], """{"type":"progress","step":"reading_rows","status":"processing","percentage":40}""");
        await Expect(row).ToContainTextAsync("40 %");
        await window.SetOfflineAsync(true);
        await served.Worker.ReportAsync(tasks[150], """{"type":"progress","step":"reading_rows","status":"processing","percentage":60}""");
        await window.SetOfflineAsync(false);
        await Expect(row).ToContainTextAsync("60 %");
        await row.ClickAsync();
        await Expect(page.GetByRole(AriaRole.Progressbar)).ToHaveAttributeAsync("aria-valuenow", "60");
    }

    [Fact]
    public async Task Tasks_behind_the_newest_are_searched_followed_and_filtered_by_owner_and_kept_in_place_when_they_are_read_again()
    {
        await using var window = await served.Chromium.OpenWindowAsync();
        // Other tests have tasks on this server too, older ones among them: a kind of its own leaves this one's to be seen.
        const string Kind = "farming";
        var first = await served.Worker.StartTaskAsync("Straw-first", owner: "ada", kind: Kind);
        await Parallel.ForEachAsync(
            Enumerable.Range(0, 520),
            async (n, _) => await served.Worker.StartTaskAsync($"hay-{n}", owner: n == 9 ? "bob" : null, kind: Kind)).InTime();

        var page = await OpenAsync(window, "?view=tasks");
        var search = page.GetByLabel("Search by title, id or kind");
        var row = page.Locator(".task-row");
        await page.GetByLabel("Kind", new() { Exact = true }).SelectOptionAsync(Kind);
        await Expect(page.GetByText("500 tasks")).ToBeVisibleAsync();
        await search.FillAsync("STRAW-F");
        await Expect(page.GetByText("1 task. All were searched.")).ToBeVisibleAsync();
        await Expect(row).ToContainTextAsync("of ada");
        await Axe.FindsNothingAsync(page);
        await served.Worker.ReportAsync(first, """{"type":"progress","step":"reading_rows","status":"processing","percentage":40}""");
        await Expect(row).ToContainTextAsync("40 %");

        await search.FillAsync("");
        await page.GetByRole(AriaRole.Button, new() { Name = "Read older ones" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Read older ones" })).ToHaveCountAsync(0);
        var last = page.Locator($".task-row[href*='{first}']");
        // Rows are measured as they come into sight, and the list's end moves with them.
        await Wait.Eventually("the oldest is in sight", async () =>
        {
            await page.EvaluateAsync("scrollTo(0, document.body.scrollHeight)").InTime();
            return await last.CountAsync() == 1;
        });
        await window.SetOfflineAsync(true);
        await served.Worker.ReportAsync(first, """{"type":"progress","step":"reading_rows","status":"processing","percentage":60}""");
        var place = await page.EvaluateAsync<double>("scrollY").InTime();
        await window.SetOfflineAsync(false);
        await Expect(last).ToContainTextAsync("60 %");
        (await page.EvaluateAsync<double>("scrollY").InTime()).ShouldBe(place);

        await page.GetByLabel("Owner").FillAsync("ada");
        await Expect(row).ToHaveCountAsync(1);
        await Expect(row).ToContainTextAsync("60 %");
        await search.FillAsync("hay");
        await Expect(page.GetByText("No task fits.")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_log_of_thousands_is_a_few_rows_at_once_is_searched_walked_by_keys_and_linked_to()
    {
        await using var window = await served.Chromium.OpenWindowAsync();
        var task = await served.Worker.StartTaskAsync();
        // Rows of several lines on a phone, which are as high as that only when they are rendered.
        foreach (var number in Enumerable.Range(1, 20))
            await served.Worker.ReportAsync(
                task,
                $$"""{"type":"progress","step":"work","status":"processing","message":"{{number}}{{string.Concat(Enumerable.Repeat(" and so on", 12))}}"}""");
        await served.Worker.ReportProgressAsync(task, 21, 980);
        await served.Worker.ReportProgressAsync(task, 1_001, 1_000);

        var page = await window.NewPageAsync().InTime();
        await page.SetViewportSizeAsync(320, 640);
        await page.GotoAsync($"{served.Address}?task={task}#event-3");
        var log = page.Locator(".journal-list");
        var linked = log.Locator("button[aria-current=location]");
        await Expect(linked).ToBeFocusedAsync();
        await Expect(linked).ToBeInViewportAsync(new() { Ratio = 0.9f });
        await Expect(page.GetByLabel("Event 3, all of it")).ToContainTextAsync("\"seq\": 3");
        await page.SetViewportSizeAsync(1280, 720);
        (await page.Locator("*").CountAsync()).ShouldBeLessThan(800);
        await Axe.FindsNothingAsync(page);

        await page.Keyboard.PressAsync("ArrowUp");
        await Expect(log.Locator("button:focus")).ToContainTextAsync("4");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByLabel("Event 4, all of it")).ToBeVisibleAsync();

        await page.GetByLabel("Search the log").FillAsync("199");
        await Expect(page.GetByText("12 events found")).ToBeVisibleAsync();
        await Expect(log.Locator("li").First).ToContainTextAsync("1999");
    }

    private async Task<IPage> OpenAsync(IBrowserContext window, string place)
    {
        var page = await window.NewPageAsync().InTime();
        await page.GotoAsync(served.Address + place);
        return page;
    }
}
