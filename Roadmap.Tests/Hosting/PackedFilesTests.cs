using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Roadmap.Contracts;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Hosting;

public sealed partial class PackedFilesTests(RunningRestServer running) : IClassFixture<RunningRestServer>
{
    private const int ShortBytes = 256;

    [Theory]
    [InlineData("br")]
    [InlineData("gzip")]
    public async Task The_pages_files_come_packed_as_the_browser_takes_them(string packing)
    {
        foreach (var file in (await FilesAsync()).Where(IsText))
        {
            using var answer = await GetAsync(file, packing);
            answer.StatusCode.ShouldBe(HttpStatusCode.OK, file);
            answer.Headers.Vary.ShouldContain("Accept-Encoding");
            // What is that short gets no shorter.
            if (answer.Content.Headers.ContentLength > ShortBytes)
                answer.Content.Headers.ContentEncoding.ShouldBe([packing], file);
        }
    }

    [Fact]
    public async Task The_page_can_be_installed_as_an_app_with_its_icons()
    {
        using var manifest = await GetAsync("manifest.webmanifest", "br");

        manifest.Content.Headers.ContentType?.MediaType.ShouldBe("application/manifest+json");
        using var said = JsonDocument.Parse(await manifest.Content.ReadAsStringAsync());
        foreach (var icon in said.RootElement.GetProperty("icons").EnumerateArray())
        {
            using var picture = await GetAsync(icon.GetProperty("src").GetString()!, "identity");
            picture.Content.Headers.ContentType?.MediaType.ShouldBe(icon.GetProperty("type").GetString());
        }
    }

    [Fact]
    public async Task Built_files_are_kept_for_ever_and_the_page_is_asked_for_again()
    {
        foreach (var file in await FilesAsync())
        {
            using var answer = await GetAsync(file, "br");
            answer.Headers.CacheControl?.ToString().ShouldBe(file.Contains("assets/", StringComparison.Ordinal)
                ? "public, max-age=31536000, immutable"
                : "no-cache");
        }
    }

    [Fact]
    public async Task The_first_view_takes_at_most_100_kB()
    {
        long bytes = 0;
        foreach (var file in await FilesAsync())
        {
            using var answer = await GetAsync(file, "br");
            bytes += (await answer.Content.ReadAsByteArrayAsync()).LongLength;
        }

        bytes.ShouldBeInRange(1, 100_000, bytes.ToString("N0", CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task What_is_said_to_a_caller_is_not_packed()
    {
        using var answer = await GetAsync(Routes.OpenApi, "br");

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Content.Headers.ContentEncoding.ShouldBeEmpty();
    }

    /// <summary>Neither a picture nor made for whoever asks.</summary>
    private static bool IsText(string file) => Path.GetExtension(file) is not (".png" or ".webmanifest" or ".json");

    /// <summary>
    /// The page, and what it loads before it shows anything. The picture for a home screen is loaded when the page is put there.
    /// </summary>
    private async Task<IReadOnlyList<string>> FilesAsync()
    {
        using var answer = await running.Server.GetAsync("/");
        var page = await answer.Content.ReadAsStringAsync();
        return
        [
            "/",
            .. Loaded().Matches(page)
                .Select(match => match.Groups["file"].Value)
                .Where(file => !file.EndsWith(".png", StringComparison.Ordinal)),
        ];
    }

    private async Task<HttpResponseMessage> GetAsync(string file, string packing)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(file, UriKind.Relative));
        request.Headers.AcceptEncoding.ParseAdd(packing);
        return await running.Server.Http.SendAsync(request);
    }

    [GeneratedRegex("(?:src|href)=\"\\./(?<file>[^\"]+)\"", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Loaded();
}
