using System.Security.Claims;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Roadmap.Api.WatchLinks;
using Roadmap.Hubs.EventLog;

namespace Roadmap.Api.Access;

/// <summary>
/// The one reader of tokens, wherever they come from. Signature, issuer and audience are checked by ASP.NET Core's own handler, as its
/// options say; time by the server's clock.
/// </summary>
internal sealed class CallerTokens(
    IOptionsMonitor<JwtBearerOptions> schemes, IOptions<AuthOptions> auth, CheckedTokens known, LinkCallers links, Revocations revocations,
    TimeProvider time, ILogger<CallerTokens> logger)
{
    /// <summary>So much the clock of whoever makes tokens may be ahead of ours.</summary>
    private static readonly TimeSpan s_skew = TimeSpan.FromSeconds(30);

    public async Task<TokenReading> ReadAsync(string token, CancellationToken cancellationToken)
    {
        if (WatchLinkTokens.IsOne(token))
            return await links.ReadAsync(token, cancellationToken);
        var scheme = schemes.Get(JwtBearerDefaults.AuthenticationScheme);
        if (await KeysOfAsync(scheme, cancellationToken) is not { } keys)
            return new TokenReading.Unreadable();
        if ((known.Find(token, keys) ?? await CheckAsync(token, scheme, keys)) is not { } found)
            return new TokenReading.Invalid();

        try
        {
            await revocations.WhenKnownAsync(cancellationToken);
        }
        catch (LogUnavailableException)
        {
            return new TokenReading.Unreadable();
        }

        var caller = found.Identity.Caller;
        var now = time.GetUtcNow();
        if (caller.ExpiresAt <= now)
            return new TokenReading.Expired();
        if (revocations.Hold(caller.Id, caller.IssuedAt))
            return new TokenReading.Revoked();
        return found.ValidFrom > now + s_skew ? new TokenReading.Invalid() : new TokenReading.Valid(found.Identity);
    }

    private async Task<CheckedToken?> CheckAsync(string token, JwtBearerOptions scheme, object keys)
    {
        var parameters = scheme.TokenValidationParameters;
        if (scheme.ConfigurationManager is BaseConfigurationManager authority)
        {
            parameters = parameters.Clone();
            parameters.ConfigurationManager = authority;
        }

        var result = await scheme.TokenHandlers[0].ValidateTokenAsync(token, parameters);
        // RFC 7515, section 4.1.11: who does not understand what is critical refuses the token, and here nothing of the kind is understood.
        if (!result.IsValid || result.SecurityToken is not JsonWebToken jwt || jwt.TryGetHeaderValue<object>("crit", out _)
            || TokenClaims.Read(jwt, auth.Value.RoleClaim) is not { } caller)
            return null;

        // By this name ASP.NET Core knows whose a connection is.
        result.ClaimsIdentity.AddClaim(new Claim(ClaimTypes.NameIdentifier, caller.Id!));
        DateTimeOffset? validFrom = jwt.ValidFrom == DateTime.MinValue ? null : new DateTimeOffset(jwt.ValidFrom, TimeSpan.Zero);
        var found = new CheckedToken(new CallerIdentity(caller, result.ClaimsIdentity), validFrom, keys);
        known.Keep(token, found);
        return found;
    }

    /// <summary>
    /// What tokens are checked by, another object whenever that has changed; null when a provider's keys cannot be read. Once there were
    /// some, there are: a provider that is away later keeps nobody out whose key is known.
    /// </summary>
    private async Task<object?> KeysOfAsync(JwtBearerOptions scheme, CancellationToken cancellationToken)
    {
        if (scheme.ConfigurationManager is not BaseConfigurationManager authority)
            return scheme.TokenValidationParameters;
        try
        {
            return await authority.GetBaseConfigurationAsync(cancellationToken);
        }
        catch (InvalidOperationException e)
        {
            logger.AuthorityAway(auth.Value.Authority ?? authority.MetadataAddress, e.GetType().Name);
            return null;
        }
    }
}
