using Microsoft.Playwright;

namespace Roadmap.Screenshots;

/// <summary>A roadmap from its goal to its end, as somebody makes it, with a picture of each stage: light and dark.</summary>
internal sealed class PageStory : IAsyncDisposable
{
    private const string Chromium = "/usr/bin/chromium";
    private const string Goal = "Become a backend engineer with Python";

    /// <summary>Per cent. Here the page has something of everything: what is made, what is being made, and what waits.</summary>
    private const int Middle = 55;

    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;
    private readonly IPage _page;
    private readonly string _folder;

    private PageStory(IPlaywright playwright, IBrowser browser, IPage page, string folder) =>
        (_playwright, _browser, _page, _folder) = (playwright, browser, page, folder);

    public static async Task<PageStory> BeginAsync(Uri address, string folder)
    {
        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Chromium,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-sync"],
        });
        var page = await browser.NewPageAsync(new()
        {
            ViewportSize = new() { Width = 1280, Height = 860 },
            Locale = "en-GB",
            // Pictures that are taken again show the same wherever nothing has changed.
            ReducedMotion = ReducedMotion.Reduce,
        });
        await page.GotoAsync(address.ToString());
        return new PageStory(playwright, browser, page, folder);
    }

    public async Task TellAsync()
    {
        await _page.GetByLabel("Your goal").FillAsync(Goal);
        await _page.GetByLabel("Hours a week").FillAsync("8");
        await _page.GetByRole(AriaRole.Button, new() { Name = "Make my roadmap" }).ClickAsync();

        var approve = _page.GetByRole(AriaRole.Button, new() { Name = "Approve the plan", Exact = true });
        await approve.WaitForAsync();
        await TakeAsync("review");
        await approve.ClickAsync();

        await _page.WaitForFunctionAsync(
            "least => Number(document.querySelector('[role=progressbar]')?.getAttribute('aria-valuenow')) >= least", Middle);
        await TakeAsync("making");

        await _page.GetByRole(AriaRole.Button, new() { Name = "Start learning" }).WaitForAsync();
        await _page.GetByText("Study guide").First.WaitForAsync(new() { State = WaitForSelectorState.Attached });
        await TakeAsync("ready");
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }

    private async Task TakeAsync(string name)
    {
        foreach (var scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
        {
            await _page.EmulateMediaAsync(new() { ColorScheme = scheme, ReducedMotion = ReducedMotion.Reduce });
            var file = Path.Combine(_folder, $"{name}-{(scheme == ColorScheme.Light ? "light" : "dark")}.png");
            await _page.EvaluateAsync("() => scrollTo(0, 0)");
            await _page.ScreenshotAsync(new() { Path = file, Animations = ScreenshotAnimations.Disabled });
            Console.WriteLine(file);
        }
    }
}
