using System.Text;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Roadmap.Tests.Support;

/// <summary>Makes tokens, as whoever shares the key of a server does.</summary>
internal static class SomeTokens
{
    public const string Key = "a key of at least thirty-two bytes, for tests";
    public const string Name = "roadmap";

    private static readonly JsonWebTokenHandler s_handler = new() { SetDefaultTimesOnTokenCreation = false };

    /// <summary>The settings of a server that takes them.</summary>
    public static string[] Settings { get; } = ["--Auth:Mode=Jwt", $"--Auth:SigningKey={Key}"];

    public static SigningCredentials Credentials { get; } = Signing(Key);

    public static SigningCredentials Signing(string key) =>
        new(new SymmetricSecurityKey(Encoding.UTF8.GetBytes(key)), SecurityAlgorithms.HmacSha256);

    /// <summary>For an hour from now.</summary>
    public static string Of(string sub, params string[] roles) => Of(sub, TimeProvider.System.GetUtcNow().AddHours(1), roles);

    public static string Of(string sub, DateTimeOffset expires, params string[] roles) => Make(sub, expires, roles: roles);

    public static string Make(
        string? sub, DateTimeOffset expires, string issuer = Name, string audience = Name, SigningCredentials? credentials = null,
        DateTimeOffset? issued = null, IDictionary<string, object>? header = null, params string[] roles)
    {
        var claims = new Dictionary<string, object>(StringComparer.Ordinal);
        if (sub is not null)
            claims["sub"] = sub;
        if (roles.Length > 0)
            claims["roles"] = roles;
        return s_handler.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = issuer,
            Audience = audience,
            Claims = claims,
            Expires = expires.UtcDateTime,
            IssuedAt = (issued ?? TimeProvider.System.GetUtcNow()).UtcDateTime,
            SigningCredentials = credentials ?? Credentials,
            AdditionalHeaderClaims = header,
        });
    }
}
