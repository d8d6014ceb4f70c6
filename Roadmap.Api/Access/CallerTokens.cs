using System.Security.Claims;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Roadmap.Api.WatchLinks;

namespace Roadmap.Api.Access;

/// <summary>
/// The one reader of tokens, wherever they come from. Signature, issuer and audience are checked by ASP.NET Core's own handler, as its
/// options say; time by the server's clock.
/// </summary>
internal sealed class CallerTokens(
    IOptionsMonitor<JwtBearerOptions> schemes, IOptions<AuthOptions> auth, LinkCallers links, Revocations revocations, TimeProvider time,
    ILogger<CallerTokens> logger)
{
    /// <summary>So much the clock of whoever makes tokens may be ahead of ours.</summary>
    private static readonly TimeSpan s_skew = TimeSpan.FromSeconds(30);

    public async Task<TokenReading> ReadAsync(string token, CancellationToken cancellationToken)
    {
        if (WatchLinkTokens.IsOne(token))
            return await links.ReadAsync(token, cancellationToken);
        var scheme = schemes.Get(JwtBearerDefaults.AuthenticationScheme);
        var parameters = scheme.TokenValidationParameters;
        if (scheme.ConfigurationManager is BaseConfigurationManager authority)
        {
            if (!await HasKeysAsync(authority, cancellationToken))
                return new TokenReading.Unreadable();
            parameters = parameters.Clone();
            parameters.ConfigurationManager = authority;
        }

        var result = await scheme.TokenHandlers[0].ValidateTokenAsync(token, parameters);
        if (!result.IsValid || result.SecurityToken is not JsonWebToken jwt
            || TokenClaims.Read(jwt, auth.Value.RoleClaim) is not { } caller)
            return new TokenReading.Invalid();
        var now = time.GetUtcNow();
        if (caller.ExpiresAt <= now)
            return new TokenReading.Expired();
        if (revocations.Hold(caller.Id, caller.IssuedAt))
            return new TokenReading.Revoked();
        if (jwt.ValidFrom != DateTime.MinValue && jwt.ValidFrom > now.UtcDateTime + s_skew)
            return new TokenReading.Invalid();

        // By this name ASP.NET Core knows whose a connection is.
        result.ClaimsIdentity.AddClaim(new Claim(ClaimTypes.NameIdentifier, caller.Id!));
        return new TokenReading.Valid(new CallerIdentity(caller, result.ClaimsIdentity));
    }

    /// <summary>Once there were some, there are: a provider that is away later keeps nobody out whose key is known.</summary>
    private async Task<bool> HasKeysAsync(BaseConfigurationManager authority, CancellationToken cancellationToken)
    {
        try
        {
            await authority.GetBaseConfigurationAsync(cancellationToken);
            return true;
        }
        catch (InvalidOperationException e)
        {
            logger.AuthorityAway(auth.Value.Authority ?? authority.MetadataAddress, e.GetType().Name);
            return false;
        }
    }
}
