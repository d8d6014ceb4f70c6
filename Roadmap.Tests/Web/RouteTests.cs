using System.Text.Json;
using Microsoft.Playwright;
using Roadmap.Contracts;
using Roadmap.Contracts.Json;
using Roadmap.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace Roadmap.Tests.Web;

/// <summary>The plan at its review, and its route while it is made, on a screen of 1440 by 900.</summary>
public sealed class RouteTests(Chromium chromium)
{
    private const int Height = 900;

    private static readonly TimeSpan s_pace = TimeSpan.FromMilliseconds(250);

    [Fact]
    public async Task The_plan_comes_first_the_decision_stays_in_sight_changes_are_marked_and_the_route_stays_the_same()
    {
        await using var server = await ServerProcess.StartAsync(s_pace);
        await using var window = await chromium.OpenWindowAsync();
        await LayoutShifts.WatchAsync(window);
        var page = await RoadmapPage.OpenAsync(window, server.Address.OriginalString);
        await page.Tab.SetViewportSizeAsync(1440, Height);
        await page.ReloadAsync();
        await page.AskForAsync("Become a backend engineer with Python");
        await page.SeesReviewAsync();

        await Expect(page.Tab.Locator(".stage").First).ToBeVisibleAsync();
        (await TopAsync(page.Tab.Locator(".stage").First)).ShouldBeLessThan(500);
        foreach (var place in new[] { "0", "document.body.scrollHeight / 2", "document.body.scrollHeight" })
        {
            await page.Tab.EvaluateAsync($"scrollTo(0, {place})").InTime();
            (await TopAsync(page.Button("Approve the plan"))).ShouldBeInRange(0, Height - 30);
        }

        var before = await PlanAsync(server);
        await page.Tab.EvaluateAsync("scrollTo(0, 0)").InTime();
        await page.SendBackAsync("leave out Docker, more practice");
        await page.SeesAsync("What came of your feedback");
        var after = await PlanAsync(server);
        await Expect(page.Tab.Locator("[data-change=hours]")).ToHaveAttributeAsync("data-before", $"{before.TotalHours}");
        await Expect(page.Tab.Locator("[data-change=hours]")).ToHaveAttributeAsync("data-after", $"{after.TotalHours}");
        (await MarkedAsync(page.Tab)).ShouldBe(Changes(before, after), ignoreOrder: true);
        await Axe.FindsNothingAsync(page.Tab);

        await page.ApproveAsync();
        await Expect(page.Made.First).ToBeVisibleAsync();
        var begun = await StationsAsync(page.Tab);
        await Expect(page.Button("Start learning")).ToBeVisibleAsync();
        (await StationsAsync(page.Tab)).ShouldBe(begun);
        begun.ShouldBe(after.Concepts.Select(concept => concept.ConceptId));
        await Expect(page.Made).ToHaveCountAsync(begun.Count);
        (await LayoutShifts.SumAsync(page.Tab)).ShouldBeLessThan(0.05, await LayoutShifts.TellAsync(page.Tab));
        page.Crashes.ShouldBeEmpty();
    }

    private static async Task<double> TopAsync(ILocator element) => (await element.BoundingBoxAsync().InTime()).ShouldNotBeNull().Y;

    private static async Task<IReadOnlyList<string>> StationsAsync(IPage page) => await page.Locator("[data-concept]")
        .EvaluateAllAsync<string[]>("stations => stations.map(station => station.dataset.concept)").InTime(what: "the stations");

    private static async Task<IReadOnlyList<string>> MarkedAsync(IPage page) => await page.Locator("[data-change]:not([data-change=hours])")
        .EvaluateAllAsync<string[]>("marked => marked.map(each => `${each.dataset.change} ${each.dataset.conceptId}`)")
        .InTime(what: "the marks");

    private static IEnumerable<string> Changes(RoadmapDocument before, RoadmapDocument after)
    {
        var hours = before.Concepts.ToDictionary(concept => concept.ConceptId, concept => concept.Hours, StringComparer.Ordinal);
        foreach (var concept in after.Concepts)
        {
            if (!hours.Remove(concept.ConceptId, out var was))
                yield return $"new {concept.ConceptId}";
            else if (concept.Hours > was)
                yield return $"longer {concept.ConceptId}";
            else if (concept.Hours < was)
                yield return $"shorter {concept.ConceptId}";
        }

        foreach (var removed in hours.Keys)
            yield return $"removed {removed}";
    }

    private static async Task<RoadmapDocument> PlanAsync(ServerProcess server)
    {
        var tasks = JsonSerializer.Deserialize(await server.GetAsync(Routes.Tasks), ContractsJson.TypeInfo<TaskPage>())!.Tasks;
        var roadmap = await server.GetAsync(Routes.For(Routes.Roadmap, tasks.ShouldHaveSingleItem().RoadmapId.ShouldNotBeNull()));
        return JsonSerializer.Deserialize(roadmap, ContractsJson.TypeInfo<RoadmapDocument>())!;
    }
}
