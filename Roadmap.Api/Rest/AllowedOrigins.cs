using Microsoft.Extensions.Options;

namespace Roadmap.Api.Rest;

/// <summary>The section <c>Cors</c>.</summary>
internal sealed class OriginOptions
{
    public const string Section = "Cors";

    /// <summary>
    /// The web origins, beside the server's own, whose pages may call the server and open connections with credentials, such as
    /// <c>https://app.example.com</c>: a list, or one text with commas. Default: none; in Development also every origin on <c>localhost</c>.
    /// </summary>
    public IReadOnlyList<string> Origins { get; set; } = [];

    /// <summary>The binder takes lists only, and would pass over <c>Cors__Origins=https://a.example,https://b.example</c> in silence.</summary>
    public void AddLine(string? line) => Origins = [.. Origins, .. line?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? []];
}

internal sealed class OriginOptionsValidator : IValidateOptions<OriginOptions>
{
    public ValidateOptionsResult Validate(string? name, OriginOptions options)
    {
        var wrong = options.Origins.Where(origin => !IsOrigin(origin)).ToList();
        return wrong.Count == 0
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(
                $"Cors:Origins holds '{string.Join("', '", wrong)}'. An origin is a scheme, a host and perhaps a port, without a path and without wildcards: https://app.example.com");
    }

    private static bool IsOrigin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps)
        && uri.GetLeftPart(UriPartial.Authority).Equals(text, StringComparison.OrdinalIgnoreCase) && !text.Contains('*', StringComparison.Ordinal);
}

/// <summary>The origins that may call from a browser: one list for CORS and for the hub's upgrade, which CORS does not guard.</summary>
internal sealed class AllowedOrigins(IOptions<OriginOptions> options, IHostEnvironment environment)
{
    private readonly HashSet<string> _origins = new(options.Value.Origins, StringComparer.OrdinalIgnoreCase);

    public bool Allows(string origin) => _origins.Contains(origin) || (environment.IsDevelopment() && IsLocalhost(origin));

    private static bool IsLocalhost(string origin) => Uri.TryCreate(origin, UriKind.Absolute, out var uri) && uri.IsLoopback;
}
