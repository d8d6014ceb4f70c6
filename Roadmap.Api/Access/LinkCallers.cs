using System.Security.Claims;
using Roadmap.Api.WatchLinks;
using Roadmap.Hubs.Access;
using Roadmap.Hubs.EventLog;

namespace Roadmap.Api.Access;

/// <summary>Whoever comes by a link instead of a token of its own.</summary>
internal sealed class LinkCallers(WatchLinkTokens tokens, RevokedLinks revoked, Revocations revocations, TimeProvider time)
{
    private const string Scheme = "watch-link";

    public async Task<TokenReading> ReadAsync(string token, CancellationToken cancellationToken)
    {
        try
        {
            await revoked.WhenKnownAsync(cancellationToken);
            await revocations.WhenKnownAsync(cancellationToken);
            // One that was made where nobody is known is nobody's word here.
            if (await tokens.ReadAsync(token, cancellationToken) is not { CreatedBy: not null } link)
                return new TokenReading.Invalid();
            if (link.ExpiresAt <= time.GetUtcNow())
                return new TokenReading.Expired();
            return IsRevoked(link)
                ? new TokenReading.Revoked()
                : new TokenReading.Valid(new CallerIdentity(Caller.By(link), new ClaimsIdentity(Scheme)));
        }
        catch (LogUnavailableException)
        {
            return new TokenReading.Unreadable();
        }
    }

    /// <summary>It is, or the token is with which it was made: what its maker has lost it cannot have given away.</summary>
    public bool IsRevoked(WatchLink link) => revoked.Holds(link) || revocations.Hold(link.CreatedBy, link.CreatorsTokenIssuedAt);
}
