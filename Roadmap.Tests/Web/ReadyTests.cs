using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Ical.Net;
using Microsoft.Playwright;
using Roadmap.Contracts;
using Roadmap.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace Roadmap.Tests.Web;

/// <summary>A roadmap that is made: what can be done with it, and learning by it.</summary>
public sealed partial class ReadyTests(Chromium chromium)
{
    [Fact]
    public async Task It_is_taken_along_as_a_file_and_learnt_by_over_a_reload()
    {
        await using var server = await ServerProcess.StartAsync(TimeSpan.Zero);
        await using var window = await chromium.OpenWindowAsync();
        using var asked = await server.Http.PostAsJsonAsync(Routes.GenerateRoadmap, new
        {
            task_id = "mine",
            require_review = false,
            preferences = new { learning_goal = "Learn Rust", current_level = "beginner", available_hours_per_week = 5 },
        });
        asked.EnsureSuccessStatusCode();
        var page = await RoadmapPage.OpenAsync(window, $"{server.Address}?task=mine");
        await Expect(page.Button("Start learning")).ToBeVisibleAsync();
        var stations = await page.Tab.Locator("[data-concept]").CountAsync();

        var markdown = await SavedAsync(page, () => page.Button("Markdown").ClickAsync());
        markdown.ShouldStartWith($"# {await page.Title.InnerTextAsync()}");
        Concept().Count(markdown).ShouldBe(stations);
        await page.Button("Calendar").ClickAsync();
        await page.Tab.GetByLabel("First day").FillAsync("2026-05-04");
        var calendar = Calendar.Load(await SavedAsync(page, () => page.Button("Download the calendar file").ClickAsync()))!;
        calendar.Events.Count.ShouldBe(stations);
        calendar.Events.Min(each => each.DtStart!.Value).ShouldBe(new DateTime(2026, 5, 4));
        await page.Button("Share").ClickAsync();
        await page.Button("Make a link").ClickAsync();
        (await page.Tab.GetByLabel("The link, shown this once").InputValueAsync().InTime()).ShouldContain("/?task=mine#link=");
        await page.Button("Take back").ClickAsync();
        await Expect(page.Button("Take back")).ToHaveCountAsync(0);
        await page.Button("Close").ClickAsync();

        await page.Button("Start learning").ClickAsync();
        await page.SeesAsync("Week 1 of");
        var ticks = page.Tab.GetByRole(AriaRole.Checkbox, new() { Name = "Learnt: " });
        await Expect(ticks).ToHaveCountAsync(stations);
        await ticks.First.FocusAsync();
        await page.Tab.Keyboard.PressAsync("Space");
        await page.SeesAsync($"1 of {stations} concepts learnt");
        var goOn = await page.Tab.GetByRole(AriaRole.Link, new() { Name = "Continue: " }).InnerTextAsync();
        await page.ReloadAsync();
        await Expect(ticks.First).ToBeCheckedAsync();
        await Axe.FindsNothingAsync(page.Tab);
        await page.Tab.GetByRole(AriaRole.Link, new() { Name = goOn }).ClickAsync();
        var opened = page.Tab.Locator("details.concept[open]");
        await Expect(opened.Locator("> summary")).ToBeFocusedAsync();
        goOn.ShouldEndWith(await opened.GetByRole(AriaRole.Heading, new() { Level = 4 }).InnerTextAsync());

        var guest = await RoadmapPage.OpenAsync(window, page.Address);
        await Expect(guest.Tab.Locator("details.concept[open]")).ToHaveCountAsync(1);
        page.Crashes.ShouldBeEmpty();
        guest.Crashes.ShouldBeEmpty();
    }

    private static async Task<string> SavedAsync(RoadmapPage page, Func<Task> click)
    {
        var file = await page.Tab.RunAndWaitForDownloadAsync(click).InTime();
        await using var content = await file.CreateReadStreamAsync().InTime();
        using var reader = new StreamReader(content);
        return await reader.ReadToEndAsync();
    }

    [GeneratedRegex("^#### ", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Concept();
}
