using System.Collections.Concurrent;
using System.Net.Mime;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Roadmap.Tests.Support;

/// <summary>
/// Where a provider signs people in for a page, by the authorization code flow with PKCE: whoever presses its one button is
/// <see cref="Person"/>. A refresh token is good once.
/// </summary>
internal sealed class OpenIdSignIn(Func<string> issuer, Func<SigningCredentials> credentials)
{
    public const string ClientId = "roadmap-page";
    public const string Person = "ada";
    public const string Name = "Ada Lovelace";

    private static readonly JsonWebTokenHandler s_handler = new() { SetDefaultTimesOnTokenCreation = false };

    private readonly ConcurrentDictionary<string, Asked> _codes = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _refreshTokens = new(StringComparer.Ordinal);
    private int _renewals;

    /// <summary>How long its access tokens last.</summary>
    public TimeSpan Life { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How often a token was had by a refresh token.</summary>
    public int Renewals => _renewals;

    /// <summary>Whether somebody has signed out here.</summary>
    public bool IsSignedOut { get; private set; }

    public void Map(WebApplication app)
    {
        app.Use((context, next) =>
        {
            context.Response.Headers.AccessControlAllowOrigin = "*";
            return next(context);
        });
        app.MapGet("/authorize", Ask);
        app.MapPost("/token", GiveAsync);
        app.MapGet("/sign-out", (string post_logout_redirect_uri) =>
        {
            IsSignedOut = true;
            return Results.Redirect(post_logout_redirect_uri);
        });
    }

    private IResult Ask(string client_id, string response_type, string code_challenge, string code_challenge_method,
        string redirect_uri, string state, string audience)
    {
        if (client_id != ClientId || response_type != "code" || code_challenge_method != "S256" || audience != SomeTokens.Name)
            return Results.BadRequest();
        var code = Guid.NewGuid().ToString("N");
        _codes[code] = new Asked(code_challenge, redirect_uri);
        var back = QueryHelpers.AddQueryString(redirect_uri, new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["code"] = code,
            ["state"] = state,
        });
        var address = back.Replace("&", "&amp;", StringComparison.Ordinal);
        return Results.Content($"<a href=\"{address}\">I am {Name}</a>", MediaTypeNames.Text.Html);
    }

    private async Task<IResult> GiveAsync(HttpRequest request)
    {
        var form = await request.ReadFormAsync();
        if (form["grant_type"] == "refresh_token")
        {
            if (!_refreshTokens.TryRemove(form["refresh_token"].ToString(), out _))
                return Results.Json(new { error = "invalid_grant" }, statusCode: StatusCodes.Status400BadRequest);
            Interlocked.Increment(ref _renewals);
            return Tokens();
        }

        var challenge = Base64UrlEncoder.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(form["code_verifier"].ToString())));
        return _codes.TryRemove(form["code"].ToString(), out var asked) && asked == new Asked(challenge, form["redirect_uri"].ToString())
            ? Tokens()
            : Results.Json(new { error = "invalid_grant" }, statusCode: StatusCodes.Status400BadRequest);
    }

    private IResult Tokens()
    {
        var refresh = Guid.NewGuid().ToString("N");
        _refreshTokens[refresh] = true;
        return Results.Json(new
        {
            access_token = Token(SomeTokens.Name),
            id_token = Token(ClientId),
            refresh_token = refresh,
            token_type = "Bearer",
            expires_in = (int)Life.TotalSeconds,
        });
    }

    private string Token(string audience) => s_handler.CreateToken(new SecurityTokenDescriptor
    {
        Issuer = issuer(),
        Audience = audience,
        Claims = new Dictionary<string, object>(StringComparer.Ordinal) { ["sub"] = Person, ["name"] = Name },
        IssuedAt = TimeProvider.System.GetUtcNow().UtcDateTime,
        Expires = (TimeProvider.System.GetUtcNow() + Life).UtcDateTime,
        SigningCredentials = credentials(),
    });

    private sealed record Asked(string Challenge, string RedirectUri);
}
