using System.Net;
using Roadmap.Contracts;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Rest;

public sealed class HeadRequestTests(RunningRestServer running) : IClassFixture<RunningRestServer>
{
    [Fact]
    public async Task Whatever_serves_GET_serves_HEAD_without_the_body()
    {
        var task = await running.Server.StartTaskAsync();

        foreach (var path in new[]
        {
            "/", Routes.Health, Routes.HealthLive, Routes.HealthReady, Routes.Metrics, Routes.OpenApi, Routes.Tasks,
            Routes.For(Routes.Task, task), Routes.For(Routes.TaskEvents, task), Routes.For(Routes.RoadmapStatus, task),
            Routes.For(Routes.Task, "nobody"), Routes.For(Routes.Roadmap, "nothing"), "/nowhere", $"{Routes.Tasks}?limit=x",
            Routes.GenerateRoadmap,
        })
        {
            using var get = await running.Server.GetAsync(path);
            using var head = await HeadAsync(path);

            head.StatusCode.ShouldBe(get.StatusCode, path);
            head.Content.Headers.ContentType.ShouldBe(get.Content.Headers.ContentType, path);
            (await head.Content.ReadAsByteArrayAsync()).ShouldBeEmpty(path);
        }
    }

    [Fact]
    public async Task HEAD_opens_no_stream_and_takes_nothing_out_of_a_hub_connection()
    {
        var task = await running.Server.StartTaskAsync();

        using var stream = await HeadAsync(Routes.For(Routes.TaskEvents, task), EventStreamClient.MediaType);
        using var hub = await HeadAsync($"{Routes.Hub}?id=any");

        stream.StatusCode.ShouldBe(HttpStatusCode.OK);
        stream.Headers.Vary.ShouldBe(["Accept"]);
        hub.StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
    }

    [Fact]
    public async Task HEAD_and_GET_take_turns_on_one_connection()
    {
        const string turn =
            $"HEAD {Routes.Health} HTTP/1.1\r\nHost: localhost\r\n\r\nGET {Routes.HealthLive} HTTP/1.1\r\nHost: localhost\r\n\r\n";
        using var http = await RawHttp.SendAsync(running.Server.Http.BaseAddress!, turn + turn);

        var answers = await http.ReadAsync(read => read.Split("""{"status":"ok"}""").Length > 2);

        answers.Split("HTTP/1.1 200 OK").Length.ShouldBe(5);
        answers.ShouldNotContain("uptime_seconds", customMessage: "that is in the body of the first");
    }

    private async Task<HttpResponseMessage> HeadAsync(string path, string? accept = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Head, path);
        if (accept is not null)
            request.Headers.Add("Accept", accept);
        return await running.Server.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead).WaitAsync(Wait.Patience);
    }
}
