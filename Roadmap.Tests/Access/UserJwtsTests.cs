using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;

namespace Roadmap.Tests.Access;

/// <summary>
/// What <c>dotnet user-jwts create</c> wants of a project, or makes no token: an address, which is the token's audience; a place for its
/// key; and a file for its settings.
/// </summary>
public sealed class UserJwtsTests
{
    [Fact]
    public async Task It_makes_tokens_for_this_project()
    {
        var project = Project();
        var launch = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(project, "Properties", "launchSettings.json")))!;

        launch["profiles"]!["Roadmap.Api"]!["applicationUrl"]!.GetValue<string>().ShouldBe("http://localhost:8000");
        (await File.ReadAllTextAsync(Path.Combine(project, "Roadmap.Api.csproj"))).ShouldContain("<UserSecretsId>");
        File.Exists(Path.Combine(project, "appsettings.Development.json")).ShouldBeTrue();
    }

    private static string Project([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../Roadmap.Api"));
}
