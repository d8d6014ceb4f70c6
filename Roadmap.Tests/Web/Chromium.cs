using Microsoft.Playwright;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Web;

/// <summary>A real browser, one for all tests of a class. It is the system's own: <c>apt-get install chromium</c>.</summary>
public sealed class Chromium : IAsyncLifetime
{
    /// <summary>A name of somebody's that leads to this machine, as far as this browser knows.</summary>
    public const string LeadsHere = "attacker.rebound.test";

    private const string Program = "/usr/bin/chromium";

    private static readonly string s_page = Path.Combine(AppContext.BaseDirectory, "wwwroot", "index.html");

    /// <summary>Milliseconds. After a restart the page comes back within its reconnect delay, on a machine that may be busy.</summary>
    private static readonly float s_patience = (float)Wait.Patience.TotalMilliseconds;

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async ValueTask InitializeAsync()
    {
        File.Exists(Program).ShouldBeTrue($"the browser tests need {Program}");
        File.Exists(s_page).ShouldBeTrue("the browser tests need the web page, which the build makes when Node is there");

        Assertions.SetDefaultExpectTimeout(s_patience);
        _playwright = await Playwright.CreateAsync().InTime();
        _browser = await _playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Program,
            Timeout = s_patience,
            Args =
            [
                "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
                "--disable-background-networking", "--disable-component-update", "--disable-sync",
                $"--host-resolver-rules=MAP {LeadsHere} 127.0.0.1",
                // It would keep pages that a test makes up from this machine, before the server is asked.
                "--disable-features=LocalNetworkAccessChecks,LocalNetworkAccessChecksWebSockets,BlockInsecurePrivateNetworkRequests",
            ],
        });
    }

    /// <summary>A window of its own, without anything that an earlier test has stored. Its tabs are pages of one context.</summary>
    /// <param name="language">Of whoever looks.</param>
    public async Task<IBrowserContext> OpenWindowAsync(string language = "en-US")
    {
        var window = await _browser!.NewContextAsync(new() { Locale = language }).InTime();
        window.SetDefaultTimeout(s_patience);
        return window;
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync().InTime();
        _playwright?.Dispose();
    }
}
