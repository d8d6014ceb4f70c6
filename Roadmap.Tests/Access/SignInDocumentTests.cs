using System.Net.Http.Json;
using Roadmap.Contracts;
using Roadmap.Contracts.Json;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Access;

/// <summary>How people sign in is told to everybody, and no more than that.</summary>
public sealed class SignInDocumentTests
{
    private const string Authority = "http://127.0.0.1:1";

    [Theory]
    [InlineData(SignInMode.Open, "--Auth:Mode=None")]
    [InlineData(SignInMode.Token, "--Auth:Mode=Jwt", $"--Auth:SigningKey={SomeTokens.Key}")]
    public async Task A_server_without_a_provider_names_none(SignInMode mode, params string[] settings)
    {
        var (document, policy) = await AskAsync(settings);

        document.ShouldBe(new SignInDocument { Mode = mode });
        policy.ShouldNotContain(Authority);
    }

    [Fact]
    public async Task A_server_with_a_provider_names_it_and_lets_its_page_call_it()
    {
        var (document, policy) = await AskAsync(["--Auth:Mode=Jwt", $"--Auth:Authority={Authority}/realms/one", "--Auth:ClientId=page"]);

        document.ShouldBe(new SignInDocument
        {
            Mode = SignInMode.Token,
            Authority = $"{Authority}/realms/one",
            ClientId = "page",
            Scope = "openid profile offline_access",
            Audience = "roadmap",
        });
        policy.ShouldContain($" {Authority}; base-uri");
    }

    [Fact]
    public async Task A_provider_that_does_not_know_the_page_is_not_called_by_it()
    {
        var (document, policy) = await AskAsync(["--Auth:Mode=Jwt", $"--Auth:Authority={Authority}"]);

        document.ShouldBe(new SignInDocument { Mode = SignInMode.Token, Authority = Authority });
        policy.ShouldNotContain(Authority);
    }

    private static async Task<(SignInDocument? Document, string Policy)> AskAsync(string[] settings)
    {
        await using var server = await HubServer.StartAsync(settings);
        var document = await server.Http.GetFromJsonAsync(
            new Uri(Routes.SignIn, UriKind.Relative), ContractsJson.TypeInfo<SignInDocument>());
        using var page = await server.Http.GetAsync(new Uri("/", UriKind.Relative));
        return (document, page.Headers.GetValues("Content-Security-Policy").ShouldHaveSingleItem());
    }
}
