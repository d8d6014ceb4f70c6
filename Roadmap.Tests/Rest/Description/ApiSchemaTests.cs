using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using Microsoft.OpenApi.Reader;
using Roadmap.Contracts;
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
        var settings = new OpenApiReaderSettings { RuleSet = ValidationRuleSet.GetDefaultRuleSet() };

        var read = OpenApiDocument.Parse(described.Text, "json", settings);

        read.Diagnostic.ShouldNotBeNull().Errors.ShouldBeEmpty();
        read.Diagnostic.Warnings.ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Everything_that_travels_fits_its_schema(string name) =>
        described.Wrong(Samples.All[name].GetType().Name, GoldenFile.Read(name)).ShouldBeEmpty();

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
        var messages = Samples.All.Keys.Where(name => name is not ("problem" or TaskEventTypes.TaskChanged or TaskEventTypes.TasksBeat)
            && JsonNode.Parse(GoldenFile.Read(name))!["type"] is not null);

        foreach (var name in messages)
            described.Wrong("TaskMessage", GoldenFile.Read(name)).ShouldBeEmpty(name);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void What_the_server_writes_always_is_required_and_the_rest_is_not(string name)
    {
        var type = Samples.All[name].GetType();
        var whole = JsonNode.Parse(GoldenFile.Read(name))!.AsObject();
        var required = Required(described.Schemas.GetProperty(type.Name)).ToList();
        var isSent = name.EndsWith("_body", StringComparison.Ordinal) || name.EndsWith("_request", StringComparison.Ordinal);

        foreach (var member in ContractsJson.Wire.Options.GetTypeInfo(type).Properties)
        {
            // Of a body the validators say what must be there.
            if (member.ShouldSerialize is null)
                required.ShouldContain(member.Name);
            else if (!isSent && name != "unknown")
                required.ShouldNotContain(member.Name);

            var without = whole.DeepClone().AsObject();
            without.Remove(member.Name);
            var wrong = described.Wrong(type.Name, without.ToJsonString());
            wrong.Length.ShouldBe(required.Contains(member.Name) ? 1 : 0, $"{type.Name}.{member.Name}");
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

        reported["event_id"] = "e-1";
        reported["attempt"] = 2;
        reported["timestamp"] = "2026-01-31T12:00:00Z";
        foreach (var member in OptionalMembers(TaskEventConverter.Types[type]).Append("message"))
            reported[member] = null;
        described.Wrong(schema, reported.ToJsonString()).ShouldBeEmpty();
        described.Wrong("EventReport", reported.ToJsonString()).ShouldBeEmpty();
        described.Wrong("EventReport", new JsonArray(reported.DeepClone(), reported.DeepClone()).ToJsonString()).ShouldBeEmpty();
    }

    /// <summary>The bounds stand in the contract for readers and in the validators for callers: they must be the same.</summary>
    [Theory]
    [InlineData("CreateTaskBody", "create_task_body", Routes.Tasks, "")]
    [InlineData("GenerateRoadmapBody", "generate_body", Routes.GenerateRoadmap, "")]
    [InlineData("LearnerPreferences", "generate_body", Routes.GenerateRoadmap, "preferences")]
    public async Task What_is_out_of_a_schemas_bounds_is_refused_and_what_is_just_within_is_not(
        string schema, string sample, string path, string part)
    {
        foreach (var member in described.Schemas.GetProperty(schema).GetProperty("properties").EnumerateObject())
        {
            foreach (var (value, isRight) in AroundBounds(member.Value))
            {
                var body = JsonNode.Parse(GoldenFile.Read(sample))!.AsObject();
                var owner = part.Length == 0 ? body : body[part]!.AsObject();
                body["task_id"] = Some.TaskId();
                // Of what has two names one is said, and a deadline of the samples is over.
                var otherHours = member.Name == "weekly_hours" ? "available_hours_per_week" : "weekly_hours";
                foreach (var other in new[] { "learning_style", "target_deadline", otherHours })
                    body["preferences"]?.AsObject().Remove(other);
                owner[member.Name] = value;

                var answer = await described.Server.PostAsync(path, body.ToJsonString());

                answer.IsSuccessStatusCode.ShouldBe(isRight, $"{schema}.{member.Name}: {value.ToJsonString()}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(EventTypes))]
    public async Task The_same_holds_for_what_is_reported(string type)
    {
        var task = await described.Server.StartTaskAsync();
        var own = described.Schemas.GetProperty($"Reported{TaskEventConverter.Types[type].Name}").GetProperty("allOf")[1];
        var shared = described.Schemas.GetProperty("ReportedEvent");
        var members = own.GetProperty("properties").EnumerateObject().Concat(shared.GetProperty("properties").EnumerateObject()).ToList();
        foreach (var member in members.Where(member => member.Name != "attempt"))
        {
            foreach (var (value, isRight) in AroundBounds(member.Value))
            {
                var reported = JsonNode.Parse(GoldenFile.Read(type))!.AsObject();
                foreach (var stamp in s_stamps)
                    reported.Remove(stamp);
                reported[member.Name] = value;

                var answer = await described.Server.ReportAsync(task, reported.ToJsonString());

                // What the task does not take now is another refusal.
                (answer.StatusCode != HttpStatusCode.BadRequest).ShouldBe(isRight, $"{type}.{member.Name}: {value.ToJsonString()}");
            }
        }
    }

    private static IEnumerable<(JsonNode Value, bool IsRight)> AroundBounds(JsonElement schema)
    {
        int? Bound(string name) => schema.TryGetProperty(name, out var bound) ? bound.GetInt32() : null;
        if (Bound("maxLength") is { } longest)
            foreach (var extra in new[] { 0, 1 })
                yield return (new string('a', longest + extra), extra == 0);
        if (Bound("minLength") is { } shortest)
            yield return ("", shortest == 0);
        foreach (var (bound, beyond) in new[] { ("minimum", -1), ("maximum", 1) })
        {
            if (Bound(bound) is not { } limit)
                continue;
            yield return (limit, true);
            yield return (limit + beyond, false);
        }

        if (schema.TryGetProperty("pattern", out _))
            yield return ("no such\u001bword!", false);
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
        string[] bodies =
        [
            "CreateTaskBody", "GenerateRoadmapBody", "LearnerPreferences", "ReviewBody", "ReviewPreviewBody", "SubscribeRequest", "AfterPosition",
            "WatchTasksRequest", "ReportedEvent",
        ];
        var events = TaskEventConverter.Types.Values.Where(type => OptionalMembers(type).Any()).Select(type => $"Reported{type.Name}");

        described.Schemas.EnumerateObject()
            .Where(schema => schema.Value.GetRawText().Contains("\"null\"", StringComparison.Ordinal))
            .Select(schema => schema.Name).ShouldBe([.. bodies, .. events], ignoreOrder: true);
    }

    /// <summary>Those of the event's own that need not be there.</summary>
    private static IEnumerable<string> OptionalMembers(Type type) => ContractsJson.Wire.Options.GetTypeInfo(type).Properties
        .Where(member => !member.IsRequired)
        .Select(member => member.Name)
        .Except([.. s_stamps, "type", "message"]);

    private static IEnumerable<JsonProperty> Contents(JsonElement operation)
    {
        IEnumerable<JsonElement> owners = operation.GetProperty("responses").EnumerateObject().Select(response => response.Value);
        if (operation.TryGetProperty("requestBody", out var body))
            owners = owners.Append(body);
        return owners
            .Where(owner => owner.TryGetProperty("content", out _))
            .SelectMany(owner => owner.GetProperty("content").EnumerateObject());
    }

    private IEnumerable<string> Required(JsonElement schema)
    {
        if (schema.TryGetProperty("$ref", out var reference))
            schema = described.Schemas.GetProperty(reference.GetString()!.Split('/')[^1]);
        var own = schema.TryGetProperty("required", out var names) ? names.EnumerateArray().Select(name => name.GetString()!) : [];
        return schema.TryGetProperty("allOf", out var parts) ? own.Concat(parts.EnumerateArray().SelectMany(Required)) : own;
    }
}
