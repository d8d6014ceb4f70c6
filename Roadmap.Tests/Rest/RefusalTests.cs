using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Roadmap.Api.Rest;
using Roadmap.Contracts;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Rest;

public sealed class RefusalTests(RunningRestServer running) : IClassFixture<RunningRestServer>
{
    private const string WrongIds = "must be 1 to 128 characters, none of them a control character";

    [Theory]
    [InlineData("1", "must be a string")]
    [InlineData("\"\"", WrongIds)]
    [InlineData("null", "must be a string")]
    public async Task A_refusal_lists_the_first_hundred_wrong_fields_and_says_how_many_there_are(string wrong, string message)
    {
        const int events = 15;
        var ids = 60_000 / (wrong.Length + 1);
        var one =
            $$"""{"type":"batch_start","batch_index":1,"batch_size":1,"total_batches":1,"concept_ids":[{{string.Join(',', Enumerable.Repeat(wrong, ids))}}]}""";

        using var answer = await running.Server.ReportAsync("t-1", $"[{string.Join(',', Enumerable.Repeat(one, events))}]");

        answer.Content.Headers.ContentLength.GetValueOrDefault((await answer.Content.ReadAsByteArrayAsync()).Length)
            .ShouldBeLessThan(16 * 1024);
        var problem = await answer.RefusedAsync(ErrorCodes.InvalidRequest);
        problem.Errors!.Count.ShouldBe(ContractLimits.ErrorsListed);
        problem.Lines()[99].ShouldBe($"[0].concept_ids[99] {message}");
        problem.ErrorCount.ShouldBe(events * ids);
        problem.Detail.ShouldEndWith($"and {(events * ids) - 3} more.");
    }

    [Theory]
    [InlineData(ContractLimits.ErrorsListed - 1)]
    [InlineData(ContractLimits.ErrorsListed)]
    [InlineData(ContractLimits.ErrorsListed + 1)]
    [AtLimit("wrong fields that a refusal lists")]
    public async Task As_many_wrong_fields_as_are_listed_and_one_more(int count)
    {
        using var answer = await running.Server.ReportAsync("t-1", $"[{string.Join(',', Enumerable.Repeat("1", count))}]");

        var problem = await answer.RefusedAsync(ErrorCodes.InvalidRequest);
        problem.Errors!.Count.ShouldBe(Math.Min(count, ContractLimits.ErrorsListed));
        problem.ErrorCount.ShouldBe(count);
    }

    [Fact]
    public async Task Wrong_events_are_counted_too_and_each_path_once()
    {
        using var answer = await running.Server.ReportAsync("t-1", $"[{string.Join(',', Enumerable.Repeat("1", 700))}]");
        (await answer.RefusedAsync(ErrorCodes.InvalidRequest)).ErrorCount.ShouldBe(700);

        using var mixed = await running.Server.ReportAsync(
            "t-1",
            """[{"type":"concept_failed","concept_id":1,"concept_name":"a","content_type":"quiz"},{"type":"progress","step":"A","status":""}]""");
        var problem = await mixed.RefusedAsync(ErrorCodes.InvalidRequest);
        problem.Lines().Select(line => line.Split(' ')[0])
            .ShouldBe(["[0].concept_id", "[0].error", "[1].step", "[1].status"], ignoreOrder: true);
        problem.ErrorCount.ShouldBe(4);
    }

    [Theory]
    [InlineData("/api/v1/tasks?cursor=abc", "cursor")]
    [InlineData("/api/v1/tasks?cursor=-1", "cursor")]
    [InlineData("/api/v1/tasks?cursor=1e3", "cursor")]
    [InlineData("/api/v1/tasks?cursor=99999999999999999999", "cursor")]
    [InlineData("/api/v1/tasks?limit=abc", "limit")]
    [InlineData("/api/v1/tasks?search=a%0Ab", "search")]
    [InlineData("/api/v1/tasks/t/events?after_seq=abc", "after_seq")]
    [InlineData("/api/v1/tasks/t/events?after_seq=9007199254740992", "after_seq")]
    [InlineData("/api/v1/tasks/t/events?after_seq=1&epoch=a%20b", "epoch")]
    public async Task A_position_that_nobody_gave_is_named(string path, string field)
    {
        using var answer = await running.Server.GetAsync(path);

        (await answer.RefusedAsync(ErrorCodes.InvalidRequest)).Errors.ShouldHaveSingleItem().Path.ShouldBe(field);
    }

    [Theory]
    [InlineData("POST", "/api/v1/ws?id=nobody", ErrorCodes.NotFound)]
    [InlineData("GET", "/api/v1/ws?id=nobody", ErrorCodes.NotFound)]
    [InlineData("DELETE", "/api/v1/ws?id=nobody", ErrorCodes.NotFound)]
    [InlineData("POST", "/api/v1/ws", ErrorCodes.InvalidRequest)]
    [InlineData("GET", "/api/v1/ws", ErrorCodes.InvalidRequest)]
    [InlineData("PUT", "/api/v1/ws", ErrorCodes.MethodNotAllowed)]
    [InlineData("GET", "/api/v1/ws/t-1", ErrorCodes.InvalidRequest)]
    [InlineData("GET", "/api/v1/ws/negotiate", ErrorCodes.MethodNotAllowed)]
    [InlineData("GET", "/api/v1/ws/a/b", ErrorCodes.NotFound)]
    public async Task What_SignalR_s_transports_refuse_is_a_problem_too(string method, string path, string code)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);

        using var answer = await running.Server.Http.SendAsync(request);

        await answer.RefusedAsync(code);
        answer.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
    }

    [Fact]
    public async Task A_problem_has_no_headers_of_the_answer_that_it_takes_the_place_of()
    {
        var context = new DefaultHttpContext { RequestServices = running.Server.Services };
        using var body = new MemoryStream();
        context.Response.Body = body;
        var middleware = new ProblemMiddleware(
            answer =>
            {
                answer.Response.ContentLength = 3;
                answer.Response.Headers.ContentEncoding = "gzip";
                answer.Response.Headers.ETag = "\"1\"";
                answer.Response.Headers.CacheControl = "public, max-age=600";
                answer.Response.Headers.Vary = "Accept";
                throw new RequestRefused();
            },
            NullLogger<ProblemMiddleware>.Instance);

        await middleware.InvokeAsync(context);

        context.Response.StatusCode.ShouldBe((int)HttpStatusCode.InternalServerError);
        context.Response.ContentLength.ShouldBeNull();
        context.Response.Headers.Keys.ShouldBe(["Cache-Control", "Vary", "Content-Type"], ignoreOrder: true);
        context.Response.Headers.CacheControl.ToString().ShouldBe("no-store");
        JsonDocument.Parse(body.ToArray()).RootElement.GetProperty("code").GetString().ShouldBe(ErrorCodes.InternalError);
    }

    private sealed class RequestRefused : Exception;
}
