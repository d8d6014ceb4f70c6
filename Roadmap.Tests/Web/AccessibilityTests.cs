using Microsoft.Playwright;
using Roadmap.Contracts;
using Roadmap.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace Roadmap.Tests.Web;

/// <summary>Every view, on a small phone in the light and a wide screen in the dark: axe finds nothing, and nothing sticks out.</summary>
public sealed class AccessibilityTests(Chromium chromium)
{
    /// <summary>Slow enough that the content is far from made while it is looked at.</summary>
    private static readonly TimeSpan s_pace = TimeSpan.FromMilliseconds(500);

    /// <summary>A tablet is turned in between: what was wide there must become narrow again.</summary>
    private static readonly (int Width, int Height, ColorScheme? Scheme)[] s_screens =
        [(1440, 900, ColorScheme.Dark), (768, 1024, null), (320, 640, ColorScheme.Light)];

    /// <summary>What reaches beyond the window: whoever reads a line must not have to scroll to its end.</summary>
    private const string SticksOut = """
        () => new Promise(requestAnimationFrame).then(() => document.documentElement.scrollWidth <= innerWidth ? [] :
          [...document.querySelectorAll('body *')].filter((element) => element.getBoundingClientRect().right > innerWidth + 1)
            .map((element) => `${element.tagName}.${element.className}`))
        """;

    [Fact]
    public async Task Every_view_is_accessible_and_fits_its_screen()
    {
        await using var server = await ServerProcess.StartAsync(s_pace, "--Generation:Parallelism=1");
        await using var window = await chromium.OpenWindowAsync();
        using var http = new HttpClient { BaseAddress = server.Address, Timeout = Wait.Patience };
        var worker = new OutsideWorker(http);
        var page = await RoadmapPage.OpenAsync(window, server.Address.OriginalString);

        await Expect(page.Goal).ToBeVisibleAsync();
        await IsFineAsync(page, "start");
        await page.AskForAsync("Become a backend engineer with Python");
        await page.SeesReviewAsync();
        await page.Tab.GetByLabel("What should be different?").FillAsync("shorter, and make it blue");
        await page.SeesAsync("Not understood");
        await IsFineAsync(page, "review");
        await page.Tab.GetByLabel("What should be different?").FillAsync("");
        await page.ApproveAsync();
        await Expect(page.Made.First).ToBeVisibleAsync();
        var made = page.Address;
        await IsFineAsync(page, "making");
        await Expect(page.Button("Start learning")).ToHaveCountAsync(0);

        var task = await worker.StartTaskAsync(owner: new string('o', ContractLimits.IdLength));
        await worker.ReportAsync(task, """
            [{"type":"progress","step":"reading_rows","status":"processing","percentage":20,"message":"400 of 2,000 rows",
              "data":{"total_concepts":300,"a_rather_long_name_of_a_figure":1400}},
             {"type":"concept_all_content_complete","concept_id":"a","concept_name":"First"}]
            """);
        await page.Tab.GotoAsync($"{server.Address}?task={task}");
        await page.SeesAsync("1 of 300");
        await IsFineAsync(page, "an outside worker's task");
        await worker.ReportAsync(
            task, """{"type":"failed","error":"The disk is full","error_detail":"/var/lib/import/rows/2026-11-26.csv"}""");
        await page.SeesAsync("It could not be finished");
        await IsFineAsync(page, "a failed one");
        await page.Tab.GotoAsync($"{server.Address}?view=tasks");
        await page.SeesAsync("Task of the kind");
        await IsFineAsync(page, "all tasks");

        await page.Tab.GotoAsync(made);
        await Expect(page.Button("Start learning")).ToBeVisibleAsync();
        await IsFineAsync(page, "ready");
        page.Crashes.ShouldBeEmpty();
    }

    private static async Task IsFineAsync(RoadmapPage page, string view)
    {
        foreach (var (width, height, scheme) in s_screens)
        {
            await page.Tab.SetViewportSizeAsync(width, height);
            await page.Tab.EmulateMediaAsync(new() { ColorScheme = scheme, ReducedMotion = ReducedMotion.Reduce });
            (await page.Tab.EvaluateAsync<string[]>(SticksOut).InTime()).ShouldBeEmpty($"{view}, {width} wide");
            if (scheme is not null)
                await Axe.FindsNothingAsync(page.Tab);
        }
    }
}
