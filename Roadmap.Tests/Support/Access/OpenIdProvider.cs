using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Tokens;

namespace Roadmap.Tests.Support;

/// <summary>Who signs people in: says where its keys are, and what they are now.</summary>
internal sealed class OpenIdProvider : IAsyncDisposable
{
    private readonly WebApplication _app;
    private volatile RsaSecurityKey _key = NewKey();

    private OpenIdProvider()
    {
        var builder = WebApplication.CreateSlimBuilder(["--Urls=http://127.0.0.1:0"]);
        builder.Logging.ClearProviders();
        _app = builder.Build();
        SignIn = new OpenIdSignIn(() => Address, () => Credentials);
        SignIn.Map(_app);
        _app.MapGet("/.well-known/openid-configuration", () => Results.Json(new
        {
            issuer = Address,
            jwks_uri = $"{Address}/keys",
            authorization_endpoint = $"{Address}/authorize",
            token_endpoint = $"{Address}/token",
            end_session_endpoint = $"{Address}/sign-out",
        }));
        _app.MapGet("/keys", () => Results.Json(new { keys = new[] { Published(_key) } }));
    }

    public string Address => _app.Urls.First();

    public SigningCredentials Credentials => new(_key, SecurityAlgorithms.RsaSha256);

    public OpenIdSignIn SignIn { get; }

    /// <summary>What it publishes of its key, for whoever would sign with that.</summary>
    public byte[] PublicBytes => _key.Rsa.ExportSubjectPublicKeyInfo();

    public static async Task<OpenIdProvider> StartAsync()
    {
        var provider = new OpenIdProvider();
        await provider._app.StartAsync().InTime();
        return provider;
    }

    /// <summary>From now on it signs with another key, and forgets the one before.</summary>
    public void RotateKeys() => _key = NewKey();

    public async ValueTask DisposeAsync() => await _app.DisposeAsync().InTime();

    private static RsaSecurityKey NewKey() => new(RSA.Create(2048)) { KeyId = Guid.NewGuid().ToString("N") };

    private static object Published(RsaSecurityKey key)
    {
        var (kid, parameters) = (key.KeyId, key.Rsa.ExportParameters(includePrivateParameters: false));
        return new
        {
            kty = "RSA",
            use = "sig",
            kid,
            n = Base64UrlEncoder.Encode(parameters.Modulus),
            e = Base64UrlEncoder.Encode(parameters.Exponent),
        };
    }
}
