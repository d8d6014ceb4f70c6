using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Roadmap.Contracts;
using Roadmap.Contracts.Json;

namespace Roadmap.Api.Rest;

/// <summary>What the schemas of the OpenAPI description cannot learn from the types alone, since converters and lenient readers stand between.</summary>
internal static class ContractSchemas
{
    public static async Task TransformAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        var type = context.JsonTypeInfo.Type;
        if (type == typeof(TaskEvent))
            await DescribeEventAsync(schema, context, cancellationToken);
        else if (type == typeof(DateTimeOffset) || type == typeof(DateTimeOffset?))
            (schema.Type, schema.Format) = (JsonSchemaType.String, "date-time");
        else if (context.JsonPropertyInfo?.CustomConverter is StringOrArrayConverter)
            schema.OneOf = [Text(), new OpenApiSchema { Type = JsonSchemaType.Array, Items = Text() }];

        if (TaskEventConverter.Types.Values.Contains(type))
            DescribeReport(schema, TaskEventConverter.Types.First(pair => pair.Value == type).Key);
    }

    public static Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        foreach (var parameter in operation.Parameters?.OfType<OpenApiParameter>() ?? [])
            parameter.Schema = ParameterOf(parameter.Name!) ?? parameter.Schema;

        if (operation.OperationId == ApiDescription.ReportOperation && operation.RequestBody?.Content?.Values.FirstOrDefault() is { Schema: { } one } body)
            body.Schema = new OpenApiSchema { OneOf = [one, new OpenApiSchema { Type = JsonSchemaType.Array, Items = one, MaxItems = ContractLimits.EventsPerReport }] };
        return Task.CompletedTask;
    }

    private static async Task DescribeEventAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        schema.OneOf = [];
        foreach (var record in TaskEventConverter.Types.Values)
            schema.OneOf.Add(await context.GetOrCreateSchemaAsync(record, cancellationToken: cancellationToken));
    }

    /// <summary>What the log stamps on need not be reported; what names the report stands beside the event's own members.</summary>
    private static void DescribeReport(OpenApiSchema schema, string type)
    {
        schema.Properties ??= new Dictionary<string, IOpenApiSchema>();
        schema.Properties["type"] = new OpenApiSchema { Type = JsonSchemaType.String, Enum = [JsonValue.Create(type)] };
        schema.Properties["event_id"] = new OpenApiSchema
        {
            Type = JsonSchemaType.String,
            MinLength = 1,
            MaxLength = ContractLimits.IdLength,
            Description = "Of a report only: a second event of the same id is a duplicate.",
        };
        (schema.Required ??= new HashSet<string>()).Add("type");
    }

    private static OpenApiSchema? ParameterOf(string name) => name switch
    {
        "limit" => new OpenApiSchema { Type = JsonSchemaType.Integer, Minimum = "1", Maximum = $"{ContractLimits.EventsPerPage}" },
        "after_seq" => new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int64", Minimum = "0" },
        "approved" => new OpenApiSchema { Type = JsonSchemaType.Boolean },
        "status" => new OpenApiSchema { Type = JsonSchemaType.String, Enum = [.. Enum.GetValues<TaskRunStatus>().Select(NameOf)] },
        _ => null,
    };

    private static JsonNode NameOf(TaskRunStatus status) => JsonValue.Create(System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(status.ToString()))!;

    private static OpenApiSchema Text() => new() { Type = JsonSchemaType.String };
}
