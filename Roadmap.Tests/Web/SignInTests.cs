using System.Net;
using System.Net.Http.Headers;
using Roadmap.Contracts;
using Roadmap.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace Roadmap.Tests.Web;

/// <summary>People sign in, and out, in a real browser.</summary>
public sealed class SignInTests(Chromium chromium)
{
    private const string Title = "Ada's import";
    private const string AccessToken = "Access token";
    private const string SignIn = "Sign in";
    private const string SignOut = "Sign out";

    [Fact]
    public async Task Who_signs_in_at_the_provider_comes_back_to_the_task_stays_signed_in_and_signs_out_there_too()
    {
        await using var provider = await OpenIdProvider.StartAsync();
        await using var server = await HubServer.StartAsync(
            ["--Auth:Mode=Jwt", $"--Auth:Authority={provider.Address}", $"--Auth:ClientId={OpenIdSignIn.ClientId}"]);
        var task = await StartTaskAsync(server, WorkersToken(provider));
        await using var window = await chromium.OpenWindowAsync();
        var address = $"{server.Http.BaseAddress}?task={task}";

        var page = await RoadmapPage.OpenAsync(window, address);
        await Expect(page.Title).ToHaveTextAsync(SignIn);
        await page.PressAsync(SignIn);
        await page.FollowAsync($"I am {OpenIdSignIn.Name}");
        await Expect(page.Title).ToHaveTextAsync(Title);
        page.Address.ShouldBe(address);
        await page.SeesAsync(OpenIdSignIn.Name);

        await page.ReloadAsync();
        await Expect(page.Title).ToHaveTextAsync(Title);
        provider.RotateKeys();
        await Wait.Eventually("the old key is forgotten",
            async () => await server.Http.StatusAsync(Routes.Tasks, WorkersToken(provider)) == HttpStatusCode.OK);
        await page.ReloadAsync();
        await Expect(page.Title).ToHaveTextAsync(SignIn);
        await page.SeesAsync("go on where you were");
        await page.PressAsync(SignIn);
        await page.FollowAsync($"I am {OpenIdSignIn.Name}");
        await Expect(page.Title).ToHaveTextAsync(Title);

        await page.PressAsync(SignOut);
        await Expect(page.Title).ToHaveTextAsync(SignIn);
        await Expect(page.Button(SignOut)).ToHaveCountAsync(0);
        provider.SignIn.IsSignedOut.ShouldBeTrue();
        page.Crashes.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_page_that_is_open_for_longer_than_its_token_brings_fresh_ones_over_the_same_connection()
    {
        await using var provider = await OpenIdProvider.StartAsync();
        provider.SignIn.Life = TimeSpan.FromSeconds(6);
        await using var server = await HubServer.StartAsync(
            ["--Auth:Mode=Jwt", $"--Auth:Authority={provider.Address}", $"--Auth:ClientId={OpenIdSignIn.ClientId}"]);
        var token = WorkersToken(provider);
        server.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        var task = await StartTaskAsync(server, token);
        await using var window = await chromium.OpenWindowAsync();

        var page = await RoadmapPage.OpenAsync(window, $"{server.Http.BaseAddress}?task={task}");
        await page.PressAsync(SignIn);
        await page.FollowAsync($"I am {OpenIdSignIn.Name}");
        await Expect(page.Title).ToHaveTextAsync(Title);
        await Wait.Eventually("one connection is open", () => page.OpenSockets == 1);
        var opened = page.SocketsOpened;
        var lasts = TimeProvider.System.GetUtcNow() + provider.SignIn.Life;
        await Wait.Eventually("its first token has ended", () => TimeProvider.System.GetUtcNow() > lasts.AddSeconds(2));
        await server.ReportAsync(task, """{"type":"progress","step":"work","status":"processing","message":"Half of it is done."}""");

        await page.SeesAsync("Half of it is done.");
        page.SocketsOpened.ShouldBe(opened);
        provider.SignIn.Renewals.ShouldBeGreaterThan(0);
        page.Crashes.ShouldBeEmpty();
    }

    [Fact]
    public async Task Where_there_is_no_provider_a_token_is_asked_for_and_its_bearer_goes_on_at_the_same_place()
    {
        await using var server = await HubServer.StartAsync(SomeTokens.Settings);
        var task = await StartTaskAsync(server, SomeTokens.Of("worker-1", "worker"));
        await using var window = await chromium.OpenWindowAsync();

        var page = await RoadmapPage.OpenAsync(window, $"{server.Http.BaseAddress}?task={task}");
        await EnterAsync("no token at all");
        await Expect(page.Alert).ToContainTextAsync("no access token");
        await EnterAsync(SomeTokens.Make("ada", Later, credentials: SomeTokens.Signing("another key, of thirty-two bytes or more")));
        await Expect(page.Alert).ToContainTextAsync("not valid");
        await EnterAsync(SomeTokens.Of("eve"));
        await Expect(page.Title).ToHaveTextAsync("There is no such task");
        await page.Tab.EvaluateAsync("() => sessionStorage.setItem('plan:seen', 'by eve')").InTime();
        await page.PressAsync(SignOut);
        await page.OpenAsync($"{server.Http.BaseAddress}?task={task}");
        (await page.Tab.EvaluateAsync<string[]>("() => Object.keys(sessionStorage)").InTime()).ShouldBeEmpty();
        await EnterAsync(SomeTokens.Of("ada"));
        await Expect(page.Title).ToHaveTextAsync(Title);
        await page.ReloadAsync();
        await Expect(page.Title).ToHaveTextAsync(Title);
        page.Crashes.ShouldBeEmpty();

        async Task EnterAsync(string token)
        {
            await page.TypeAsync(AccessToken, token);
            await page.PressAsync(SignIn);
        }
    }

    [Fact]
    public async Task A_server_that_asks_nobody_says_so_on_its_page()
    {
        await using var server = await HubServer.StartAsync();
        await using var window = await chromium.OpenWindowAsync();

        var page = await RoadmapPage.OpenAsync(window, server.Http.BaseAddress!.ToString());

        await page.SeesAsync("This server is open: anybody may see and change everything.");
        await Expect(page.Goal).ToBeVisibleAsync();
        page.Crashes.ShouldBeEmpty();
    }

    private static DateTimeOffset Later => TimeProvider.System.GetUtcNow().AddHours(1);

    private static string WorkersToken(OpenIdProvider provider) =>
        SomeTokens.Make("worker-1", Later, provider.Address, credentials: provider.Credentials, roles: "worker");

    /// <summary>One of Ada's.</summary>
    private static async Task<string> StartTaskAsync(HubServer server, string token)
    {
        var task = Some.TaskId();
        using var made = await server.Http.AskAsync(HttpMethod.Post, Routes.Tasks, token,
            $$"""{"task_id":"{{task}}","kind":"import","title":"{{Title}}","owner":"{{OpenIdSignIn.Person}}"}""");
        made.EnsureSuccessStatusCode();
        return task;
    }
}
