using System.Net;
using System.Text;
using Roadmap.Contracts;

namespace Roadmap.Tests.Support;

/// <summary>Calls by somebody.</summary>
internal static class TokenCalls
{
    /// <param name="http">The server.</param>
    /// <param name="method">How.</param>
    /// <param name="path">What.</param>
    /// <param name="token">Whose; null: nobody's.</param>
    /// <param name="body">JSON, or none.</param>
    public static async Task<HttpResponseMessage> AskAsync(
        this HttpClient http, HttpMethod method, string path, string? token, string? body = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
        if (token is not null)
            request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token}");
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        return await http.SendAsync(request).InTime();
    }

    /// <summary>The status of a GET.</summary>
    public static async Task<HttpStatusCode> StatusAsync(this HttpClient http, string path, string? token)
    {
        using var answer = await http.AskAsync(HttpMethod.Get, path, token);
        return answer.StatusCode;
    }

    /// <summary>A worker's task, of that owner.</summary>
    public static async Task<string> MakeTaskAsync(this HttpClient http, string token, string owner)
    {
        var task = Some.TaskId();
        using var made = await http.AskAsync(
            HttpMethod.Post, Routes.Tasks, token, $$"""{"task_id":"{{task}}","kind":"import","owner":"{{owner}}"}""");
        made.StatusCode.ShouldBe(HttpStatusCode.Created);
        return task;
    }

    /// <summary>A link to a task.</summary>
    public static async Task<WatchLinkReply> MakeLinkAsync(this HttpClient http, string? token, string task, string body = "{}")
    {
        using var made = await http.AskAsync(HttpMethod.Post, Routes.For(Routes.WatchLinks, task), token, body);
        made.StatusCode.ShouldBe(HttpStatusCode.Created);
        return await made.ReadAsync<WatchLinkReply>();
    }

    public static async Task RevokeLinkAsync(this HttpClient http, string? token, WatchLinkReply link)
    {
        using var revoked = await http.AskAsync(
            HttpMethod.Delete, Routes.For(Routes.For(Routes.WatchLink, link.TaskId), link.LinkId), token);
        revoked.StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }
}
