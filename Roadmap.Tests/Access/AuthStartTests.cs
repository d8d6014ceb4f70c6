using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Roadmap.Contracts;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Access;

/// <summary>A server is never open to others by oversight.</summary>
public sealed class AuthStartTests : IDisposable
{
    private const string Loopback = "http://127.0.0.1:0";
    private const string Everywhere = "http://0.0.0.0:0";
    private const string Key = "--Auth:SigningKey=0123456789abcdef0123456789abcdef";

    private readonly TempFolder _folder = new();
    private readonly LoggedLines _logged = new();

    public void Dispose()
    {
        _folder.Dispose();
        _logged.Dispose();
    }

    [Theory]
    [InlineData("Production", Loopback)]
    [InlineData("Staging", Loopback)]
    [InlineData("Development", Everywhere)]
    [InlineData("Production", Loopback, "--Auth:Mode=Jwt")]
    [InlineData("Development", Loopback, "--Auth:Mode=Jwt")]
    public async Task It_does_not_start_when_nothing_says_who_may_call(string environment, string url, params string[] settings)
    {
        var refused = await Should.ThrowAsync<OptionsValidationException>(() => StartAsync(environment, url, settings));

        refused.Message.ShouldContain("Auth:Authority");
        refused.Message.ShouldContain("Auth:SigningKey");
        refused.Message.ShouldContain("Auth:Mode=None");
    }

    [Theory]
    [InlineData("Development", Loopback, "open_to_this_machine")]
    [InlineData("Development", "http://localhost:0", "open_to_this_machine")]
    [InlineData("Development", Everywhere, "authentication_off", "--Auth:Mode=None")]
    [InlineData("Production", Everywhere, "authentication_off", "--Auth:Mode=None")]
    public async Task An_open_server_says_so_at_its_start(string environment, string url, string said, params string[] settings)
    {
        var here = url.Replace("localhost:0", $"localhost:{FreePort.Take()}", StringComparison.Ordinal);
        await using var app = Build(environment, here, settings);
        await app.StartAsync().InTime();

        _logged.Lines.ShouldContain(line => line.StartsWith(said, StringComparison.Ordinal));
        (await StatusOf(app)).ShouldBe(200);
    }

    [Theory]
    [InlineData(Key)]
    [InlineData("--Auth:Authority=http://127.0.0.1:1")]
    [InlineData("--Auth:Mode=Jwt", Key)]
    [InlineData("--Authentication:Schemes:Bearer:ValidIssuer=dotnet-user-jwts")]
    public async Task What_names_whose_tokens_are_taken_demands_them_in_Development_too(params string[] settings)
    {
        await using var app = Build("Development", Everywhere, settings);
        await app.StartAsync().InTime();

        (await StatusOf(app)).ShouldBe(401);
        _logged.Lines.ShouldNotContain(line => line.Contains("open_to", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Auth:Mode", "--Auth:Mode=2", Key)]
    [InlineData("Auth:SigningKey", "--Auth:SigningKey=short")]
    [InlineData("Auth:Authority", "--Auth:Authority=http://login.example.com")]
    [InlineData("Auth:Authority", "--Auth:Authority=login")]
    [InlineData("Auth:SigningKey", "--Auth:Authority=https://login.example.com", Key)]
    [InlineData("Auth:ClientId", "--Auth:ClientId=roadmap-page", Key)]
    [InlineData("Auth:Scope", "--Auth:Authority=https://login.example.com", "--Auth:ClientId=roadmap-page", "--Auth:Scope=profile")]
    [InlineData("Auth:Audience", "--Auth:Audience= ", Key)]
    [InlineData("Auth:Issuer", "--Auth:Issuer= ", Key)]
    [InlineData("Auth:RoleClaim", "--Auth:RoleClaim= ", Key)]
    public async Task What_is_set_wrong_is_named(string setting, params string[] settings)
    {
        var refused = await Should.ThrowAsync<OptionsValidationException>(() => StartAsync("Production", Loopback, settings));

        refused.Failures.ShouldHaveSingleItem().ShouldContain(setting);
        refused.Message.ShouldNotContain("0123456789abcdef");
    }

    private async Task StartAsync(string environment, string url, params string[] settings)
    {
        await using var app = Build(environment, url, settings);
        await app.StartAsync().InTime();
    }

    private WebApplication Build(string environment, string url, params string[] settings) => Program.Build(
        [$"--environment={environment}", $"--Urls={url}", $"--Storage:Path={_folder.File("log.db")}", .. settings],
        services => services.AddLogging(logging => logging.ClearProviders().AddProvider(_logged)));

    private static async Task<int> StatusOf(WebApplication app)
    {
        var port = new Uri(app.Urls.First()).Port;
        using var http = new HttpClient { Timeout = Wait.Patience };
        using var answer = await http.GetAsync(new Uri($"http://127.0.0.1:{port}{Routes.Tasks}"));
        return (int)answer.StatusCode;
    }
}
