using Microsoft.Playwright;
using Roadmap.Tests.Support;

[assembly: AssemblyFixture(typeof(Roadmap.Tests.Web.Chromium))]

namespace Roadmap.Tests.Web;

/// <summary>
/// A real browser, one for all tests, since starting one takes longer than many of them. The first that opens a window starts it. It is
/// the system's own: <c>apt-get install chromium</c>.
/// </summary>
public sealed class Chromium : IAsyncDisposable
{
    /// <summary>A name of somebody's that leads to this machine, as far as this browser knows.</summary>
    public const string LeadsHere = "attacker.rebound.test";

    private const string Program = "/usr/bin/chromium";

    private static readonly string s_page = Path.Combine(AppContext.BaseDirectory, "wwwroot", "index.html");

    /// <summary>Milliseconds. After a restart the page comes back within its reconnect delay, on a machine that may be busy.</summary>
    private static readonly float s_patience = (float)Wait.Patience.TotalMilliseconds;

    private readonly Lazy<Task<Started>> _started = new(StartAsync);

    /// <summary>A window of its own, without anything that an earlier test has stored. Its tabs are pages of one context.</summary>
    /// <param name="language">Of whoever looks.</param>
    public async Task<IBrowserContext> OpenWindowAsync(string language = "en-US")
    {
        var window = await (await _started.Value).Browser.NewContextAsync(new() { Locale = language }).InTime();
        window.SetDefaultTimeout(s_patience);
        return window;
    }

    public async ValueTask DisposeAsync()
    {
        // One that did not start has failed the tests already.
        if (_started is not { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
            return;
        var started = await _started.Value;
        await started.Browser.DisposeAsync().InTime();
        started.Playwright.Dispose();
    }

    private static async Task<Started> StartAsync()
    {
        File.Exists(Program).ShouldBeTrue($"the browser tests need {Program}");
        File.Exists(s_page).ShouldBeTrue("the browser tests need the web page, which the build makes when Node is there");

        Assertions.SetDefaultExpectTimeout(s_patience);
        var playwright = await Playwright.CreateAsync().InTime();
        return new Started(playwright, await playwright.Chromium.LaunchAsync(new()
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
        }));
    }

    private sealed record Started(IPlaywright Playwright, IBrowser Browser);
}
