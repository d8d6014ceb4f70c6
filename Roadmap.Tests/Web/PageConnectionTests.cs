using Roadmap.Contracts;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Web;

/// <summary>How soon the page says that it hears nothing, and that it hears again. The page itself takes the times.</summary>
public sealed class PageConnectionTests(Chromium chromium)
{
    /// <summary>What is promised is 1 s for the first and 2 s for the second; a machine that is busy with other tests gets more.</summary>
    private const double MostMsToSayOffline = 4_000;
    private const double MostMsToBeBack = 8_000;

    /// <summary>
    /// Notes when the browser went offline, when the server answered again, and what the page said of itself when; and in their order how
    /// its looks for the server ended, and that it began to connect.
    /// </summary>
    private const string TakeTimes = """
        (health) => {
          window.times = { said: [] };
          window.tries = [];
          const ask = window.fetch;
          window.fetch = async (...asked) => {
            if (String(asked[0]).includes('/negotiate')) tries.push('connect');
            if (!String(asked[0]).endsWith(health)) return ask(...asked);
            const answer = await ask(...asked).catch((error) => error);
            tries.push(answer.ok ? 'there' : 'away');
            if (answer instanceof Error) throw answer;
            return answer;
          };
          addEventListener('offline', () => (times.offline = performance.now()));
          const look = () => {
            const strip = document.querySelector('.link')?.textContent;
            if (times.said.at(-1)?.what !== strip) times.said.push({ what: strip, at: performance.now() });
          };
          look();
          new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true });
          window.awaitServer = () => {
            const timer = setInterval(async () => {
              const isUp = await ask(health, { cache: 'no-store' }).then((answer) => answer.ok, () => false);
              if (!isUp || times.healthy !== undefined) return;
              times.healthy = performance.now();
              clearInterval(timer);
            }, 25);
          };
        }
        """;

    [Fact]
    public async Task It_says_soon_that_it_is_offline_and_is_live_soon_after_the_server_is_back()
    {
        await using var server = await ServerProcess.StartAsync(TimeSpan.Zero);
        await using var window = await chromium.OpenWindowAsync();
        using var http = new HttpClient { BaseAddress = server.Address, Timeout = Wait.Patience };
        var task = await new OutsideWorker(http).StartTaskAsync();
        var page = await RoadmapPage.OpenAsync(window, $"{server.Address}?task={task}");
        await page.SeesAsync("live");
        await page.Tab.EvaluateAsync(TakeTimes, Routes.HealthLive).InTime();

        await window.SetOfflineAsync(true);
        await page.SeesAsync("You are offline.");
        (await TookAsync(page, "times.said.at(-1).at - times.offline")).ShouldBeLessThan(MostMsToSayOffline);
        await window.SetOfflineAsync(false);
        await HasSaidAsync(page, "live");

        await server.KillAsync();
        await HasSaidAsync(page, "not connected");
        // Long enough that the client's own delays have grown.
        await page.Tab.WaitForFunctionAsync("() => tries.filter(each => each === 'away').length >= 5").InTime();
        await page.Tab.EvaluateAsync("awaitServer()").InTime();
        await server.StartAgainAsync(TimeSpan.Zero);
        await HasSaidAsync(page, "live");
        (await TookAsync(page, "times.said.at(-1).at - times.healthy")).ShouldBeLessThan(MostMsToBeBack);
        var tries = await page.Tab.EvaluateAsync<string[]>("tries").InTime();
        // The client's own try may have been quicker.
        var found = Array.IndexOf(tries, "there");
        if (found > 0 && tries[found - 1] != "connect")
            tries.ElementAtOrDefault(found + 1).ShouldBe("connect", string.Join(' ', tries));
        page.Crashes.ShouldBeEmpty();
    }

    private static async Task HasSaidAsync(RoadmapPage page, string what) =>
        await page.Tab.WaitForFunctionAsync("what => times.said.at(-1).what === what", what).InTime();

    private static async Task<double> TookAsync(RoadmapPage page, string span)
    {
        var took = await page.Tab.EvaluateAsync<double>(span).InTime();
        TestContext.Current.TestOutputHelper?.WriteLine($"{span}: {took:0} ms");
        return took;
    }
}
