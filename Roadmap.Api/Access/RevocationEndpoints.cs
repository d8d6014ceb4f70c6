using Roadmap.Api.Rest;
using Roadmap.Contracts;
using Roadmap.Contracts.Json;
using Roadmap.Hubs.Access;
using Roadmap.Hubs.Requests;

namespace Roadmap.Api.Access;

/// <summary>Where operators take tokens back.</summary>
internal static class RevocationEndpoints
{
    public static void MapRevocations(this IEndpointRouteBuilder app) => app.MapPost(Routes.Revocations, RevokeAsync)
        .Describe("revokeTokens", "Make the tokens of a caller void that were issued before a moment")
        .WithTags("Access")
        .Accepts<RevocationBody>("application/json")
        .Produces<RevocationBody>()
        .Refuses(ErrorCodes.Conflict, ErrorCodes.TooLarge, ErrorCodes.UnsupportedMediaType);

    private static async Task<IResult> RevokeAsync(
        HttpRequest http, Caller caller, ICallers callers, Revocations revocations, TimeProvider time, CancellationToken cancellationToken)
    {
        if (!callers.AreKnown)
            return new ProblemResult(ErrorCodes.Conflict, "There is no authentication here, and so no token to take back.");
        if (!caller.IsOperator)
            return new ProblemResult(ErrorCodes.Forbidden, "Only operators take tokens back.");
        var (body, errors) = await JsonBody.ReadAsync(http, json => ContractReader.Read<RevocationBody>(json));
        if (errors.Count == 0 && !Shapes.IsId(body?.Sub))
            errors.Add("sub", body?.Sub is null ? "is required" : Shapes.IdRule);
        if (errors.Count > 0)
            throw RequestRefusedException.ForFields(ErrorCodes.InvalidRequest, errors);

        var revoked = body! with { NotBefore = body!.NotBefore ?? time.GetUtcNow() };
        await revocations.AddAsync(revoked.Sub!, revoked.NotBefore.Value, caller.Id!, cancellationToken);
        return WireResults.Json(revoked);
    }
}
