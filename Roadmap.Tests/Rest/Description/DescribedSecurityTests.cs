using System.Text.Json;
using Roadmap.Contracts;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Rest.Description;

public sealed class DescribedSecurityTests
{
    [Fact]
    public async Task Where_callers_are_known_all_calls_but_those_outside_the_base_path_need_a_bearer_token()
    {
        await using var server = await HubServer.StartAsync(SomeTokens.Settings);

        var document = JsonElement.Parse(await server.Http.GetStringAsync(new Uri(Routes.OpenApi, UriKind.Relative)));

        var scheme = document.GetProperty("components").GetProperty("securitySchemes").GetProperty("bearer");
        (scheme.GetProperty("type").GetString(), scheme.GetProperty("scheme").GetString()).ShouldBe(("http", "bearer"));
        document.GetProperty("security").EnumerateArray().ShouldHaveSingleItem().GetProperty("bearer").GetArrayLength().ShouldBe(0);
        foreach (var path in document.GetProperty("paths").EnumerateObject())
        {
            foreach (var operation in path.Value.EnumerateObject())
                operation.Value.TryGetProperty("security", out _).ShouldBe(!path.Name.StartsWith(Routes.Base, StringComparison.Ordinal));
        }
    }
}
