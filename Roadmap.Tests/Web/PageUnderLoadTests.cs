using static Microsoft.Playwright.Assertions;

namespace Roadmap.Tests.Web;

/// <summary>A task that is reported on faster than anybody can read.</summary>
public sealed class PageUnderLoadTests(ServedPage served) : IClassFixture<ServedPage>
{
    private const int Batch = 100;
    private const int Batches = 20;

    [Fact]
    public async Task The_page_shows_the_last_event_and_each_once_in_few_rows()
    {
        await using var window = await served.Chromium.OpenWindowAsync();
        var task = await served.Worker.StartTaskAsync();
        var page = await RoadmapPage.OpenAsync(window, $"{served.Address}?task={task}");
        await page.SeesAsync("live");

        for (var batch = 0; batch < Batches; batch++)
            await served.Worker.ReportProgressAsync(task, (batch * Batch) + 1, Batch);

        await Expect(page.Tab.Locator(".latest")).ToHaveTextAsync($"{Batch * Batches}");
        (await page.Tab.Locator("*").CountAsync()).ShouldBeLessThan(800);
        (await page.ReadLogAsync()).ShouldBe(Enumerable.Range(1, Batch * Batches).Select(seq => (long)seq));
        page.Crashes.ShouldBeEmpty();
    }

    [Fact]
    public async Task Steps_that_a_worker_names_anew_each_time_do_not_make_the_page_grow()
    {
        await using var window = await served.Chromium.OpenWindowAsync();
        var task = await served.Worker.StartTaskAsync();
        var steps = Enumerable.Range(1, 90).Select(row => $$"""{"type":"progress","step":"row_{{row}}","status":"processing"}""");
        await served.Worker.ReportAsync(task, $"[{string.Join(',', steps)}]");
        var page = await RoadmapPage.OpenAsync(window, $"{served.Address}?task={task}");

        await page.SeesAsync("Earlier ones are in the log.");
        await page.SeesAsync("Row 90");
        (await page.Tab.Locator(".worker-steps li").CountAsync()).ShouldBeLessThan(30);
    }
}
