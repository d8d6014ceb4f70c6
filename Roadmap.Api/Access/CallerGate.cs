using Roadmap.Api.Rest;
using Roadmap.Contracts;
using Roadmap.Hubs.RawSockets;

namespace Roadmap.Api.Access;

/// <summary>
/// Lets nobody without a valid token to anything under <see cref="Routes.Base"/>, whatever stands there: nothing has to be marked for it.
/// </summary>
internal sealed class CallerGate(RequestDelegate next)
{
    private const string NoToken = "Show who you are: send a token, as Authorization: Bearer and the token.";
    private const string Expired = "The token has expired. Get a new one.";
    private const string Revoked = "The token was revoked. Get a new one.";
    private const string Invalid = "The token is not valid here.";
    private const string Unreadable = "Tokens cannot be checked at the moment: what is needed for it cannot be read. Try again.";

    public Task InvokeAsync(HttpContext context)
    {
        if (!context.Request.Path.StartsWithSegments(Routes.Base, StringComparison.OrdinalIgnoreCase))
            return next(context);
        return context.Features.Get<TokenReading>() switch
        {
            TokenReading.Valid => next(context),
            TokenReading.Unreadable => RefuseAsync(context, ErrorCodes.AuthorityUnavailable, Unreadable, challenge: null),
            TokenReading.Expired => RefuseAsync(context, ErrorCodes.Unauthenticated, Expired, Challenge(Expired)),
            TokenReading.Revoked => RefuseAsync(context, ErrorCodes.Unauthenticated, Revoked, Challenge(Revoked)),
            TokenReading.Invalid => RefuseAsync(context, ErrorCodes.Unauthenticated, Invalid, Challenge(Invalid)),
            _ => RefuseAsync(context, ErrorCodes.Unauthenticated, NoToken, ProblemResult.Challenge),
        };
    }

    /// <summary>RFC 6750, section 3.</summary>
    private static string Challenge(string sentence) =>
        $"{ProblemResult.Challenge}, error=\"invalid_token\", error_description=\"{sentence}\"";

    private static Task RefuseAsync(HttpContext context, string code, string sentence, string? challenge)
    {
        if (TaskSockets.IsRawSocket(context))
            return TaskSockets.RefuseAsync(context, CloseCodes.For(code), sentence);
        if (challenge is not null)
            context.Response.Headers.WWWAuthenticate = challenge;
        return new ProblemResult(code, sentence).ExecuteAsync(context);
    }
}
