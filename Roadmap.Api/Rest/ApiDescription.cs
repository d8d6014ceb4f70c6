using Microsoft.Extensions.Options;
using Microsoft.OpenApi;
using Roadmap.Api.Rest.Description;
using Roadmap.Contracts;
using Roadmap.Hubs.Access;
using Roadmap.Hubs.Operations;

namespace Roadmap.Api.Rest;

/// <summary>The OpenAPI description, made from the endpoints and the contract types.</summary>
internal static class ApiDescription
{
    /// <summary>The operation whose body is one event or an array of them.</summary>
    public const string ReportOperation = "reportTaskEvents";

    /// <summary>The operation whose answer may be a stream.</summary>
    public const string EventsOperation = "getTaskEvents";

    public static IServiceCollection AddApiDescription(this IServiceCollection services)
    {
        services.AddChecked<DescriptionOptions>(DescriptionOptions.Section);
        services.AddSingleton<ApiDocument>();
        return services.AddOpenApi(ApiDocument.Name, options =>
        {
            options.AddSchemaTransformer(ContractSchemas.DescribeTypeAsync);
            options.AddOperationTransformer(OperationDetails.DescribeAsync);
            options.AddDocumentTransformer((document, context, _) =>
            {
                document.Info.Title = "Roadmap";
                document.Info.Description = "Live progress of long-running tasks. Every error is application/problem+json with a code. "
                    + "Unless a server is open to everybody, calls need a token: Authorization: Bearer and the token.";
                document.Info.License = new OpenApiLicense { Name = "MIT", Identifier = "MIT" };
                ApiSecurity.Describe(document, context.ApplicationServices.GetRequiredService<ICallers>().AreKnown);
                ContractSchemas.Finish(document);
                EventSchemas.Describe(document);
                return Task.CompletedTask;
            });
        });
    }

    public static void MapApiDescription(this WebApplication app)
    {
        var shown = app.Services.GetRequiredService<IOptions<DescriptionOptions>>().Value;
        if (shown.OpenApi)
            app.MapGet(Routes.OpenApi, (HttpRequest request, ApiDocument document) => document.ServeAsync(request))
                .ExcludeFromDescription();
        if (shown.HasPage(app.Environment))
            app.MapApiReference();
    }

    public static RouteHandlerBuilder Describe(this RouteHandlerBuilder endpoint, string operation, string summary) =>
        endpoint.WithName(operation).WithSummary(summary);

    /// <summary>The refusals that every endpoint may answer, and these.</summary>
    public static RouteHandlerBuilder Refuses(this RouteHandlerBuilder endpoint, params IEnumerable<string> codes) =>
        endpoint.ProducesProblems(
            [ErrorCodes.InvalidRequest, ErrorCodes.RateLimited, .. codes, ErrorCodes.InternalError, ErrorCodes.LogUnavailable]);

    public static RouteHandlerBuilder ProducesProblems(this RouteHandlerBuilder endpoint, params IEnumerable<string> codes)
    {
        foreach (var same in codes.GroupBy(code => ErrorCatalogue.Statuses[code]))
        {
            endpoint.WithMetadata(new ProducesResponseTypeMetadata(same.Key, typeof(Problem), [ProblemResult.MediaType])
            {
                Description = ErrorCatalogue.Describe([.. same]),
            });
        }

        return endpoint;
    }
}
