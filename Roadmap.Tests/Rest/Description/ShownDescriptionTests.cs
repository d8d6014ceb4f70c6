using System.Net;
using Roadmap.Contracts;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Rest.Description;

/// <summary>Who is told how the server is called.</summary>
public sealed class ShownDescriptionTests
{
    [Theory]
    [InlineData("Production", null, null, true, false)]
    [InlineData("Development", null, null, true, true)]
    [InlineData("Development", null, "false", true, false)]
    [InlineData("Production", null, "true", true, true)]
    [InlineData("Development", "false", null, false, false)]
    public async Task The_description_and_its_page_are_there_as_they_are_set(
        string environment, string? openApi, string? enabled, bool isDescribed, bool hasPage)
    {
        await using var server = await HubServer.StartAsync(
            [$"--environment={environment}", .. Setting("OpenApi", openApi), .. Setting("Enabled", enabled)]);

        (await StatusAsync(server, Routes.OpenApi)).ShouldBe(isDescribed ? HttpStatusCode.OK : HttpStatusCode.NotFound);
        (await StatusAsync(server, Routes.Docs)).ShouldBe(hasPage ? HttpStatusCode.OK : HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_page_of_nothing_stops_the_start() =>
        (await Should.ThrowAsync<Microsoft.Extensions.Options.OptionsValidationException>(
            () => HubServer.StartAsync(["--Docs:OpenApi=false", "--Docs:Enabled=true"]))).Message.ShouldContain("Docs:OpenApi is false");

    private static string[] Setting(string name, string? value) => value is null ? [] : [$"--Docs:{name}={value}"];

    private static async Task<HttpStatusCode> StatusAsync(HubServer server, string path)
    {
        using var answer = await server.Http.GetAsync(new Uri(path, UriKind.Relative));
        return answer.StatusCode;
    }
}
