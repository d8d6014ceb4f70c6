using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.Options;
using Roadmap.Api.Access;
using Roadmap.Api.Rest;
using Roadmap.Api.Rest.Description;
using Roadmap.Contracts;

namespace Roadmap.Api.Hosting;

/// <summary>The page in <c>wwwroot</c>.</summary>
internal static class WebPage
{
    private const string Assets = "/assets";
    private const string NotBuilt = "Roadmap is running, but was built without its web page, since Node was not there.";
    private const string Described = $" The API is described at {Routes.OpenApi}.";

    public static void UseWebPage(this WebApplication app)
    {
        app.UseDefaultFiles();
        app.UseMiddleware<PackedFiles>();
        var signIn = app.Services.GetRequiredService<IOptions<AuthOptions>>().Value.SignInOrigin;
        app.UseStaticFiles(new StaticFileOptions
        {
            ContentTypeProvider = PackedFiles.Types,
            OnPrepareResponse = file => Prepare(file, signIn),
        });
        var isBuilt = File.Exists(Path.Combine(app.Environment.WebRootPath ?? "", "index.html"));
        var isDescribed = app.Services.GetRequiredService<IOptions<DescriptionOptions>>().Value.OpenApi;
        if (!isBuilt)
            app.MapGet("/", () => Results.Text(isDescribed ? NotBuilt + Described : NotBuilt)).ExcludeFromDescription();
        app.Lifetime.ApplicationStarted.Register(() => TellWhere(app, isBuilt, isDescribed));
    }

    /// <summary>Where a browser on this machine finds what listens on an address; null when none does.</summary>
    public static Uri? Openable(string address)
    {
        var binding = BindingAddress.Parse(address);
        if (binding.IsUnixPipe || binding.IsNamedPipe)
            return null;
        var host = binding.Host is "*" or "+" or "0.0.0.0" or "[::]" ? "localhost" : binding.Host;
        return new UriBuilder(binding.Scheme, host, binding.Port, binding.PathBase).Uri;
    }

    private static void TellWhere(WebApplication app, bool isBuilt, bool isDescribed)
    {
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
        if (addresses.Select(Openable).FirstOrDefault(url => url is not null) is not { } page)
            return;
        page = new Uri(page, $"{app.Services.GetRequiredService<IOptions<PathPrefix>>().Value.Value}/");
        var url = (isBuilt || !isDescribed ? page : new Uri(page, $".{Routes.OpenApi}")).ToString();
        if (isBuilt)
            app.Logger.PageReady(url);
        else
            app.Logger.PageNotBuilt(url);
    }

    /// <summary>The names of built assets carry their hash, so they never change; everything else is asked for again each time.</summary>
    private static void Prepare(StaticFileResponseContext file, string? signIn)
    {
        var isAsset = file.Context.Request.Path.StartsWithSegments(Assets, StringComparison.Ordinal);
        file.Context.Response.Headers.CacheControl = isAsset ? "public, max-age=31536000, immutable" : "no-cache";
        PackedFiles.Describe(file.Context);
        if (!isAsset)
            PageHeaders.Protect(file.Context.Response, PageHeaders.PolicyFor(file.Context.Request, signIn));
    }
}
