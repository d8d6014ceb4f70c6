using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Roadmap.Contracts;
using Roadmap.Contracts.Json;

namespace Roadmap.Api.Rest.Description;

/// <summary>
/// Events, twice: as the log keeps them, and as workers report them. What the log stamps on is always there in the one and absent in the
/// other. Each is a base with a discriminator that the events build on, since that is what generators make class hierarchies of.
/// </summary>
internal static class EventSchemas
{
    /// <summary>The body of a report: events, or one of them.</summary>
    public const string Report = "EventReport";

    private const string Discriminator = "type";
    private const string Reported = "Reported";
    private const string ReportedBase = Reported + "Event";
    private const string ReportedList = ReportedBase + "List";

    /// <summary>Any message of a subscription.</summary>
    private const string Message = "TaskMessage";

    private static readonly string[] s_stamped = ["type", "task_id", "seq", "epoch", "attempt", "timestamp"];
    private static readonly string[] s_shared = [.. s_stamped, "message"];

    /// <summary>What is always said in the place of an event that cannot be read.</summary>
    private static readonly string[] s_always = ["message"];

    /// <summary>What a subscription sends beside events.</summary>
    private static readonly Type[] s_messages =
        [typeof(ConnectedMessage), typeof(TaskSnapshot), typeof(ErrorMessage), typeof(ClosingMessage), typeof(PongMessage)];

    /// <summary>What is said over the hub only.</summary>
    private static readonly Type[] s_calls =
        [typeof(SubscribeRequest), typeof(SubscribeReply), typeof(TaskRequest), typeof(WatchTasksRequest), typeof(TaskChangedMessage),
            typeof(TasksBeatMessage)];

    private static readonly Dictionary<string, Type> s_stored = new(TaskEventConverter.Types, StringComparer.Ordinal)
    {
        [TaskEventTypes.Unknown] = typeof(UnreadableTaskEvent),
    };

    /// <summary>Whatever a message is made of gets a name, because the description of an event refers to it.</summary>
    public static async Task NameAllAsync(
        OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        schema.OneOf = [];
        foreach (var type in s_messages.Concat(s_calls).Concat(s_stored.Values))
            schema.OneOf.Add(await context.GetOrCreateSchemaAsync(type, cancellationToken: cancellationToken));
    }

    /// <summary>Puts the hierarchies in the places of the events that were named one by one.</summary>
    public static void Describe(OpenApiDocument document)
    {
        var schemas = document.Components!.Schemas!;
        var sample = (OpenApiSchema)schemas[nameof(ProgressEvent)];
        schemas[nameof(TaskEvent)] = StoredEvent(sample, document);
        schemas[ReportedBase] = ReportedEvent(sample, document);
        foreach (var record in TaskEventConverter.Types.Values)
        {
            var whole = (OpenApiSchema)schemas[record.Name];
            var reported = OwnMembers(whole);
            ContractSchemas.AllowNulls(reported);
            schemas[Reported + record.Name] = Derived(ReportedBase, reported, whole, document);
        }

        foreach (var record in s_stored.Values)
        {
            var whole = (OpenApiSchema)schemas[record.Name];
            // An object without members is one that may have none, for those who make TypeScript of it.
            var own = record == typeof(UnreadableTaskEvent)
                ? new OpenApiSchema { Required = s_always.ToHashSet(StringComparer.Ordinal) }
                : OwnMembers(whole);
            schemas[record.Name] = Derived(nameof(TaskEvent), own, whole, document);
        }

        DescribeReport(schemas, document);
        schemas[Message] = AnyMessage(document);
        var page = (OpenApiSchema)schemas[nameof(EventPage)];
        ((OpenApiSchema)page.Properties!["events"]).Items = ContractSchemas.Named(nameof(TaskEvent), document);
    }

