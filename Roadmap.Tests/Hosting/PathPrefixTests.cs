using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Roadmap.Api.Hosting;
using Roadmap.Contracts;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Hosting;

/// <summary>A proxy serves it beside others, under a path.</summary>
public sealed partial class PathPrefixTests
{
    private const string Prefix = "/learn/roadmap";

    [Fact]
    public async Task The_page_and_its_files_are_beneath_the_path()
    {
        await using var server = await StartAsync();

        var page = await (await server.GetAsync($"{Prefix}/")).Content.ReadAsStringAsync();

        foreach (var file in Linked().Matches(page).Select(match => match.Groups["file"].Value))
        {
            file.ShouldStartWith("./");
            using var answer = await server.GetAsync($"{Prefix}/{file}");
            answer.StatusCode.ShouldBe(HttpStatusCode.OK, file);
        }
    }

    [Fact]
    public async Task Whoever_leaves_out_the_last_slash_is_sent_to_the_page_with_all_that_was_asked()
    {
        await using var server = await StartAsync();
        using var direct = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false })
        {
            BaseAddress = server.Http.BaseAddress,
            Timeout = Wait.Patience,
        };

        using var answer = await direct.GetAsync(new Uri($"{Prefix}?task=abc", UriKind.Relative)).InTime();

        answer.StatusCode.ShouldBe(HttpStatusCode.TemporaryRedirect);
        answer.Headers.Location?.OriginalString.ShouldBe($"{Prefix}/?task=abc");
    }

    [Fact]
    public async Task Calls_and_watchers_come_by_the_path_and_are_led_back_by_it()
    {
        await using var server = await StartAsync();
        using var made = await server.PostAsync(Prefix + Routes.Tasks, """{"task_id":"below","kind":"import"}""");
        made.Headers.Location?.OriginalString.ShouldBe($"{Prefix}/api/v1/tasks/below");
        await using var hub = new HubConnectionBuilder().WithUrl(new Uri(server.Http.BaseAddress!, Prefix + Routes.Hub)).Build();
        var progress = new TaskCompletionSource<ProgressEvent>(TaskCreationOptions.RunContinuationsAsynchronously);
        hub.On<ProgressEvent>("progress", heard => progress.TrySetResult(heard));
        await hub.StartAsync().InTime();
        await hub.InvokeAsync("Subscribe", new SubscribeRequest { TaskId = "below" }).InTime();

        using var reported = await server.PostAsync(
            $"{Prefix}/api/v1/tasks/below/events",
            """{"type":"progress","step":"reading","status":"processing","percentage":40}""");

        reported.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await progress.Task.InTime()).Percentage.ShouldBe(40);
    }

    [Fact]
    public async Task The_instance_itself_is_asked_without_it()
    {
        await using var server = await StartAsync();

        using var health = await server.GetAsync(Routes.HealthReady);

        health.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("")]
    [InlineData(Prefix)]
    public async Task A_head_is_answered_as_without_the_path(string prefix)
    {
        await using var server = await StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Head, new Uri(prefix + Routes.HealthReady, UriKind.Relative));

        using var answer = await server.Http.SendAsync(request);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("roadmap")]
    [InlineData("/roadmap/")]
    [InlineData("/")]
    [InlineData("/a//b")]
    [InlineData("/../b")]
    [InlineData("/a b")]
    [InlineData("https://roadmap.example/a")]
    public async Task What_is_no_path_stops_the_start_and_names_the_setting(string prefix)
    {
        var refused = await Should.ThrowAsync<OptionsValidationException>(() => StartAsync(prefix));

        refused.Message.ShouldStartWith($"PathBase is '{prefix}'. It is a path such as /roadmap");
    }

    private static Task<RestServer> StartAsync(string prefix = Prefix) =>
        RestServer.StartAsync(replace: services => services.Configure<PathPrefix>(options => options.Value = prefix));

    [GeneratedRegex("(?:src|href)=\"(?<file>[^\"]+)\"", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Linked();
}
