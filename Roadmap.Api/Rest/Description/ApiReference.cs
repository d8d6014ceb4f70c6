using System.Security.Cryptography;
using Roadmap.Contracts;
using Scalar.AspNetCore;

namespace Roadmap.Api.Rest.Description;

/// <summary>The description as a page to read and to try calls on. All of it comes from here, so it works without the internet.</summary>
internal static class ApiReference
{
    private const int NonceBytes = 16;

    public static void MapApiReference(this IEndpointRouteBuilder app) => app.MapScalarApiReference(Routes.Docs, (options, context) =>
    {
        var nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(NonceBytes));
        PageHeaders.Protect(context.Response, Policy(nonce));
        options.WithTitle("Roadmap API")
            .WithOpenApiRoutePattern(Routes.OpenApi)
            .WithNonce(nonce)
            .DisableDefaultFonts()
            .DisableTelemetry()
            .DisableAgent()
            .DisableMcp()
            .HideDeveloperTools();
    });

    /// <summary>Its scripts are the server's own; its styles are put in by its scripts, as are its pictures, which are data.</summary>
    private static string Policy(string nonce) => string.Join(
        "; ",
        "default-src 'none'",
        $"script-src 'self' 'nonce-{nonce}'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'");
}
