using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace Roadmap.Api.Rest;

/// <summary>The setting <c>AllowedHosts</c>, which is ASP.NET Core's own.</summary>
internal sealed class HostNames : IValidateOptions<HostNames>
{
    public const string Setting = "AllowedHosts";

    /// <summary>
    /// The names by which the server is called: what a <c>Host</c> header may say, without its port. <c>*.example.com</c> stands for all
    /// below a name, <c>*</c> for every name. A list, or one text with semicolons or commas. Default: in Development those of this machine,
    /// else every name.
    /// </summary>
    public IReadOnlyList<string> Names { get; set; } = [];

    public ValidateOptionsResult Validate(string? name, HostNames options)
    {
        var wrong = options.Names.Where(host => host != AllowedHosts.Any && !IsName(host)).ToList();
        return wrong.Count == 0
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(
                $"AllowedHosts holds '{string.Join("', '", wrong)}'. It lists names without scheme, port and path, "
                + "such as roadmap.example.com, *.example.com or [::1].");
    }

    private static bool IsName(string host)
    {
        var plain = host.StartsWith("*.", StringComparison.Ordinal) ? host[2..] : host;
        return WebOrigin.Find($"{Uri.UriSchemeHttp}{Uri.SchemeDelimiter}{plain}") is { IsDefaultPort: true }
            && (plain.StartsWith('[') || !plain.Contains(':', StringComparison.Ordinal));
    }
}

/// <summary>
/// The hosts under which the server answers. A page of another site may let its own name lead to this server's address (DNS rebinding): it
/// is of the same origin then, and nothing but the name in <c>Host</c> tells.
/// </summary>
internal sealed class AllowedHosts(IOptions<HostNames> options, IHostEnvironment environment, ILogger<AllowedHosts> logger)
    : IHostedService
{
    public const string Any = "*";

    private static readonly string[] s_ofThisMachine = ["localhost", "127.0.0.1", "[::1]"];

    private readonly List<StringSegment> _patterns = Patterns(options.Value.Names, environment.IsDevelopment());

    private bool AllowsAll => _patterns.Count == 0;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.Value.Names.Count == 0 && AllowsAll)
            logger.HostsUnlimited();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <param name="host">As the header has it: in ASCII, perhaps with a port. Only old clients send none, and no browser.</param>
    public bool Allows(string host) => AllowsAll || host.Length == 0 || HostString.MatchesAny(host, _patterns);

    /// <summary>None when every name will do.</summary>
    private static List<StringSegment> Patterns(IReadOnlyList<string> names, bool isDevelopment)
    {
        if (names.Contains(Any, StringComparer.Ordinal))
            return [];
        // In ASCII, as the header is.
        return [.. (names.Count == 0 && isDevelopment ? s_ofThisMachine : names)
            .Select(name => (StringSegment)new HostString(name).ToUriComponent())];
    }
}
