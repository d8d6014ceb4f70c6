using Microsoft.Playwright;
using Roadmap.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace Roadmap.Tests.Web;

/// <summary>The page for those who have no mouse.</summary>
public sealed class KeyboardTests(ServedPage served) : IClassFixture<ServedPage>
{
    private const int MostTabs = 60;

    [Fact]
    public async Task A_roadmap_is_asked_for_reviewed_and_learnt_by_with_keys_alone()
    {
        await using var window = await served.Chromium.OpenWindowAsync();
        var page = await RoadmapPage.OpenAsync(window, served.Address);

        await TabToAsync(page, page.Goal);
        await page.Tab.Keyboard.TypeAsync("Learn Rust");
        await TabToAsync(page, page.Tab.GetByLabel("Hours a week"));
        await page.Tab.Keyboard.TypeAsync("8");
        await page.Tab.Keyboard.PressAsync("Control+Enter");
        await page.SeesReviewAsync();
        await Expect(page.Title).ToBeFocusedAsync();

        await TabToAsync(page, page.Tab.GetByLabel("What should be different?"));
        await page.Tab.Keyboard.TypeAsync("shorter");
        await page.Tab.Keyboard.PressAsync("Control+Enter");
        await page.SeesAsync("What came of your feedback");
        await HasFocusAsync(page);
        await TabToAsync(page, page.Button("Approve the plan"));
        await page.Tab.Keyboard.PressAsync("Enter");

        await Expect(page.Button("Start learning")).ToBeVisibleAsync();
        await HasFocusAsync(page);
        await TabToAsync(page, page.Button("Start learning"));
        await page.Tab.Keyboard.PressAsync("Space");
        await page.SeesAsync("Week 1 of");
        await HasFocusAsync(page);
        page.Crashes.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_question_mark_shows_the_keys_and_Escape_hides_them_and_single_keys_can_be_turned_off()
    {
        await using var window = await served.Chromium.OpenWindowAsync();
        var page = await RoadmapPage.OpenAsync(window, served.Address);
        var help = page.Tab.GetByRole(AriaRole.Dialog, new() { Name = "Keyboard shortcuts" });
        var myTasks = page.Tab.GetByRole(AriaRole.Heading, new() { Name = "My tasks" });
        await Expect(page.Goal).ToBeVisibleAsync();

        await page.Tab.Keyboard.PressAsync("t");
        await Expect(myTasks).ToBeFocusedAsync();
        await page.Tab.Keyboard.PressAsync("n");
        await Expect(page.Title).ToBeFocusedAsync();
        await Expect(page.Goal).ToBeVisibleAsync();
        await page.Tab.Keyboard.PressAsync("?");
        await Expect(help).ToBeVisibleAsync();
        await page.Tab.Keyboard.PressAsync("Escape");
        await Expect(help).ToBeHiddenAsync();
        await HasFocusAsync(page);

        await page.Tab.Keyboard.PressAsync("?");
        await TabToAsync(page, help.GetByRole(AriaRole.Checkbox));
        await page.Tab.Keyboard.PressAsync("Space");
        await page.Tab.Keyboard.PressAsync("Escape");
        await Expect(help).ToBeHiddenAsync();
        await page.Tab.Keyboard.PressAsync("t");
        await page.Tab.Keyboard.PressAsync("?");
        await page.ReloadAsync();
        await Expect(page.Goal).ToBeVisibleAsync();
        await page.Tab.Keyboard.PressAsync("t");
        await TabToAsync(page, page.Tab.GetByRole(AriaRole.Link, new() { Name = "My tasks" }));
        await Expect(help).ToBeHiddenAsync();
        await Expect(myTasks).ToHaveCountAsync(0);
        await page.Tab.Keyboard.PressAsync("Enter");
        await Expect(myTasks).ToBeFocusedAsync();
        page.Crashes.ShouldBeEmpty();
    }

    private static async Task TabToAsync(RoadmapPage page, ILocator wanted)
    {
        for (var tabs = 0; tabs < MostTabs; tabs++)
        {
            if (await wanted.EvaluateAsync<bool>("element => element === document.activeElement").InTime())
                return;
            await page.Tab.Keyboard.PressAsync("Tab");
        }

        throw new InvalidOperationException($"{wanted} is not reached by {MostTabs} tabs.");
    }

    /// <summary>Whoever is on nothing begins the page anew.</summary>
    private static async Task HasFocusAsync(RoadmapPage page) =>
        await page.Tab.WaitForFunctionAsync("() => document.activeElement !== document.body").InTime();
}
