using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Roadmap.Contracts;
using Roadmap.Contracts.Json;

namespace Roadmap.Api.Rest.Description;

/// <summary>What the schemas cannot learn from the types alone: what converters and lenient readers do, and who may send a null.</summary>
internal static class ContractSchemas
{
    /// <summary>
    /// What callers send. Its optional members may be null, which the server reads as absent; the server itself never writes a null.
    /// </summary>
    private static readonly string[] s_bodies =
    [
        nameof(CreateTaskBody), nameof(GenerateRoadmapBody), nameof(LearnerPreferences), nameof(ReviewBody), nameof(ReviewPreviewBody),
        nameof(SubscribeRequest), nameof(AfterPosition), nameof(TaskRequest), nameof(WatchTasksRequest),
    ];

    /// <summary>A reference to a schema that the document names.</summary>
    public static OpenApiSchemaReference Named(string name, OpenApiDocument document) => new(name, document);

    /// <summary>One type, before it has a name.</summary>
    public static async Task DescribeTypeAsync(
        OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        var type = Nullable.GetUnderlyingType(context.JsonTypeInfo.Type) ?? context.JsonTypeInfo.Type;
        if (type == typeof(TaskEvent))
            await EventSchemas.NameAllAsync(schema, context, cancellationToken);
        else if (type.IsEnum)
            (schema.Type, schema.Enum) = (JsonSchemaType.String, [.. Enum.GetNames(type).Select(OnTheWire)]);
        else if (type == typeof(DateTimeOffset))
            (schema.Type, schema.Format) = (JsonSchemaType.String, "date-time");
        else if (context.JsonPropertyInfo?.CustomConverter is StringOrArrayConverter)
            (schema.Type, schema.Items, schema.OneOf) = (null, null, [Texts(), Text()]);

        // Of a message: what it is called is no choice of whoever writes it.
        if (schema.Properties?.TryGetValue("type", out var name) == true && name is OpenApiSchema constant && NameOf(type) is { } text)
        {
            constant.Enum = [text];
            (schema.Required ??= new HashSet<string>(StringComparer.Ordinal)).Add("type");
        }
    }

    /// <summary>All types that have a name by now: no nulls but where a caller may send one.</summary>
    public static void Finish(OpenApiDocument document)
    {
        var schemas = document.Components!.Schemas!;
        foreach (var schema in schemas.Values.OfType<OpenApiSchema>())
            DenyNulls(schema);
        foreach (var body in s_bodies)
            AllowNulls((OpenApiSchema)schemas[body]);
        schemas.Remove(nameof(JsonElement));
    }

    /// <summary>Lets every optional member be null.</summary>
    public static void AllowNulls(OpenApiSchema schema)
    {
        foreach (var (name, member) in schema.Properties!)
        {
            if (schema.Required?.Contains(name) == true || member is not OpenApiSchema optional)
                continue;
            // Of alternatives one takes it: by itself, a null would be one more, of which some generators make a class.
            var last = (OpenApiSchema?)optional.OneOf?[^1] ?? optional;
            last.Type |= JsonSchemaType.Null;
        }
    }

    private static void DenyNulls(OpenApiSchema schema)
    {
        foreach (var (name, member) in schema.Properties?.ToList() ?? [])
            schema.Properties![name] = NotNull(member);
    }

    /// <summary>What the types let be anything is an object wherever the contract has it.</summary>
    private static IOpenApiSchema NotNull(IOpenApiSchema member)
    {
        var either = member.OneOf ?? [];
        var value = either.Any(one => one.Type == JsonSchemaType.Null) ? either.First(one => one.Type != JsonSchemaType.Null) : member;
        if (value is OpenApiSchemaReference { Reference.Id: nameof(JsonElement) })
            return new OpenApiSchema
            {
                Type = JsonSchemaType.Object,
                AdditionalProperties = new OpenApiSchema(),
                Description = value.Description,
            };
        if (value is OpenApiSchema { Type: { } type } plain)
            plain.Type = type & ~JsonSchemaType.Null;
        return value;
    }

    private static string? NameOf(Type message) => message.Name switch
    {
        nameof(TaskSnapshot) => TaskEventTypes.CurrentStatus,
        nameof(ConnectedMessage) => TaskEventTypes.Connected,
        nameof(ErrorMessage) => TaskEventTypes.Error,
        nameof(ClosingMessage) => TaskEventTypes.Closing,
        nameof(PongMessage) => TaskEventTypes.Pong,
        nameof(TaskChangedMessage) => TaskEventTypes.TaskChanged,
        nameof(TasksBeatMessage) => TaskEventTypes.TasksBeat,
        _ => null,
    };

    private static JsonNode OnTheWire(string choice) => WireWord.Of(choice);

    private static OpenApiSchema Text() => new() { Type = JsonSchemaType.String };

    private static OpenApiSchema Texts() => new() { Type = JsonSchemaType.Array, Items = Text() };
}
