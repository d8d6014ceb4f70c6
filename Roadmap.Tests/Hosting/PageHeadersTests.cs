using Roadmap.Contracts;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Hosting;

public sealed class PageHeadersTests(RunningRestServer running) : IClassFixture<RunningRestServer>
{
    [Theory]
    [InlineData("/")]
    [InlineData("/index.html")]
    public async Task The_page_may_load_and_call_this_server_only_and_is_not_framed(string path)
    {
        using var page = await running.Server.GetAsync(path);

        var host = running.Server.Http.BaseAddress!.Authority;
        Header(page, "Content-Security-Policy").ShouldBe(
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; manifest-src 'self'; font-src 'self'; "
            + $"connect-src 'self' ws://{host} wss://{host}; "
            + "base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'; require-trusted-types-for 'script'; "
            + "trusted-types 'none'");
        Header(page, "X-Frame-Options").ShouldBe("DENY");
        Header(page, "Referrer-Policy").ShouldBe("same-origin");
        Header(page, "Cross-Origin-Opener-Policy").ShouldBe("same-origin");
        Header(page, "Cross-Origin-Resource-Policy").ShouldBe("same-origin");
        Header(page, "Permissions-Policy").ShouldContain("geolocation=()");
        Header(page, "X-Content-Type-Options").ShouldBe("nosniff");
    }

    [Theory]
    [InlineData(Routes.Health)]
    [InlineData(Routes.Metrics)]
    [InlineData("/api/v1/tasks/nobody")]
    [InlineData("/favicon.svg")]
    public async Task Nothing_is_taken_for_what_it_is_not(string path)
    {
        using var answer = await running.Server.GetAsync(path);

        Header(answer, "X-Content-Type-Options").ShouldBe("nosniff");
        Header(answer, "Cross-Origin-Resource-Policy").ShouldBe("same-origin");
    }

    private static string Header(HttpResponseMessage answer, string name) => answer.Headers.GetValues(name).ShouldHaveSingleItem();
}
