using System.Globalization;
using Microsoft.Playwright;
using Roadmap.Contracts;
using Roadmap.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace Roadmap.Tests.Web;

/// <summary>The page as people use it: by what they read, not by how it is built.</summary>
internal sealed class RoadmapPage
{
    /// <summary>Only the rows in sight are there: so the log is scrolled to its end, where it reads what happened earlier.</summary>
    private const string ReadRows =
        """
        async (list) => {
          const painted = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
          const positions = new Set();
          for (let top = 0; ; top += list.clientHeight) {
            list.scrollTop = top;
            await painted();
            for (const row of list.querySelectorAll('[data-position]')) positions.add(row.dataset.position);
            if (top + list.clientHeight < list.scrollHeight) continue;
            const known = list.scrollHeight;
            while (list.scrollHeight === known && list.parentElement.querySelector(':scope > button')) await painted();
            if (list.scrollHeight === known) break;
          }
          list.scrollTop = 0;
          return [...positions];
        }
        """;

    private readonly IPage _page;
    private readonly List<string> _crashes = [];

    private RoadmapPage(IPage page)
    {
        _page = page;
        _page.WebSocket += (_, socket) =>
        {
            OpenSockets++;
            SocketsOpened++;
            socket.Close += (_, _) => OpenSockets--;
        };
        _page.Request += (_, request) =>
        {
            if (new Uri(request.Url).AbsolutePath == Routes.Tasks)
                ListsFetched++;
        };
        _page.PageError += (_, error) => _crashes.Add(error);
        _page.Console += (_, line) =>
        {
            // What its own policy keeps the page from, it is told of here only.
            if (line.Text.Contains("Content Security Policy", StringComparison.Ordinal))
                _crashes.Add(line.Text);
        };
    }

    public IPage Tab => _page;
    public string Address => _page.Url;
    public IReadOnlyList<string> Crashes => _crashes;

    public int OpenSockets { get; private set; }

    /// <summary>How many there have been.</summary>
    public int SocketsOpened { get; private set; }

    public int ListsFetched { get; private set; }

    public ILocator Recent => _page.GetByRole(AriaRole.Region, new() { Name = "Recent roadmaps" }).GetByRole(AriaRole.Link);

    public ILocator Title => _page.GetByRole(AriaRole.Heading, new() { Level = 1 });
    public ILocator Log => _page.Locator(".journal-list");
    public ILocator Goal => _page.GetByLabel("Your goal");
    public ILocator Alert => _page.GetByRole(AriaRole.Alert);
    public ILocator Plan => _page.GetByRole(AriaRole.Article);
    public ILocator Made => _page.Locator("[data-concept].made");
    public ILocator Disconnected => _page.GetByText("Not connected to the server.");
    public ILocator Bar => _page.GetByRole(AriaRole.Progressbar, new() { Name = "The whole roadmap", IncludeHidden = true });

    public static async Task<RoadmapPage> OpenAsync(IBrowserContext window, string address)
    {
        var page = new RoadmapPage(await window.NewPageAsync().InTime());
        await page._page.GotoAsync(address);
        return page;
    }

    public async Task AskForAsync(string goal)
    {
        await Goal.FillAsync(goal);
        await _page.GetByLabel("Hours a week").FillAsync("8");
        await SendAsync();
    }

    public Task SendAsync() => _page.GetByRole(AriaRole.Button, new() { Name = "Make my roadmap" }).ClickAsync();

    public Task NewRoadmapAsync() => _page.GetByRole(AriaRole.Link, new() { Name = "New roadmap" }).ClickAsync();

    public Task OpenAsync(string address) => _page.GotoAsync(address);

    public Task ReloadAsync() => _page.ReloadAsync();

    public async Task SendBackAsync(string feedback)
    {
        await _page.GetByLabel("What should be different?").FillAsync(feedback);
        await _page.GetByRole(AriaRole.Button, new() { Name = "Send it back", Exact = true }).ClickAsync();
    }

    public Task ApproveAsync() => Button("Approve the plan").ClickAsync();

    public async Task CancelAsync()
    {
        await Button("Cancel").ClickAsync();
        await Button("Yes, cancel it").ClickAsync();
    }

    public Task StartAgainAsync() => Button("Start it again").ClickAsync();

    public Task SeesAsync(string text) => Expect(_page.GetByText(text).First).ToBeVisibleAsync();

    /// <summary>Looks at every frame from now on, and so misses nothing that is there for a moment.</summary>
    public Task WillSeeAsync(string text) => _page.GetByText(text).First.WaitForAsync();

    public Task SeesReviewAsync() => Expect(Button("Approve the plan")).ToBeEnabledAsync();

    public Task UnfoldAllAsync() => Button("Unfold all").ClickAsync();

    /// <summary>The numbers of the events in the log, the oldest first.</summary>
    public async Task<IReadOnlyList<long>> ReadLogAsync()
    {
        if (await ViewLog.CountAsync() > 0)
            await ViewLog.ClickAsync();
        await _page.GetByLabel("Every detail").CheckAsync();
        var positions = await Log.EvaluateAsync<string[]>(ReadRows).InTime(what: "the positions in the page's log");
        return [
            .. positions.Reverse().Select(position => long.Parse(position[(position.LastIndexOf(':') + 1)..], CultureInfo.InvariantCulture))
        ];
    }

    public Task PressAsync(string button) => Button(button).ClickAsync();

    public Task TypeAsync(string label, string text) => _page.GetByLabel(label).FillAsync(text);

    public Task FollowAsync(string link) => _page.GetByRole(AriaRole.Link, new() { Name = link }).ClickAsync();

    /// <summary>Of a roadmap that is ready: how it was made is folded away.</summary>
    private ILocator ViewLog => _page.Locator("details:not([open]) > summary", new() { HasText = "view log" });

    public ILocator Button(string name) => _page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });
}
