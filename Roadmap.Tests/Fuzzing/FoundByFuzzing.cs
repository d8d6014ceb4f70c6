using Roadmap.Api.Rest;
using Roadmap.Contracts;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Fuzzing;

/// <summary>Inputs that were found at random, or beside what was, and what is right for them.</summary>
public sealed class FoundByFuzzing(RunningRestServer running) : IClassFixture<RunningRestServer>
{
    [Theory]
    [InlineData("http://xn--mller-kva\uFFFD.example")]
    [InlineData("http://\uFFFDlocalhost")]
    [InlineData("http://\u2028\u2029")]
    [InlineData("http://\ud800")]
    [InlineData("http://a\u0000b")]
    [InlineData("http://[::1")]
    [InlineData("://")]
    public void An_origin_that_has_no_form_in_ASCII_was_a_500(string origin) =>
        (WebOrigin.Find(origin)?.IsAt("localhost") ?? false).ShouldBeFalse();

    [Theory]
    [InlineData("POST", "/api/v1/roadmaps/tasks/nobody/cancel")]
    [InlineData("GET", Routes.OpenApi)]
    [InlineData("GET", "/")]
    public async Task A_host_that_is_no_right_punycode_was_a_500(string method, string path)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Headers.TryAddWithoutValidation("Host", "xn--99999999999");
        request.Headers.TryAddWithoutValidation("Origin", "http://xn--99999999999");

        using var answer = await running.Server.Http.SendAsync(request);

        await answer.RefusedAsync(ErrorCodes.InvalidRequest);
    }
}
