using Microsoft.Extensions.Options;
using Roadmap.Api.Rest;
using Roadmap.Contracts;

namespace Roadmap.Api.Access;

/// <summary>Where a page learns how people sign in. It needs no token: who has none asks.</summary>
internal static class SignInEndpoint
{
    public static void MapSignIn(this IEndpointRouteBuilder app)
    {
        var document = DocumentOf(app.ServiceProvider.GetRequiredService<IOptions<AuthOptions>>().Value);
        app.MapGet(Routes.SignIn, (HttpResponse response) =>
            {
                response.Headers.CacheControl = "no-cache";
                return WireResults.Json(document);
            })
            .Describe("getSignIn", "How people sign in").WithTags("Access")
            .Produces<SignInDocument>().ProducesProblems(ErrorCodes.InternalError);
    }

    private static SignInDocument DocumentOf(AuthOptions auth) => auth.Mode switch
    {
        AuthMode.Jwt when auth is { Authority: not null, ClientId: not null } => new SignInDocument
        {
            Mode = SignInMode.Token,
            Authority = auth.Authority,
            ClientId = auth.ClientId,
            Scope = auth.Scope,
            Audience = auth.Audience,
        },
        AuthMode.Jwt => new SignInDocument { Mode = SignInMode.Token, Authority = auth.Authority },
        _ => new SignInDocument { Mode = auth.IsOpenToThisMachine ? SignInMode.OpenToThisMachine : SignInMode.Open },
    };
}
