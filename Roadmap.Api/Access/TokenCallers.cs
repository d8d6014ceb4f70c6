using System.Security.Claims;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Roadmap.Hubs.Access;
using Roadmap.Hubs.Requests;

namespace Roadmap.Api.Access;

/// <summary>Callers are whom their tokens name.</summary>
internal sealed class TokenCallers(CallerTokens tokens, LinkCallers links, Revocations revocations, TimeProvider time) : ICallers
{
    public bool AreKnown => true;

    /// <summary>ASP.NET Core asks it of every request: what comes out is kept with the request, for the gate.</summary>
    public static async Task AuthenticateAsync(MessageReceivedContext message)
    {
        var context = message.HttpContext;
        if (TokenPlaces.Find(context) is not { Length: > 0 } token)
        {
            message.NoResult();
            return;
        }

        var reading = await context.RequestServices.GetRequiredService<CallerTokens>().ReadAsync(token, context.RequestAborted);
        context.Features.Set(reading);
        if (reading is TokenReading.Valid valid)
        {
            message.Principal = new ClaimsPrincipal(valid.Identity);
            message.Success();
            if (!valid.Identity.Caller.IsOperator)
                context.Features.Set(new EvenTime());
        }
        else
        {
            message.NoResult();
        }
    }

    public Caller Of(HttpContext context) => CallerIdentity.Find(context)?.At(time.GetUtcNow())
        ?? throw new InvalidOperationException("Nobody is known here: the path is not behind the gate.");

    public async Task<Caller?> ReadAsync(string token, CancellationToken cancellationToken) =>
        await tokens.ReadAsync(token, cancellationToken) is TokenReading.Valid { Identity.Caller: var caller } ? caller : null;

    public CallerEnd? EndOf(Caller caller) => caller.ExpiresAt <= time.GetUtcNow() ? CallerEnd.Expired
        : IsRevoked(caller) ? CallerEnd.Revoked
        : null;

    private bool IsRevoked(Caller caller) =>
        caller.Link is { } link ? links.IsRevoked(link) : revocations.Hold(caller.Id, caller.IssuedAt);
}
