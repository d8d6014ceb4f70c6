using System.Net;
using System.Net.Http.Headers;
using Microsoft.IdentityModel.Tokens;
using Roadmap.Contracts;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Access;

/// <summary>Tokens of an OpenID Connect provider, and of <c>dotnet user-jwts</c>.</summary>
public sealed class AuthorityTests
{
    private static readonly DateTimeOffset s_later = TimeProvider.System.GetUtcNow().AddHours(1);

    [Fact]
    public async Task A_providers_tokens_are_taken_and_its_keys_followed()
    {
        await using var provider = await OpenIdProvider.StartAsync();
        await using var server = await HubServer.StartAsync(["--Auth:Mode=Jwt", $"--Auth:Authority={provider.Address}"]);

        (await StatusAsync(server, Token(provider))).ShouldBe(HttpStatusCode.OK);
        (await StatusAsync(server, Token(provider, issuer: "elsewhere"))).ShouldBe(HttpStatusCode.Unauthorized);
        (await StatusAsync(server, Token(provider, audience: "elsewhere"))).ShouldBe(HttpStatusCode.Unauthorized);

        var before = Token(provider);
        provider.RotateKeys();
        await Wait.Eventually("the new key is known", async () => await StatusAsync(server, Token(provider)) == HttpStatusCode.OK);
        (await StatusAsync(server, before)).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task What_a_provider_publishes_signs_nothing()
    {
        await using var provider = await OpenIdProvider.StartAsync();
        await using var server = await HubServer.StartAsync(["--Auth:Mode=Jwt", $"--Auth:Authority={provider.Address}"]);
        var secret = new SymmetricSecurityKey(provider.PublicBytes) { KeyId = provider.Credentials.Kid };

        var credentials = new SigningCredentials(secret, SecurityAlgorithms.HmacSha256);
        var token = SomeTokens.Make("ada", s_later, provider.Address, credentials: credentials, roles: "operator");

        (await StatusAsync(server, token)).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task While_a_provider_is_away_callers_are_told_to_come_back()
    {
        var nobody = $"http://127.0.0.1:{FreePort.Take()}";
        await using var server = await HubServer.StartAsync(["--Auth:Mode=Jwt", $"--Auth:Authority={nobody}"]);

        using var answer = await AskAsync(server, SomeTokens.Of("ada"));
        await answer.RefusedAsync(ErrorCodes.AuthorityUnavailable);
        answer.Headers.RetryAfter.ShouldNotBeNull();
        using var raw = await RawWatcher.ConnectAsync(server.RawUrl("t", $"?access_token={SomeTokens.Of("ada")}"));

        (await raw.NextAsync<SocketClosed>()).Code.ShouldBe(CloseCodes.LogUnavailable);
        server.Logged.Take("authority_away").ShouldBeTrue();
    }

    /// <summary>The settings are those that <c>dotnet user-jwts create --role operator</c> leaves.</summary>
    [Fact]
    public async Task A_developers_own_tokens_are_taken()
    {
        const string Id = "5b3f2a1c";
        var key = Enumerable.Range(1, 32).Select(n => (byte)n).ToArray();
        await using var server = await HubServer.StartAsync(
        [
            "--Auth:Mode=Jwt",
            "--Authentication:Schemes:Bearer:ValidAudiences:0=http://localhost:8000",
            "--Authentication:Schemes:Bearer:ValidIssuer=dotnet-user-jwts",
            $"--Authentication:Schemes:Bearer:SigningKeys:0:Id={Id}",
            "--Authentication:Schemes:Bearer:SigningKeys:0:Issuer=dotnet-user-jwts",
            $"--Authentication:Schemes:Bearer:SigningKeys:0:Value={Convert.ToBase64String(key)}",
            "--Authentication:Schemes:Bearer:SigningKeys:0:Length=32",
        ]);
        var credentials = new SigningCredentials(new SymmetricSecurityKey(key) { KeyId = Id }, SecurityAlgorithms.HmacSha256);

        (await StatusAsync(server, SomeTokens.Make("dev", s_later, "dotnet-user-jwts", "http://localhost:8000", credentials)))
            .ShouldBe(HttpStatusCode.OK);
        (await StatusAsync(server, SomeTokens.Make("dev", s_later, "dotnet-user-jwts", "roadmap", credentials)))
            .ShouldBe(HttpStatusCode.Unauthorized);
        (await StatusAsync(server, SomeTokens.Of("dev"))).ShouldBe(HttpStatusCode.Unauthorized);
    }

    private static string Token(OpenIdProvider provider, string? issuer = null, string audience = SomeTokens.Name) =>
        SomeTokens.Make("ada", s_later, issuer ?? provider.Address, audience, provider.Credentials);

    private static async Task<HttpStatusCode> StatusAsync(HubServer server, string token)
    {
        using var answer = await AskAsync(server, token);
        return answer.StatusCode;
    }

    private static async Task<HttpResponseMessage> AskAsync(HubServer server, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(Routes.Tasks, UriKind.Relative));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return await server.Http.SendAsync(request);
    }
}
