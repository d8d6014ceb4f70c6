using Microsoft.AspNetCore.StaticFiles;
using Roadmap.Contracts;

namespace Roadmap.Api.Hosting;

/// <summary>The page in <c>wwwroot</c>.</summary>
internal static class WebPage
{
    private const string Assets = "/assets";
    private const string NotBuilt = $"Roadmap is running, but was built without its web page, since Node was not there. The API is described at {Routes.OpenApi}.";

    public static void UseWebPage(this WebApplication app)
    {
        app.UseDefaultFiles();
        app.UseStaticFiles(new StaticFileOptions { OnPrepareResponse = SetCaching });
        if (!File.Exists(Path.Combine(app.Environment.WebRootPath ?? "", "index.html")))
            app.MapGet("/", () => Results.Text(NotBuilt)).ExcludeFromDescription();
    }

    /// <summary>The names of built assets carry their hash, so they never change; everything else is asked for again each time.</summary>
    private static void SetCaching(StaticFileResponseContext context) =>
        context.Context.Response.Headers.CacheControl =
            context.Context.Request.Path.StartsWithSegments(Assets, StringComparison.Ordinal) ? "public, max-age=31536000, immutable" : "no-cache";
}
