using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Roadmap.Contracts;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Access;

/// <summary>Who knows the id of somebody else's hub connection has nothing of it.</summary>
public sealed class HubConnectionOwnerTests
{
    private static readonly string s_ada = SomeTokens.Of("ada");

    [Fact]
    public async Task A_connection_over_http_is_its_beginners_alone()
    {
        await using var server = await HubServer.StartAsync(SomeTokens.Settings);
        var link = await server.Http.MakeLinkAsync(
            SomeTokens.Of("w", "worker"), await server.Http.MakeTaskAsync(SomeTokens.Of("w", "worker"), "ada"));
        using var negotiated = await AskAsync(server, HttpMethod.Post, s_ada, "/negotiate?negotiateVersion=1");
        var id = JsonNode.Parse(await negotiated.Content.ReadAsStringAsync())!["connectionToken"]!.GetValue<string>();
        using (var begun = await AskAsync(server, HttpMethod.Get, s_ada, $"?id={id}"))
            begun.IsSuccessStatusCode.ShouldBeTrue();

        foreach (var stranger in new[] { SomeTokens.Of("eve"), SomeTokens.Of("root", "operator"), link.Token })
        {
            foreach (var method in new[] { HttpMethod.Get, HttpMethod.Post, HttpMethod.Delete })
            {
                using var refused = await AskAsync(server, method, stranger, $"?id={id}");
                await refused.RefusedAsync(ErrorCodes.NotFound);
            }
        }

        using var unknown = await AskAsync(server, HttpMethod.Post, SomeTokens.Of("eve"), "?id=nothing");
        await unknown.RefusedAsync(ErrorCodes.NotFound);
        // A token of the same caller that is newer will do.
        var renewed = SomeTokens.Of("ada", TimeProvider.System.GetUtcNow().AddHours(2));
        using var goesOn = await AskAsync(server, HttpMethod.Post, renewed, $"?id={id}");
        goesOn.IsSuccessStatusCode.ShouldBeTrue();
        using var ended = await AskAsync(server, HttpMethod.Delete, s_ada, $"?id={id}");
        ended.IsSuccessStatusCode.ShouldBeTrue();
    }

    private static async Task<HttpResponseMessage> AskAsync(HubServer server, HttpMethod method, string token, string rest)
    {
        using var request = new HttpRequestMessage(method, new Uri(Routes.Hub + rest, UriKind.Relative));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (method == HttpMethod.Post)
            request.Content = new StringContent("{\"protocol\":\"json\",\"version\":1}\u001e", Encoding.UTF8);
        return await server.Http.SendAsync(request);
    }
}
