using System.Net;
using System.Net.Sockets;
using System.Reflection;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Roadmap.Api.EventLog;
using Roadmap.Api.Rest;
using Roadmap.Contracts;
using Roadmap.Hubs.EventLog;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Rest;

public sealed class ProblemTests
{
    /// <summary>The environment decides what ASP.NET Core does with bad requests; here it must not.</summary>
    public static TheoryData<string> Environments => ["Development", "Production"];

    [Fact]
    public void Every_error_code_has_a_status()
    {
        var codes = typeof(ErrorCodes)
            .GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(field => (string)field.GetRawConstantValue()!);

        ErrorCatalogue.Statuses.Keys.ShouldBe(codes, ignoreOrder: true);
        ErrorCatalogue.Statuses.Values.ShouldAllBe(status => ErrorCatalogue.TitleOf(status).Length > 0);
    }

    [Theory]
    [MemberData(nameof(Environments))]
    public async Task Broken_json_is_answered_with_its_place(string environment)
    {
        await using var server = await RestServer.StartAsync(environment);

        foreach (var (body, message) in new[]
        {
            ("""{"kind":"a",}""", "$ is not JSON: line 1, byte 13"),
            ("{\n  \"kind\": tru", "$ is not JSON: line 2, byte 14"),
            ("", "$ is not JSON: line 1, byte 1"),
            (new string('[', 40), "$ is nested deeper than 32 levels"),
            ("[]", "$ must be an object"),
            ("null", "$ must be an object"),
            ("""{"kind":"a"} {}""", "$ is not JSON: line 1, byte 14"),
        })
        {
            var problem = await (await server.PostAsync(Routes.Tasks, body)).RefusedAsync(ErrorCodes.InvalidRequest);
            problem.Lines().ShouldContain(message);
            problem.TraceId.ShouldNotBeNullOrEmpty();
        }

        server.Logged.Lines.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_byte_order_mark_is_no_error_but_other_encodings_are()
    {
        await using var server = await RestServer.StartAsync();
        using var marked = new ByteArrayContent([0xEF, 0xBB, 0xBF, .. """{"kind":"a"}"""u8]);
        marked.Headers.ContentType = new("application/json");
        using var latin = new ByteArrayContent(Encoding.Latin1.GetBytes("""{"kind":"a","title":"é"}"""));
        latin.Headers.ContentType = new("application/json");

        (await server.Http.PostAsync(new Uri(Routes.Tasks, UriKind.Relative), marked)).StatusCode.ShouldBe(HttpStatusCode.Created);
        (await (await server.Http.PostAsync(new Uri(Routes.Tasks, UriKind.Relative), latin)).RefusedAsync(ErrorCodes.InvalidRequest))
            .Lines()
            .ShouldBe(["$ is not UTF-8"]);
    }

    [Theory]
    [MemberData(nameof(Environments))]
    public async Task What_the_framework_refuses_is_a_problem_too(string environment)
    {
        await using var server = await RestServer.StartAsync(environment);

        await (await server.GetAsync("/api/v1/nothing")).RefusedAsync(ErrorCodes.NotFound);
        await (await server.GetAsync("/nothing")).RefusedAsync(ErrorCodes.NotFound);
        var wrongMethod = await server.Http.DeleteAsync(new Uri(Routes.Tasks, UriKind.Relative));
        (await wrongMethod.RefusedAsync(ErrorCodes.MethodNotAllowed)).Detail.ShouldContain("POST");
        wrongMethod.Content.Headers.Allow.ShouldBe(["GET", "HEAD", "POST"], ignoreOrder: true);
        await (await server.PostAsync(Routes.Tasks, "kind=a", "application/x-www-form-urlencoded"))
            .RefusedAsync(ErrorCodes.UnsupportedMediaType);
        await (await server.PostAsync(Routes.For(Routes.TaskEvents, "t"), "[]", "text/plain"))
            .RefusedAsync(ErrorCodes.UnsupportedMediaType);
        using var untyped = new ByteArrayContent("""{"kind":"a"}"""u8.ToArray());
        await (await server.Http.PostAsync(new Uri(Routes.Tasks, UriKind.Relative), untyped)).RefusedAsync(ErrorCodes.UnsupportedMediaType);
        server.Logged.Lines.ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Environments))]
    public async Task A_fault_is_logged_and_its_text_stays_here(string environment)
    {
        await using var server = await RestServer.StartAsync(environment, WithIndex(() => throw new InvalidOperationException("secret")));

        var answer = await server.GetAsync(Routes.Tasks);

        answer.StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
        var problem = await answer.RefusedAsync(ErrorCodes.InternalError);
        (await answer.Content.ReadAsStringAsync()).ShouldNotContain("secret");
        server.Logged.Lines.ShouldHaveSingleItem().ShouldContain(problem.TraceId!);
        server.Logged.Lines.Single().ShouldContain("secret");
    }

    [Fact]
    public async Task A_log_that_does_not_answer_says_when_to_come_back()
    {
        await using var server =
            await RestServer.StartAsync(replace: WithIndex(() => throw new LogUnavailableException("disk full at /secret")));

        var answer = await server.GetAsync(Routes.Tasks);

        (await answer.RefusedAsync(ErrorCodes.LogUnavailable)).Detail.ShouldNotContain("secret");
        answer.Headers.RetryAfter?.Delta.ShouldBe(TimeSpan.FromSeconds(1));
        server.Logged.Take("request_log_unavailable").ShouldBeTrue();
    }

    [Fact]
    public async Task A_caller_that_leaves_in_the_middle_of_its_body_is_no_error()
    {
        await using var server = await RestServer.StartAsync();
        using (var tcp = new TcpClient())
        {
            await tcp.ConnectAsync(server.Http.BaseAddress!.Host, server.Http.BaseAddress.Port);
            var request = $"POST {Routes.Tasks} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: "
                + $"100\r\n\r\n{{\"kind\"";
            await tcp.GetStream().WriteAsync(Encoding.ASCII.GetBytes(request));
            tcp.LingerState = new LingerOption(true, 0);
        }

        (await server.PostAsync(Routes.Tasks, """{"kind":"a"}""")).StatusCode.ShouldBe(HttpStatusCode.Created);
        server.Logged.Lines.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("https://app.example.com/")]
    [InlineData("*")]
    [InlineData("https://*.example.com")]
    [InlineData("app.example.com")]
    public async Task An_origin_that_is_none_stops_the_start(string origin)
    {
        var failure = await Should.ThrowAsync<OptionsValidationException>(() => RestServer.StartAsync(origin: origin));

        failure.Message.ShouldContain("Cors:Origins");
        failure.Message.ShouldContain(origin);
    }

    private static Action<IServiceCollection> WithIndex(Func<TaskPage> list) =>
        services => services.AddSingleton<ITaskIndex>(new IndexThatAnswers(list));

    /// <summary>An index of which only the list is asked.</summary>
    private sealed class IndexThatAnswers(Func<TaskPage> list) : ITaskIndex
    {
        public Task<TaskPage> ListAsync(TaskFilter filter, CancellationToken cancellationToken) => Task.FromResult(list());

        public Task<IReadOnlyList<string>> FindExpiredLeasesAsync(int limit, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<string>>([]);

        public Task<RoadmapDocument?> FindRoadmapAsync(string roadmapId, CancellationToken cancellationToken) =>
            Task.FromResult<RoadmapDocument?>(null);

        public Task<Roadmap.Hubs.State.TaskState?> FindTaskOfRoadmapAsync(string roadmapId, CancellationToken cancellationToken) =>
            Task.FromResult<Roadmap.Hubs.State.TaskState?>(null);
    }
}
