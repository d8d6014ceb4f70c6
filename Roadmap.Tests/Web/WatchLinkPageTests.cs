using Roadmap.Contracts;
using Roadmap.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace Roadmap.Tests.Web;

/// <summary>Links to one task, opened in a real browser by somebody without an account.</summary>
public sealed class WatchLinkPageTests(Chromium chromium)
{
    private const string Cancel = "Cancel";
    private const string Approve = "Approve the plan";

    private static readonly string s_ada = SomeTokens.Of("ada");
    private static readonly string s_worker = SomeTokens.Of("importer", "worker");

    [Fact]
    public async Task A_link_shows_its_task_live_lets_nobody_control_it_and_ends_when_it_is_revoked()
    {
        await using var server = await HubServer.StartAsync(SomeTokens.Settings);
        var task = await server.Http.MakeTaskAsync(s_worker, "ada");
        var link = await server.Http.MakeLinkAsync(s_ada, task);
        await using var window = await chromium.OpenWindowAsync();

        var page = await RoadmapPage.OpenAsync(window, link.Url);
        await page.SeesAsync("You watch by a link.");
        page.Address.ShouldBe($"{server.Http.BaseAddress}?task={task}", "the token is out of the address");
        await ReportAsync("The first half is done.");
        await page.SeesAsync("The first half is done.");
        await Expect(page.Button(Cancel)).ToHaveCountAsync(0);
        await page.ReloadAsync();
        await page.SeesAsync("The first half is done.");
        await page.NewRoadmapAsync();
        await Expect(page.Title).ToHaveTextAsync("Sign in");

        await page.OpenAsync(link.Url);
        await page.SeesAsync("You watch by a link.");
        await server.Http.RevokeLinkAsync(s_ada, link);
        await Expect(page.Title).ToHaveTextAsync("This link has ended");
        page.Crashes.ShouldBeEmpty();

        async Task ReportAsync(string message)
        {
            using var reported = await server.Http.AskAsync(HttpMethod.Post, Routes.For(Routes.TaskEvents, task), s_worker,
                $$"""{"type":"progress","step":"work","status":"processing","message":"{{message}}"}""");
            reported.EnsureSuccessStatusCode();
        }
    }

    [Fact]
    public async Task A_link_to_watch_shows_the_plan_and_one_to_review_approves_it()
    {
        await using var server = await HubServer.StartAsync([.. SomeTokens.Settings, "--Generation:Pace=00:00:00"]);
        var task = Some.TaskId();
        using var asked = await server.Http.AskAsync(HttpMethod.Post, Routes.GenerateRoadmap, s_ada,
            $$"""
            {
              "task_id": "{{task}}",
              "preferences": {"learning_goal": "Learn SQL", "current_level": "beginner", "available_hours_per_week": 5}
            }
            """);
        asked.EnsureSuccessStatusCode();
        await using var stranger = await chromium.OpenWindowAsync();
        await using var reviewer = await chromium.OpenWindowAsync();

        var watching = await RoadmapPage.OpenAsync(stranger, (await server.Http.MakeLinkAsync(s_ada, task)).Url);
        await watching.SeesAsync("Your link lets you read it below.");
        await Expect(watching.Plan).ToBeVisibleAsync();
        await Expect(watching.Button(Approve)).ToHaveCountAsync(0);
        var link = await server.Http.MakeLinkAsync(s_ada, task, """{"may":["watch","review"]}""");
        var reviewing = await RoadmapPage.OpenAsync(reviewer, link.Url);
        await reviewing.SeesReviewAsync();
        await Expect(reviewing.Button(Cancel)).ToHaveCountAsync(0);
        await reviewing.ApproveAsync();

        await Expect(watching.Bar).ToHaveAttributeAsync("aria-valuenow", "100");
        watching.Crashes.ShouldBeEmpty();
        reviewing.Crashes.ShouldBeEmpty();
    }
}
