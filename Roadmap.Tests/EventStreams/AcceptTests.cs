using Roadmap.Contracts;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.EventStreams;

public sealed class AcceptTests(RunningRestServer running) : IClassFixture<RunningRestServer>
{
    [Theory]
    [InlineData("text/event-stream", true)]
    [InlineData("TEXT/Event-Stream", true)]
    [InlineData("text/event-stream;q=0.1", true)]
    [InlineData("text/event-stream, */*", true)]
    [InlineData("application/json, text/event-stream", true)]
    [InlineData("application/json;q=0.5, text/event-stream", true)]
    [InlineData("text/html, text/event-stream;q=0.5", true)]
    [InlineData("application/json;charset=utf-8;q=0.4, text/event-stream;q=0.5", true)]
    [InlineData("application/json;q=0, */*, text/event-stream;q=0.2", true)]
    [InlineData("text/event-stream;q=0", false)]
    [InlineData("text/event-stream;q=0.0, */*;q=0", false)]
    [InlineData("application/json, text/event-stream;q=0.5", false)]
    [InlineData("application/json;charset=utf-8, text/event-stream;q=0.5", false)]
    [InlineData("application/*, text/event-stream;q=0.9", false)]
    [InlineData("text/event-stream;q=0.5, */*", false)]
    [InlineData("*/*", false)]
    [InlineData("text/*", false)]
    [InlineData("text/html,application/xhtml+xml,*/*;q=0.8", false)]
    [InlineData("text/html", false)]
    [InlineData("nonsense;;q=, ,", false)]
    [InlineData("", false)]
    public async Task A_stream_is_for_those_who_ask_for_it_by_name_and_no_less_than_for_the_page(string accept, bool isStream)
    {
        var task = await running.Server.StartTaskAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, Routes.For(Routes.TaskEvents, task));
        request.Headers.TryAddWithoutValidation("Accept", accept);

        using var answer = await running.Server.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead).WaitAsync(Wait.Patience);

        answer.EnsureSuccessStatusCode();
        answer.Content.Headers.ContentType?.MediaType.ShouldBe(isStream ? EventStreamClient.MediaType : "application/json");
        answer.Headers.Vary.ShouldBe(["Accept"]);
    }

    [Fact]
    public async Task A_refusal_varies_too()
    {
        using var answer = await running.Server.GetAsync(Routes.For(Routes.TaskEvents, "nobody"));

        await answer.RefusedAsync(ErrorCodes.TaskNotFound);
        answer.Headers.Vary.ShouldBe(["Accept"]);
    }
}
