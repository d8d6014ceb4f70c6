using System.Net.Http.Json;
using Microsoft.Playwright;
using Roadmap.Contracts;
using Roadmap.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace Roadmap.Tests.Web;

/// <summary>What the page says of a task that failed, where a language model makes the content and is away.</summary>
public sealed class FailureTests(Chromium chromium)
{
    [Fact]
    public async Task A_failure_says_what_and_where_and_what_was_tried_and_what_can_be_done_and_opens_each_attempt()
    {
        await using var model = await ModelServer.StartAsync();
        var isAway = true;
        foreach (var question in new[] { "tutorial", "resources", "quiz" })
            model.Next(
                question,
                context => (Volatile.Read(ref isAway) ? ModelServer.Refuses(503) : ModelServer.Says(ModelAnswers.Good(question)))(context),
                times: 1_000);
        await using var server = await ServerProcess.StartAsync(TimeSpan.Zero, model.Settings);
        await using var window = await chromium.OpenWindowAsync();
        using var asked = await server.Http.PostAsJsonAsync(Routes.GenerateRoadmap, new
        {
            task_id = "unlucky",
            require_review = false,
            preferences = new { learning_goal = "Bake bread", current_level = "beginner", available_hours_per_week = 5 },
        });
        asked.EnsureSuccessStatusCode();

        var page = await RoadmapPage.OpenAsync(window, $"{server.Address}?task=unlucky");
        var ending = page.Tab.GetByRole(AriaRole.Region, new() { Name = "What happened" });
        var attempts = ending.GetByRole(AriaRole.Listitem);
        foreach (var said in new[]
        {
            "No content could be made for any of the concepts", "status 503", "It stopped at: Write the content",
            "could not be made, also not when", "what is made already is kept",
        })
            await Expect(ending).ToContainTextAsync(said);
        await Expect(attempts).ToHaveCountAsync(1);
        await page.Button("中文").ClickAsync();
        await Expect(page.Tab.GetByText("模型服务返回状态 503").First).ToBeVisibleAsync();
        await page.Button("English").ClickAsync();

        await page.Button("Try again").ClickAsync();
        await Expect(attempts).ToHaveCountAsync(2);
        await page.Tab.GetByRole(AriaRole.Link, new() { Name = "Events of attempt 2" }).ClickAsync();
        await Expect(page.Log.Locator("button[aria-current=location]")).ToBeFocusedAsync();
        await Expect(page.Log.Locator("pre")).ToContainTextAsync("\"attempt\": 2");

        Volatile.Write(ref isAway, false);
        await page.Button("Try again").ClickAsync();
        await Expect(page.Button("Start learning")).ToBeVisibleAsync();
        page.Crashes.ShouldBeEmpty();
    }
}
