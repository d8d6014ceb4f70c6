using Roadmap.Contracts;

namespace Roadmap.Api.Rest;

/// <summary>The OpenAPI description, made from the endpoints and the contract types.</summary>
internal static class ApiDescription
{
    /// <summary>The operation whose body is one event or an array of them.</summary>
    public const string ReportOperation = "reportTaskEvents";

    public static IServiceCollection AddApiDescription(this IServiceCollection services) => services.AddOpenApi(options =>
    {
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info.Title = "Roadmap";
            document.Info.Description = "Live progress of long-running tasks. Every error is application/problem+json with a code.";
            return Task.CompletedTask;
        });
        options.AddSchemaTransformer(ContractSchemas.TransformAsync);
        options.AddOperationTransformer(ContractSchemas.TransformAsync);
    });

    public static void MapApiDescription(this IEndpointRouteBuilder app) => app.MapOpenApi(Routes.OpenApi);

    public static RouteHandlerBuilder Describe(this RouteHandlerBuilder endpoint, string operation, string summary) =>
        endpoint.WithName(operation).WithSummary(summary);

    /// <summary>The refusals that every endpoint may answer, and these.</summary>
    public static RouteHandlerBuilder Refuses(this RouteHandlerBuilder endpoint, params IEnumerable<string> codes) =>
        endpoint.ProducesProblems([ErrorCodes.InvalidRequest, .. codes, ErrorCodes.InternalError, ErrorCodes.LogUnavailable]);

    public static RouteHandlerBuilder ProducesProblems(this RouteHandlerBuilder endpoint, params IEnumerable<string> codes)
    {
        foreach (var status in codes.Select(code => ErrorCatalogue.Statuses[code]).Distinct())
            endpoint.Produces<Problem>(status, ProblemResult.MediaType);
        return endpoint;
    }
}
