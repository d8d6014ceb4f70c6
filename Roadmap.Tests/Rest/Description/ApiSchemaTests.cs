using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using Microsoft.OpenApi.Reader;
using Roadmap.Contracts.Json;
using Roadmap.Tests.Contracts;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Rest.Description;

/// <summary>The schemas of the description, against everything that travels.</summary>
public sealed class ApiSchemaTests(DescribedServer described) : IClassFixture<DescribedServer>
{
    private static readonly string[] s_stamps = ["task_id", "seq", "epoch", "attempt", "timestamp"];

    public static TheoryData<string> Names => [.. Samples.All.Keys];

    public static TheoryData<string> EventTypes => [.. TaskEventConverter.Types.Keys];

    [Fact]
    public void The_document_breaks_none_of_OpenAPIs_rules()
    {
        var read = OpenApiDocument.Parse(described.Text, "json", new OpenApiReaderSettings { RuleSet = ValidationRuleSet.GetDefaultRuleSet() });

        read.Diagnostic.ShouldNotBeNull().Errors.ShouldBeEmpty();
        read.Diagnostic.Warnings.ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Everything_that_travels_fits_its_schema(string name) => described.Wrong(Samples.All[name].GetType().Name, GoldenFile.Read(name)).ShouldBeEmpty();

    [Theory]
    [MemberData(nameof(Names))]
    public void Members_of_the_wrong_type_fit_no_schema(string name)
    {
        var schema = Samples.All[name].GetType().Name;
        foreach (var (member, value) in JsonNode.Parse(GoldenFile.Read(name))!.AsObject())
        {
            var wrong = JsonNode.Parse(GoldenFile.Read(name))!.AsObject();
            wrong[member] = value is JsonArray ? new JsonObject() : new JsonArray(new JsonArray());

            described.Wrong(schema, wrong.ToJsonString()).ShouldNotBeEmpty($"{schema}.{member}");
        }
    }

    [Fact]
    public void Any_message_of_a_subscription_is_a_TaskMessage()
    {
        foreach (var name in Samples.All.Keys.Where(name => JsonNode.Parse(GoldenFile.Read(name))!["type"] is not null && name != "problem"))
            described.Wrong("TaskMessage", GoldenFile.Read(name)).ShouldBeEmpty(name);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void What_the_server_writes_always_is_required_and_the_rest_is_not(string name)
    {
        var type = Samples.All[name].GetType();
        var whole = JsonNode.Parse(GoldenFile.Read(name))!.AsObject();
        var isWritten = ContractsJson.Wire.Options.GetTypeInfo(type).Properties
            .ToDictionary(member => member.Name, member => member.ShouldSerialize is null || member.ShouldSerialize(Samples.All[name], null), StringComparer.Ordinal);
        var required = Required(described.Schemas.GetProperty(type.Name)).ToList();

        foreach (var member in whole.Select(member => member.Key).Where(isWritten.ContainsKey))
        {
            var without = whole.DeepClone().AsObject();
            without.Remove(member);
            described.Wrong(type.Name, without.ToJsonString()).Length.ShouldBe(required.Contains(member) ? 1 : 0, $"{type.Name}.{member}");
        }
    }

    /// <summary>What the log stamps on is the server's to give, and so are nulls the caller's.</summary>
    [Theory]
    [MemberData(nameof(EventTypes))]
    public void An_event_is_reported_without_what_the_log_stamps_on(string type)
    {
        var schema = $"Reported{TaskEventConverter.Types[type].Name}";
        var reported = JsonNode.Parse(GoldenFile.Read(type))!.AsObject();
        foreach (var stamp in s_stamps)
            reported.Remove(stamp);
        described.Wrong(schema, reported.ToJsonString()).ShouldBeEmpty();

        var full = TaskEventConverter.Types[type];
        reported["event_id"] = "e-1";
        reported["attempt"] = 2;
        reported["timestamp"] = "2026-01-31T12:00:00Z";
        foreach (var member in ContractsJson.Wire.Options.GetTypeInfo(full).Properties.Where(member => !member.IsRequired && !s_stamps.Contains(member.Name) && member.Name != "type"))
            reported[member.Name] = null;
        described.Wrong(schema, reported.ToJsonString()).ShouldBeEmpty();
        described.Wrong("EventReport", reported.ToJsonString()).ShouldBeEmpty();
        described.Wrong("EventReport", new JsonArray(reported.DeepClone(), reported.DeepClone()).ToJsonString()).ShouldBeEmpty();
    }

    [Fact]
    public void Every_example_fits_its_schema()
    {
        var examples = from path in described.Document.GetProperty("paths").EnumerateObject()
                       from operation in path.Value.EnumerateObject()
                       from content in Contents(operation.Value)
                       where content.Value.TryGetProperty("example", out _)
                       select (Where: $"{operation.Name} {path.Name}", content.Value);

        foreach (var (where, content) in examples.ToList())
            described.Wrong(content.GetProperty("schema"), content.GetProperty("example")).ShouldBeEmpty(where);
        examples.Count().ShouldBeGreaterThan(15);
    }

    /// <summary>A value that is not there is absent, so nobody has to be ready for a null that never comes.</summary>
    [Fact]
    public void Only_what_callers_send_may_be_null()
    {
        var nullable = described.Schemas.EnumerateObject().Where(schema => schema.Value.GetRawText().Contains("\"null\"", StringComparison.Ordinal)).Select(schema => schema.Name);

        nullable.ShouldBe(
            ["CreateTaskBody", "GenerateRoadmapBody", "LearnerPreferences", "ReviewBody", "SubscribeRequest", "AfterPosition", "ReportedEvent", .. TaskEventConverter.Types.Values.Where(HasOptional).Select(type => $"Reported{type.Name}")],
            ignoreOrder: true);
    }

    private static bool HasOptional(Type type) =>
        ContractsJson.Wire.Options.GetTypeInfo(type).Properties.Any(member => !member.IsRequired && member.Name is not ("type" or "message") && !s_stamps.Contains(member.Name));

    private static IEnumerable<JsonProperty> Contents(JsonElement operation)
    {
        var bodies = operation.TryGetProperty("requestBody", out var body) ? body.GetProperty("content").EnumerateObject().AsEnumerable() : [];
        var answers = operation.GetProperty("responses").EnumerateObject()
            .SelectMany(response => response.Value.TryGetProperty("content", out var content) ? content.EnumerateObject().AsEnumerable() : []);
        return bodies.Concat(answers);
    }

    private IEnumerable<string> Required(JsonElement schema)
    {
        if (schema.TryGetProperty("$ref", out var reference))
            schema = described.Schemas.GetProperty(reference.GetString()!.Split('/')[^1]);
        var own = schema.TryGetProperty("required", out var names) ? names.EnumerateArray().Select(name => name.GetString()!) : [];
        return schema.TryGetProperty("allOf", out var parts) ? own.Concat(parts.EnumerateArray().SelectMany(Required)) : own;
    }
}
