using Microsoft.Playwright;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Web;

/// <summary>How much of a page has moved by itself, as a browser adds it up: the cumulative layout shift.</summary>
internal static class LayoutShifts
{
    private const string Watch = """
        window.moved = [];
        new PerformanceObserver(list => {
          const name = ({ node }) => node?.className || node?.id || node?.nodeName;
          const place = ({ x, y, width, height }) => [x, y, width, height].map(Math.round).join(" ");
          for (const shift of list.getEntries())
            if (!shift.hadRecentInput)
              window.moved.push({
                by: shift.value,
                what: shift.sources.map(source => `${name(source)}: ${place(source.previousRect)} -> ${place(source.currentRect)}`),
              });
        }).observe({ type: "layout-shift", buffered: true });
        """;

    /// <summary>Of every page that the window opens from now on.</summary>
    public static Task WatchAsync(IBrowserContext window) => window.AddInitScriptAsync(Watch).InTime();

    public static async Task<double> SumAsync(IPage page) =>
        await page.EvaluateAsync<double>("window.moved.reduce((sum, shift) => sum + shift.by, 0)").InTime();

    public static async Task<string> TellAsync(IPage page) =>
        await page.EvaluateAsync<string>("JSON.stringify(window.moved)").InTime();
}
