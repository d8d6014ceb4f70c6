using Microsoft.Extensions.Options;

namespace Roadmap.Api.Rest;

/// <summary>The section <c>Cors</c>.</summary>
internal sealed class OriginOptions : IValidateOptions<OriginOptions>
{
    public const string Section = "Cors";

    /// <summary>
    /// The web origins, beside the server's own, whose pages may call the server and open connections with credentials, such as
    /// <c>https://app.example.com</c>: a list, or one text with commas. Default: none; in Development also every origin on
    /// <c>localhost</c>.
    /// </summary>
    public IReadOnlyList<string> Origins { get; set; } = [];

    public ValidateOptionsResult Validate(string? name, OriginOptions options)
    {
        var wrong = options.Origins.Where(origin => WebOrigin.Find(origin) is null).ToList();
        return wrong.Count == 0
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(
                $"Cors:Origins holds '{string.Join("', '", wrong)}'. "
                + "An origin is a scheme, a host and perhaps a port, without a path and without wildcards: https://app.example.com");
    }
}

/// <summary>The origins that may call from a browser: one list for CORS and for the hub's upgrade, which CORS does not guard.</summary>
internal sealed class AllowedOrigins(IOptions<OriginOptions> options, IHostEnvironment environment)
{
    private readonly HashSet<WebOrigin> _origins = [.. options.Value.Origins.Select(WebOrigin.Find).OfType<WebOrigin>()];

    public bool Allows(string origin) => WebOrigin.Find(origin) is { } page && Allows(page);

    public bool Allows(WebOrigin page) => _origins.Contains(page) || (environment.IsDevelopment() && page.IsLoopback);
}
