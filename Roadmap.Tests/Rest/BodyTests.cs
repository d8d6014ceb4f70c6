using System.IO.Compression;
using System.Net;
using System.Text;
using Roadmap.Api.Rest;
using Roadmap.Contracts;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Rest;

public sealed class BodyTests(RunningRestServer running) : IClassFixture<RunningRestServer>
{
    private const string Body = """{"kind":"import","title":"学习"}""";

    private RestServer Server => running.Server;

    [Theory]
    [InlineData("gzip")]
    [InlineData("GZip")]
    [InlineData("x-gzip")]
    [InlineData("deflate")]
    [InlineData("br")]
    [InlineData("identity")]
    public async Task A_packed_body_is_unpacked(string encoding)
    {
        using var answer = await PostAsync(Routes.Tasks, Pack(encoding, Encoding.UTF8.GetBytes(Body)), encoding);

        answer.StatusCode.ShouldBe(HttpStatusCode.Created);
        (await answer.ReadAsync<TaskSnapshot>()).Title.ShouldBe("学习");
    }

    [Theory]
    [InlineData("zstd")]
    [InlineData("gzip, br")]
    [InlineData("gzip, gzip")]
    public async Task An_encoding_that_is_not_taken_is_told_those_that_are(string encoding)
    {
        using var answer = await PostAsync(Routes.Tasks, Encoding.UTF8.GetBytes(Body), encoding);

        (await answer.RefusedAsync(ErrorCodes.UnsupportedMediaType)).Detail.ShouldContain("br, deflate, gzip");
        answer.Headers.GetValues("Accept-Encoding").Single().ShouldBe("br, deflate, gzip");
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    [InlineData("br")]
    public async Task What_is_not_packed_as_it_says_is_refused(string encoding)
    {
        using var plain = await PostAsync(Routes.Tasks, Encoding.UTF8.GetBytes(Body), encoding);
        await plain.RefusedAsync(ErrorCodes.InvalidRequest);

        var packed = Pack(encoding, Encoding.UTF8.GetBytes(Body));
        using var half = await PostAsync(Routes.Tasks, packed[..(packed.Length / 2)], encoding);
        await half.RefusedAsync(ErrorCodes.InvalidRequest);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    [InlineData("br")]
    public async Task A_small_body_that_unpacks_to_a_large_one_is_too_large(string encoding)
    {
        var bomb = Pack(encoding, new byte[64 * 1024 * 1024]);
        bomb.Length.ShouldBeLessThan(ContractLimits.ReportBytes);

        using var answer = await PostAsync(Routes.Tasks, bomb, encoding);

        await answer.RefusedAsync(ErrorCodes.TooLarge);
    }

    [Theory]
    [InlineData(12_000)]
    [InlineData(21_000)]
    public async Task Characters_count_as_they_are_stored_however_they_are_escaped(int characters)
    {
        var task = await Server.StartTaskAsync();
        var text = new string('学', characters);

        foreach (var message in new[] { text, string.Concat(text.Select(unit => $"\\u{(int)unit:x4}")) })
        {
            using var answer = await Server.ReportAsync(task, Progress(message));
            answer.StatusCode.ShouldBe(HttpStatusCode.OK, $"{message.Length} characters on the wire");
        }
    }

    [Theory]
    [InlineData("学", 22_000)]
    [InlineData("\\u5b66", 22_000)]
    [InlineData("\\u001f", 11_000)]
    [InlineData("a", 65_536)]
    public async Task An_event_that_is_too_large_when_it_is_stored_is_refused(string character, int count)
    {
        var task = await Server.StartTaskAsync();

        using var answer = await Server.ReportAsync(task, Progress(string.Concat(Enumerable.Repeat(character, count))));

        (await answer.RefusedAsync(ErrorCodes.TooLarge)).Lines().ShouldBe(["$ is larger than 65536 bytes"]);
    }

    [Fact]
    public async Task White_space_around_an_event_is_not_stored_and_does_not_count()
    {
        var task = await Server.StartTaskAsync();

        using var answer = await Server.ReportAsync(task, $"{Progress("a")[..^1]}{new string(' ', 100_000)}}}");

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_report_counts_as_it_is_stored_too_up_to_what_is_read_at_all()
    {
        var task = await Server.StartTaskAsync();
        string Report(int events, string message) => $"[{string.Join(',', Enumerable.Repeat(Progress(message), events))}]";

        // 0.9 MB of text as 1.8 MB of escapes; and the same with more of it than a report may have.
        (await Server.ReportAsync(task, Report(15, string.Concat(Enumerable.Repeat("\\u5b66", 20_000)))))
            .StatusCode.ShouldBe(HttpStatusCode.OK);
        await (await Server.ReportAsync(task, Report(18, string.Concat(Enumerable.Repeat("\\u5b66", 20_000)))))
            .RefusedAsync(ErrorCodes.TooLarge);
        await (await Server.ReportAsync(task, $"[{new string(' ', ContractLimits.SentReportBytes)}]")).RefusedAsync(ErrorCodes.TooLarge);
    }

    [Theory]
    [InlineData("null")]
    [InlineData(" null\n")]
    [InlineData("{}")]
    [InlineData("")]
    [InlineData(null)]
    public async Task Null_is_no_body_where_a_body_is_optional(string? body)
    {
        using var answer = await Server.PostAsync($"{Routes.For(Routes.ApproveRoadmap, "nobody")}?approved=true", body);

        await answer.RefusedAsync(ErrorCodes.TaskNotFound);
    }

    [Fact]
    [AtLimit("time for the body of a request")]
    public async Task A_body_that_does_not_come_in_time_is_a_timeout_and_the_end_of_its_connection()
    {
        await using var server = await RestServer.StartAsync();
        var limit = new BodyOptions().BodyTimeout;
        const string whole = "{\"kind\":\"import\"}";
        using (var slow = await RawHttp.SendAsync(server.Http.BaseAddress!, Head($"Content-Length: {whole.Length}") + whole[..7]))
        {
            await Wait.Eventually("the server waits for the rest", () => server.Time.IsWaitedFor(limit));
            server.Time.Advance(limit - TimeSpan.FromSeconds(1));
            await slow.SendAsync(whole[7..]);
            (await slow.ReadAsync(read => read.Contains('}', StringComparison.Ordinal))).ShouldStartWith("HTTP/1.1 201 ");
        }

        using var http = await RawHttp.SendAsync(server.Http.BaseAddress!, Head("Content-Length: 100") + whole[..7]);

        await Wait.Eventually("the server waits for the rest", () => server.Time.IsWaitedFor(limit));
        server.Time.Advance(limit);

        var answer = await http.ReadAsync(read => read.Contains('}', StringComparison.Ordinal));
        answer.ShouldStartWith("HTTP/1.1 408 Request Timeout");
        answer.ShouldContain("Connection: close");
        answer.ShouldContain("\"code\":\"request_timeout\"");
        server.Logged.Lines.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("FFFFFFFF")]
    [InlineData("FFFFFFFFFFFFFFFFFFFF")]
    [InlineData("80000000")]
    [InlineData("-1")]
    [InlineData("xyz")]
    public async Task A_chunk_of_a_size_that_is_none_is_the_caller_s_mistake(string size)
    {
        using var http = await RawHttp.SendAsync(Server.Http.BaseAddress!, $"{Head("Transfer-Encoding: chunked")}{size}\r\n{{\"kind\"");

        var answer = await http.ReadAsync(read => read.Contains('}', StringComparison.Ordinal));

        answer.ShouldStartWith("HTTP/1.1 400 Bad Request");
        answer.ShouldContain("\"code\":\"invalid_request\"");
    }

    [Theory]
    [InlineData("Content-Length: 100000", "{\"kind\"")]
    [InlineData("Transfer-Encoding: chunked", "5\r\n{\"kin\r\n")]
    public async Task Who_leaves_in_the_middle_of_a_body_leaves_no_trace(string framing, string part)
    {
        await using var server = await RestServer.StartAsync();
        var limit = new BodyOptions().BodyTimeout;

        for (var i = 0; i < 8; i++)
        {
            var http = await RawHttp.SendAsync(server.Http.BaseAddress!, Head(framing) + part);
            await Wait.Eventually("the server reads the body", () => server.Time.IsWaitedFor(limit));
            http.Leave(reset: i % 2 == 0);
            await Wait.Eventually("the server has let go of the body", () => !server.Time.IsWaitedFor(limit));
        }

        (await server.PostAsync(Routes.Tasks, Body)).StatusCode.ShouldBe(HttpStatusCode.Created);
        server.Logged.Lines.ShouldBeEmpty();
    }

    private static string Head(string framing) =>
        $"POST {Routes.Tasks} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n{framing}\r\n\r\n";

    private static string Progress(string message) => $$"""{"type":"progress","step":"a","status":"b","message":"{{message}}"}""";

    private static byte[] Pack(string encoding, byte[] body)
    {
        using var packed = new MemoryStream();
        using (Stream packing = encoding.ToLowerInvariant() switch
        {
            "br" => new BrotliStream(packed, CompressionLevel.Fastest, leaveOpen: true),
            "deflate" => new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true),
            "identity" => new BufferedStream(packed),
            _ => new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true),
        })
        {
            packing.Write(body);
            packing.Flush();
            if (encoding == "identity")
                return packed.ToArray();
        }

        return packed.ToArray();
    }

    private async Task<HttpResponseMessage> PostAsync(string path, byte[] body, string encoding)
    {
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = new("application/json");
        content.Headers.TryAddWithoutValidation("Content-Encoding", encoding);
        return await Server.Http.PostAsync(new Uri(path, UriKind.Relative), content);
    }
}
