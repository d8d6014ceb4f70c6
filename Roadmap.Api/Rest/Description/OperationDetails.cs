using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Roadmap.Contracts;
using Roadmap.Hubs.EventStreams;

namespace Roadmap.Api.Rest.Description;

/// <summary>
/// What the endpoints' parameters and bodies look like: endpoints take them as text, so that all that is wrong is refused together.
/// </summary>
internal static class OperationDetails
{
    private const string StreamExample = """
        event: progress
        id: 01a2.1:1
        data: {"type":"progress","task_id":"import-1","seq":1,"epoch":"01a2.1","attempt":1,"step":"reading","status":"processing"}


        """;

    public static Task DescribeAsync(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var document = context.Document!;
        foreach (var parameter in operation.Parameters?.OfType<OpenApiParameter>() ?? [])
        {
            if (ParameterOf(parameter.Name!, document) is var (schema, says))
                (parameter.Schema, parameter.Description) = (schema, says);
        }

        // A handler's doc comment is for those who read the code.
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        operation.Summary = metadata.OfType<IEndpointSummaryMetadata>().LastOrDefault()?.Summary;
        foreach (var answer in metadata.OfType<ProducesResponseTypeMetadata>().Where(answer => answer.Description is not null))
            operation.Responses![$"{answer.StatusCode}"].Description = answer.Description;

        // A page of a foreign origin is refused all that changes something.
        if (!HttpMethods.IsGet(context.Description.HttpMethod!))
            Refuse(operation, ErrorCodes.Forbidden, document);
        if (operation.RequestBody is not null)
            Refuse(operation, ErrorCodes.RequestTimeout, document);

        if (operation.OperationId == ApiDescription.ReportOperation)
            operation.RequestBody!.Content!.Values.Single().Schema = ContractSchemas.Named(EventSchemas.Report, document);
        if (operation.OperationId == ApiDescription.EventsOperation)
            DescribeStream(operation);
        ApiExamples.AddTo(operation);
        return Task.CompletedTask;
    }

    private static (IOpenApiSchema Schema, string Says)? ParameterOf(string name, OpenApiDocument document) => name switch
    {
        "task_id" => (Text(ContractPatterns.TaskId), "The task."),
        "roadmap_id" => (Text(), "The roadmap."),
        "start" => (
            new OpenApiSchema { Type = JsonSchemaType.String, Format = "date" },
            "The first day. Absent: the next Monday after today, in UTC."),
        "link_id" => (Text(), "The link, as it was called when it was made."),
        "after_seq" => (
            new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int64", Minimum = "0", Maximum = $"{ContractLimits.MaxSeq}" },
            "Events after this one. Absent: all that are kept."),
        "epoch" => (
            Text(ContractPatterns.Epoch),
            "The epoch of `after_seq`: when the task is in another one, the position is gone. Absent: the current one."),
        "limit" => (
            new OpenApiSchema
            {
                Type = JsonSchemaType.Integer,
                Format = "int32",
                Minimum = "1",
                Maximum = $"{ContractLimits.EventsPerPage}",
                Default = JsonValue.Create(ContractLimits.DefaultPage),
            },
            "At most so many on the page."),
        "cursor" => (Text(), "The `next_cursor` of the page before."),
        "status" => (ContractSchemas.Named(nameof(TaskRunStatus), document), "Only tasks that stand so."),
        "kind" => (Text(ContractPatterns.Word), "Only tasks of this kind."),
        "search" => (
            new OpenApiSchema { Type = JsonSchemaType.String, MaxLength = ContractLimits.SearchLength },
            "Only tasks that have this in their title, their id or their kind, in large or small letters. A page of these may be empty and "
                + "have a `next_cursor`: one call looks through some thousands of tasks."),
        "owner" => (Text(ContractPatterns.Id), "Only tasks of this owner."),
        "approved" => (new OpenApiSchema { Type = JsonSchemaType.Boolean }, "Stands in for the body's `approved`."),
        "feedback" => (Text(), "Stands in for the body's `feedback`."),
        _ => null,
    };

    private static void DescribeStream(OpenApiOperation operation)
    {
        operation.Description = $"A page of events. With `Accept: {EventStreamRoutes.MediaType}` the same path is the task live: "
            + "the answer goes on, and each event's data is one TaskMessage.";
        operation.Parameters!.Add(new OpenApiParameter
        {
            Name = "include_history",
            In = ParameterLocation.Query,
            Schema = new OpenApiSchema { Type = JsonSchemaType.Boolean, Default = JsonValue.Create(true) },
            Description = "Only live: whether the stream begins with the task's status, when no position is given.",
        });
        operation.Parameters.Add(new OpenApiParameter
        {
            Name = "Last-Event-ID",
            In = ParameterLocation.Header,
            Schema = new OpenApiSchema { Type = JsonSchemaType.String },
            Description = "Only live: the `id` of the last event that came, from which to go on. It wins over the query.",
        });
        operation.Responses!["200"].Content![EventStreamRoutes.MediaType] = new OpenApiMediaType
        {
            Schema = new OpenApiSchema
            {
                Type = JsonSchemaType.String,
                Description = "Server-sent events: `event` is a message's type, `id` its position, `data` the message.",
            },
            Example = JsonValue.Create(StreamExample),
        };
    }

    private static void Refuse(OpenApiOperation operation, string code, OpenApiDocument document)
    {
        var problem = new OpenApiMediaType { Schema = ContractSchemas.Named(nameof(Problem), document) };
        operation.Responses![$"{ErrorCatalogue.Statuses[code]}"] = new OpenApiResponse
        {
            Description = ErrorCatalogue.Describe([code]),
            Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal) { [ProblemResult.MediaType] = problem },
        };
    }

    private static OpenApiSchema Text(string? pattern = null) => new() { Type = JsonSchemaType.String, Pattern = pattern };
}
