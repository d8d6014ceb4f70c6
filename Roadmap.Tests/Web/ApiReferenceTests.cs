using System.Collections.Concurrent;
using System.Net;
using Roadmap.Contracts;
using Roadmap.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace Roadmap.Tests.Web;

/// <summary>The description as a page, in a real browser.</summary>
public sealed class ApiReferenceTests(Chromium chromium)
{
    [Fact]
    public async Task It_shows_the_calls_without_asking_anybody_else_and_without_an_error()
    {
        await using var server = await RestServer.StartAsync("Development");
        await using var window = await chromium.OpenWindowAsync();
        var page = await window.NewPageAsync().InTime();
        var asked = new ConcurrentQueue<string>();
        var errors = new ConcurrentQueue<string>();
        page.Request += (_, request) => asked.Enqueue(request.Url);
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
                errors.Enqueue(message.Text);
        };
        page.PageError += (_, error) => errors.Enqueue(error);

        await page.GotoAsync(new Uri(server.Http.BaseAddress!, Routes.Docs).ToString());
        await Expect(page.GetByText("Report what happened to a task").First).ToBeVisibleAsync();

        errors.ShouldBeEmpty();
        asked.Where(url => !url.StartsWith("data:", StringComparison.Ordinal) && !url.StartsWith("blob:", StringComparison.Ordinal))
            .ShouldAllBe(url => url.StartsWith(server.Http.BaseAddress!.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task It_is_there_in_Development_only()
    {
        await using var server = await RestServer.StartAsync();

        (await server.GetAsync(Routes.Docs)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }
}
