using Microsoft.AspNetCore.StaticFiles;
using Roadmap.Api.Rest;
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
        app.UseStaticFiles(new StaticFileOptions { OnPrepareResponse = Prepare });
        if (!File.Exists(Path.Combine(app.Environment.WebRootPath ?? "", "index.html")))
            app.MapGet("/", () => Results.Text(NotBuilt)).ExcludeFromDescription();
    }

    /// <summary>The names of built assets carry their hash, so they never change; everything else is asked for again each time.</summary>
    private static void Prepare(StaticFileResponseContext file)
    {
        var isAsset = file.Context.Request.Path.StartsWithSegments(Assets, StringComparison.Ordinal);
        file.Context.Response.Headers.CacheControl = isAsset ? "public, max-age=31536000, immutable" : "no-cache";
        if (!isAsset)
            PageHeaders.Protect(file.Context.Response);
    }
}
