using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Roadmap.Contracts;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Rest;

/// <summary>What a caller was told is in no cache, for whoever has the browser or the proxy next.</summary>
public sealed class NotKeptTests
{
    private const string Nothing = "nothing";

    [Fact]
    public async Task No_answer_of_any_endpoint_is_kept_by_anybody_on_the_way()
    {
        await using var server = await HubServer.StartAsync(["--Legacy:Compatibility=true"]);
        var (task, roadmap) = await MakeRoadmapAsync(server);
        var calls = server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.RoutePattern.RawText?.StartsWith(Routes.Base, StringComparison.Ordinal) == true)
            .SelectMany(
                endpoint => endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods is { Count: > 0 } some ? some : ["GET"],
                (endpoint, method) => (Path: endpoint.RoutePattern.RawText!, Method: new HttpMethod(method)))
            // It is for WebSockets over HTTP/2.
            .Where(call => call.Method != HttpMethod.Connect)
            // What changes a task last.
            .OrderByDescending(call => call.Method == HttpMethod.Get)
            .ToList();

        List<HttpStatusCode> answers = [];
        foreach (var (path, method) in calls)
        {
            answers.Add(await CallAsync(server, method, Fill(path, task, roadmap)));
            answers.Add(await CallAsync(server, method, Fill(path, Nothing, Nothing)));
        }

        calls.ShouldContain((Routes.RoadmapCalendar, HttpMethod.Get));
        answers.Count(status => status == HttpStatusCode.OK).ShouldBeGreaterThan(10);
        (await CallAsync(server, HttpMethod.Get, $"{Routes.Base}/{Nothing}")).ShouldBe(HttpStatusCode.NotFound);
        (await CallAsync(server, HttpMethod.Delete, Routes.Tasks)).ShouldBe(HttpStatusCode.MethodNotAllowed);
        (await CallAsync(server, HttpMethod.Get, $"{Routes.Tasks}?limit=x")).ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Nor_is_a_refusal_of_who_shows_no_token()
    {
        await using var server = await HubServer.StartAsync(["--Auth:Mode=Jwt", "--Auth:SigningKey=0123456789abcdef0123456789abcdef"]);

        (await CallAsync(server, HttpMethod.Get, Routes.Tasks)).ShouldBe(HttpStatusCode.Unauthorized);
    }

    private static async Task<HttpStatusCode> CallAsync(HubServer server, HttpMethod method, string path)
    {
        using var request = new HttpRequestMessage(method, path);
        using var answer = await server.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        (answer.Headers.CacheControl?.NoStore).ShouldBe(true, $"{method} {path}: {(int)answer.StatusCode}");
        return answer.StatusCode;
    }

    private static string Fill(string path, string task, string roadmap) => path
        .Replace("{task_id}", task, StringComparison.Ordinal)
        .Replace("{roadmap_id}", roadmap, StringComparison.Ordinal)
        .Replace("{link_id}", Nothing, StringComparison.Ordinal)
        .Replace("{user_id}", Nothing, StringComparison.Ordinal);

    private static async Task<(string Task, string Roadmap)> MakeRoadmapAsync(HubServer server)
    {
        using var body = new StringContent(
            """{"task_id":"kept","preferences":{"learning_goal":"Rust","current_level":"beginner","available_hours_per_week":9}}""",
            mediaType: new("application/json"));
        using var made = await server.Http.PostAsync(Routes.GenerateRoadmap, body);
        made.EnsureSuccessStatusCode();
        JsonElement snapshot = default;
        await Wait.Eventually("there is a plan", async () =>
        {
            snapshot = await server.Http.GetFromJsonAsync<JsonElement>(Routes.For(Routes.Task, "kept"));
            return snapshot.GetProperty("status").GetString() == "human_review_pending";
        });
        return ("kept", snapshot.GetProperty("roadmap_id").GetString()!);
    }
}
