using System.Net.Http.Json;
using Microsoft.Playwright;
using Roadmap.Contracts;
using Roadmap.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace Roadmap.Tests.Web;

/// <summary>What a reviewer may say of a plan, and what the page says to it.</summary>
public sealed class ReviewTests(ServedPage served) : IClassFixture<ServedPage>
{
    [Fact]
    public async Task Feedback_is_put_together_by_chips_and_shown_as_what_it_would_do_before_it_is_sent()
    {
        await using var window = await served.Chromium.OpenWindowAsync();
        var page = await OpenReviewAsync(window, "Become a backend engineer with Python");
        var feedback = page.Tab.GetByLabel("What should be different?");
        var preview = page.Tab.GetByRole(AriaRole.List, new() { Name = "Understood" }).GetByRole(AriaRole.Listitem);

        await feedback.FillAsync("remove Docker, add Kubernetes and make it blue");
        await Expect(preview).ToHaveTextAsync(["Leave out Docker", "Add Kubernetes", "Not understood “make it blue”"]);
        await feedback.FillAsync("");
        foreach (var chip in new[] { "shorter", "more practice", "fewer hours a week" })
            await page.Button(chip).ClickAsync();
        await page.Button("finish by…").ClickAsync();
        await page.Tab.GetByLabel("The day to be done by").FillAsync("2031-03-01");
        await page.Button("take this day").ClickAsync();
        await Expect(feedback).ToBeFocusedAsync();
        await page.Button("leave out Version control with Git").ClickAsync();
        await page.Button("add a topic…").ClickAsync();
        await page.Tab.Keyboard.TypeAsync("Kubernetes");

        await Expect(feedback).ToHaveValueAsync(
            "shorter, more practice, fewer hours a week, finish by 2031-03-01, leave out Version control with Git, add Kubernetes");
        await Expect(preview).ToHaveCountAsync(6);
        await Expect(page.Tab.Locator(".preview")).Not.ToContainTextAsync("Not understood");
        await Expect(page.Button("Approve the plan")).ToBeDisabledAsync();
        page.Crashes.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_plan_that_cannot_be_done_in_time_says_so_first_with_what_would_help()
    {
        await using var window = await served.Chromium.OpenWindowAsync();
        var soon = TimeProvider.System.GetUtcNow().AddDays(11);
        var page = await OpenReviewAsync(window, "Become a backend engineer with Python", deadline: soon);

        var misfit = page.Tab.Locator(".alert", new() { HasText = "Does not fit the deadline" }).First;
        await Expect(misfit).ToBeInViewportAsync();
        (await IsBeforeAsync(misfit, page.Tab.Locator(".stage").First)).ShouldBeTrue();
        foreach (var offer in new[] { "Fewer concepts", "More time", "Another date" })
            await Expect(misfit.GetByRole(AriaRole.Button, new() { Name = offer })).ToBeEnabledAsync();
        await misfit.GetByRole(AriaRole.Button, new() { Name = "Another date" }).ClickAsync();
        await page.Button("Send it back").ClickAsync();
        await page.SeesAsync("What came of your feedback");
        await Expect(misfit).ToHaveCountAsync(0);
        page.Crashes.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_a_second_tab_has_typed_is_kept_when_the_first_one_approves()
    {
        await using var window = await served.Chromium.OpenWindowAsync();
        var first = await OpenReviewAsync(window, "Learn Rust");
        var second = await RoadmapPage.OpenAsync(window, first.Address);
        await second.Tab.GetByLabel("What should be different?").FillAsync("less about macros, and");

        await first.ApproveAsync();

        var kept = second.Tab.GetByRole(AriaRole.Region, new() { Name = "You were writing this" });
        await Expect(kept).ToContainTextAsync("less about macros, and");
        await Expect(second.Button("Start learning")).ToBeVisibleAsync();
        await second.ReloadAsync();
        await Expect(kept).ToContainTextAsync("less about macros, and");
        await second.Button("Let it go").ClickAsync();
        await Expect(kept).ToHaveCountAsync(0);
        await Expect(first.Tab.GetByText("You were writing this")).ToHaveCountAsync(0);
        second.Crashes.ShouldBeEmpty();
    }

    [Fact]
    public async Task No_text_of_a_person_fails_a_task()
    {
        const string nasty = "add add, {0} {{name}} ](javascript:alert(1)) <img src=x onerror=alert(1)> \u202Eevil 加 加 🚀 \"';--";
        await using var window = await served.Chromium.OpenWindowAsync();
        var page = await RoadmapPage.OpenAsync(window, served.Address);

        await page.AskForAsync(nasty);
        await page.SeesReviewAsync();
        await page.SendBackAsync(nasty);
        await page.SeesAsync("Not understood");
        await page.SeesReviewAsync();
        await page.ApproveAsync();

        await Expect(page.Button("Start learning")).ToBeVisibleAsync();
        page.Crashes.ShouldBeEmpty();
    }

    private async Task<RoadmapPage> OpenReviewAsync(IBrowserContext window, string goal, DateTimeOffset? deadline = null)
    {
        var task = Some.TaskId();
        using var asked = await served.Server.Http.PostAsJsonAsync(Routes.GenerateRoadmap, new
        {
            task_id = task,
            preferences = new
            {
                learning_goal = goal,
                current_level = "beginner",
                available_hours_per_week = 8,
                target_deadline = deadline,
            },
        });
        asked.EnsureSuccessStatusCode();
        var page = await RoadmapPage.OpenAsync(window, $"{served.Address}?task={task}");
        await page.SeesReviewAsync();
        return page;
    }

    private static async Task<bool> IsBeforeAsync(ILocator first, ILocator second) =>
        (await first.BoundingBoxAsync().InTime())!.Y < (await second.BoundingBoxAsync().InTime())!.Y;
}
