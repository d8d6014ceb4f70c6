using System.Runtime.CompilerServices;
using Microsoft.Playwright;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Web;

/// <summary>Whether everybody can use a page, as far as a program can tell: by axe-core.</summary>
internal static class Axe
{
    private const string Run =
        "async () => (await axe.run()).violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target).join(' ')}`)";

    private static readonly string s_axe = File.ReadAllText(FilePath());

    public static async Task FindsNothingAsync(IPage page)
    {
        await page.EvaluateAsync(s_axe).InTime();
        (await page.EvaluateAsync<string[]>(Run).InTime()).ShouldBeEmpty();
    }

    private static string FilePath([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../clients/node_modules/axe-core/axe.min.js"));
}
