using System.Text;
using Microsoft.Extensions.Options;
using Roadmap.Hubs.Operations;

namespace Roadmap.Api.Access;

/// <summary>How callers show who they are.</summary>
internal enum AuthMode
{
    /// <summary>Not at all: whoever reaches the server may do everything.</summary>
    None,

    /// <summary>By a token (RFC 7519).</summary>
    Jwt,
}

/// <summary>The section <c>Auth</c>.</summary>
internal sealed class AuthOptions : IValidateOptions<AuthOptions>
{
    public const string Section = "Auth";

    /// <summary>What <c>dotnet user-jwts</c> writes, and what ASP.NET Core reads by itself.</summary>
    public const string BearerSection = "Authentication:Schemes:Bearer";

    /// <summary>Of the name in a token, and of the word in a key, when nothing else is set.</summary>
    private const string OwnName = "roadmap";

    private const int LeastKeyBytes = 32;

    /// <summary>
    /// Absent: <see cref="AuthMode.Jwt"/> as soon as something says whose tokens are taken. When nothing does, a server in Development
    /// takes everybody on its own machine, and any other does not start.
    /// </summary>
    public AuthMode? Mode { get; set; }

    /// <summary>The address of an OpenID Connect provider, whose keys are fetched and followed. With https, or on this machine.</summary>
    public string? Authority { get; set; }

    /// <summary>A secret of 32 bytes or more that the server and whoever makes its tokens share. For small sites.</summary>
    public string? SigningKey { get; set; }

    /// <summary>For whom tokens must be made: their <c>aud</c>.</summary>
    public string Audience { get; set; } = OwnName;

    /// <summary>Who must have made them: their <c>iss</c>. Of an authority it is what that says of itself.</summary>
    public string Issuer { get; set; } = OwnName;

    /// <summary>The claim with a caller's roles; members of an object are named with dots, as in <c>realm_access.roles</c>.</summary>
    public string RoleClaim { get; set; } = "roles";

    /// <summary>
    /// The name under which the authority knows the server's page, a public client with <c>/</c> of this server as redirect address.
    /// Absent: who uses the page brings a token.
    /// </summary>
    public string? ClientId { get; set; }

    /// <summary>What the page asks the authority for, with spaces between. With a refresh token it renews its tokens by itself.</summary>
    public string Scope { get; set; } = "openid profile offline_access";

    /// <summary>Whether anything says whose tokens are taken.</summary>
    private bool _hasIssuer;

    /// <summary>Whether nobody has written that there is no authentication: then only this machine is let in.</summary>
    public bool IsOpenToThisMachine { get; private set; }

    /// <summary>Where the page signs people in; null when it does not.</summary>
    public string? SignInOrigin =>
        Mode == AuthMode.Jwt && ClientId is not null && Authority is not null ? new Uri(Authority).GetLeftPart(UriPartial.Authority) : null;

    public void Settle(IHostEnvironment environment, IConfiguration configuration)
    {
        _hasIssuer = Authority is not null || SigningKey is not null || HasSchemeOfItsOwn(configuration);
        if (Mode is not null)
            return;
        if (_hasIssuer)
            Mode = AuthMode.Jwt;
        else if (IsOpenToThisMachine = environment.IsDevelopment())
            Mode = AuthMode.None;
    }

    public ValidateOptionsResult Validate(string? name, AuthOptions options)
    {
        var problems = new List<string>();
        if (options.Mode is null || (options.Mode == AuthMode.Jwt && !options._hasIssuer))
            problems.Add("Nothing says who may call. Set Auth:Authority (an OpenID Connect provider, such as https://login.example.com) "
                + "and Auth:Audience, or Auth:SigningKey (a secret of 32 bytes or more). Or write Auth:Mode=None: then whoever reaches the "
                + "server may do everything. (In Development it starts without any of them, for this machine only.)");
        if (options is { Authority: not null, SigningKey: not null })
            problems.Add("Auth:Authority and Auth:SigningKey are both set. Tokens come from one of them: leave the other out.");
        if (options.Authority is not null && !IsAuthority(options.Authority))
            problems.Add($"Auth:Authority is '{options.Authority}'. It must be an address with https, such as "
                + "https://login.example.com; http is for one on this machine.");
        if (options is { ClientId: not null, Authority: null })
            problems.Add("Auth:ClientId is set without Auth:Authority. The page signs people in by an authority: name it, or leave the id "
                + "out.");
        if (!options.Scope.Split(' ').Contains("openid", StringComparer.Ordinal))
            problems.Add($"Auth:Scope is '{options.Scope}'. It must hold openid, as in openid profile offline_access.");
        if (options.SigningKey is not null && Encoding.UTF8.GetByteCount(options.SigningKey) < LeastKeyBytes)
            problems.Add($"Auth:SigningKey is too short: it must have {LeastKeyBytes} bytes or more, as those of openssl rand -base64 48.");
        if (string.IsNullOrWhiteSpace(options.Audience))
            problems.Add("Auth:Audience must name for whom tokens are made, such as roadmap.");
        if (string.IsNullOrWhiteSpace(options.Issuer))
            problems.Add("Auth:Issuer must name who makes the tokens, such as roadmap.");
        if (string.IsNullOrWhiteSpace(options.RoleClaim))
            problems.Add("Auth:RoleClaim must name the claim with the roles, such as roles.");
        return CheckedOptions.Result(problems);
    }

    public static bool HasSchemeOfItsOwn(IConfiguration configuration) => configuration.GetSection(BearerSection).Exists();

    private static bool IsAuthority(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback));
}
