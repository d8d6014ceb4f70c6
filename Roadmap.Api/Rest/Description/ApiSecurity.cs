using Microsoft.OpenApi;
using Roadmap.Contracts;

namespace Roadmap.Api.Rest.Description;

/// <summary>Whether calls need a token, as generators and the page of the API want to know it.</summary>
internal static class ApiSecurity
{
    private const string Bearer = "bearer";

    public static void Describe(OpenApiDocument document, bool areCallersKnown)
    {
        // An empty requirement is one that everybody meets.
        var nothing = new OpenApiSecurityRequirement();
        if (!areCallersKnown)
        {
            document.Security = [nothing];
            return;
        }

        document.AddComponent(Bearer, new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = Bearer,
            BearerFormat = "JWT",
            Description = "A token of the provider that the server trusts, or that of a watch link.",
        });
        document.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Bearer, document)] = [] }];
        foreach (var (_, item) in document.Paths.Where(path => !path.Key.StartsWith(Routes.Base, StringComparison.Ordinal)))
        {
            foreach (var operation in item.Operations!.Values)
                operation.Security = [nothing];
        }
    }
}