    private static OpenApiSchema OwnMembers(OpenApiSchema record) => new()
    {
        Type = JsonSchemaType.Object,
        Properties = record.Properties!
            .Where(member => !s_shared.Contains(member.Key))
            .ToDictionary(member => member.Key, member => member.Value.CreateShallowCopy(), StringComparer.Ordinal),
        Required = record.Required?.Except(s_shared).ToHashSet(StringComparer.Ordinal),
    };

    private static OpenApiSchema Derived(string parent, OpenApiSchema own, OpenApiSchema record, OpenApiDocument document) => new()
    {
        Description = record.Description,
        AllOf = [ContractSchemas.Named(parent, document), own],
    };

    private static OpenApiSchema StoredEvent(OpenApiSchema sample, OpenApiDocument document) => new()
    {
        Type = JsonSchemaType.Object,
        Description = "One stored, numbered event of a task. Types that are not listed come only where workers publish to Redis.",
        Properties = s_shared.ToDictionary(name => name, name => sample.Properties![name], StringComparer.Ordinal),
        Required = s_stamped.ToHashSet(StringComparer.Ordinal),
        Discriminator = By(s_stored, "", document),
    };

    private static OpenApiSchema ReportedEvent(OpenApiSchema sample, OpenApiDocument document)
    {
        var schema = new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Description = "One event as a worker reports it. Its number, its epoch and its task are the server's to give.",
            Properties = new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal)
            {
                [Discriminator] = sample.Properties![Discriminator],
                ["event_id"] = new OpenApiSchema
                {
                    Type = JsonSchemaType.String,
                    MinLength = 1,
                    MaxLength = ContractLimits.IdLength,
                    Pattern = ContractPatterns.Id,
                    Description = "Names the event, so that a report can be repeated: a second event of the same id is a duplicate.",
                },
                ["attempt"] = new OpenApiSchema
                {
                    Type = JsonSchemaType.Integer,
                    Format = "int32",
                    Minimum = "1",
                    Description = "The attempt that the event belongs to; of `retry_started` the new one. Absent: the task's own.",
                },
                ["timestamp"] = new OpenApiSchema
                {
                    Type = JsonSchemaType.String,
                    Format = "date-time",
                    Description = "When it happened. Absent: the server's time.",
                },
                ["message"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "A line for people." },
            },
            Required = new HashSet<string>(StringComparer.Ordinal) { Discriminator },
            Discriminator = By(TaskEventConverter.Types, Reported, document),
        };
        ContractSchemas.AllowNulls(schema);
        return schema;
    }

    private static OpenApiDiscriminator By(IReadOnlyDictionary<string, Type> types, string prefix, OpenApiDocument document) => new()
    {
        PropertyName = Discriminator,
        Mapping = types.ToDictionary(
            pair => pair.Key, pair => ContractSchemas.Named(prefix + pair.Value.Name, document), StringComparer.Ordinal),
    };

    private static void DescribeReport(IDictionary<string, IOpenApiSchema> schemas, OpenApiDocument document)
    {
        schemas[ReportedList] = new OpenApiSchema
        {
            Type = JsonSchemaType.Array,
            Items = ContractSchemas.Named(ReportedBase, document),
            MaxItems = ContractLimits.EventsPerReport,
            Description = "Events in the order in which they happened. None is a heartbeat.",
        };
        // The list first: generators that know no alternatives take it, and a list can say all that one event can.
        schemas[Report] = new OpenApiSchema
        {
            OneOf = [ContractSchemas.Named(ReportedList, document), ContractSchemas.Named(ReportedBase, document)],
            Description = "Events, or one event by itself.",
        };
    }

    private static OpenApiSchema AnyMessage(OpenApiDocument document) => new()
    {
        Description = "What a subscription sends: over the hub, a raw WebSocket, or as the data of a server-sent event.",
        AnyOf = [.. s_messages.Concat(s_stored.Values).Select(type => ContractSchemas.Named(type.Name, document))],
    };
}
