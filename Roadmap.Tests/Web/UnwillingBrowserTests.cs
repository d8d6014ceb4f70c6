using Roadmap.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace Roadmap.Tests.Web;

/// <summary>A browser that keeps nothing for the page, and lets it do little.</summary>
public sealed class UnwillingBrowserTests(ServedPage served) : IClassFixture<ServedPage>
{
    /// <summary>As where cookies and site data are blocked, and the clipboard is refused.</summary>
    private const string Refuse = """
        const refuse = () => { throw new DOMException('refused', 'SecurityError'); };
        for (const name of ['localStorage', 'sessionStorage']) Object.defineProperty(window, name, { get: refuse });
        Object.defineProperty(navigator, 'clipboard', { value: { writeText: async () => refuse() } });
        """;

    [Fact]
    public async Task It_keeps_what_was_typed_while_the_page_is_open_and_says_that_it_does_not_copy()
    {
        await using var window = await served.Chromium.OpenWindowAsync();
        await window.AddInitScriptAsync(Refuse);
        var task = await served.Worker.StartTaskAsync();
        await served.Worker.ReportProgressAsync(task, 1, 3);
        var page = await RoadmapPage.OpenAsync(window, served.Address);

        await page.Goal.FillAsync("Learn Rust");
        await page.FollowAsync("My tasks");
        await page.NewRoadmapAsync();
        await Expect(page.Goal).ToHaveValueAsync("Learn Rust");

        await page.OpenAsync($"{served.Address}?task={task}");
        var told = page.WillSeeAsync("The browser lets no page copy");
        await page.PressAsync("Copy");
        await told.InTime();
        page.Crashes.ShouldBeEmpty();
    }

    [Fact]
    public async Task It_is_told_that_signing_in_at_a_provider_needs_more()
    {
        await using var window = await served.Chromium.OpenWindowAsync();
        await window.AddInitScriptAsync(Refuse);
        await window.RouteAsync("**/sign-in.json", route => route.FulfillAsync(new()
        {
            ContentType = "application/json",
            Body = """{"mode":"token","authority":"https://id.example","client_id":"page"}""",
        }));
        var page = await RoadmapPage.OpenAsync(window, served.Address);

        await page.SeesAsync("Your browser lets this page keep nothing");
    }
}
