using System.Net;
using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using Roadmap.Api.Rest;
using Roadmap.Contracts;
using Roadmap.Contracts.Json;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Rest.Description;

public sealed partial class ApiDescriptionTests(DescribedServer described) : IClassFixture<DescribedServer>
{
    private static readonly string[] s_described =
    [
        "post /api/v1/roadmaps/generate GenerateRoadmapBody 202:GenerateRoadmapReply 400 403 408 409 413 415 429 500 503",
        "get /api/v1/roadmaps/{roadmap_id} - 200:RoadmapDocument 400 404 429 500 503",
        "get /api/v1/roadmaps/{roadmap_id}/calendar.ics - 200:text/calendar 400 404 429 500 503",
        "get /api/v1/roadmaps/{roadmap_id}/active-task - 200:ActiveTaskReply 400 404 429 500 503",
        "get /api/v1/roadmaps/{task_id}/status - 200:TaskSnapshot 400 404 429 500 503",
        "post /api/v1/roadmaps/{task_id}/approve ReviewBody 200:ReviewReply 400 403 404 408 409 413 415 429 500 503",
        "post /api/v1/roadmaps/tasks/{task_id}/review/preview ReviewPreviewBody 200:ReviewPreview 400 403 404 408 409 413 415 429 500 503",
        "post /api/v1/roadmaps/{task_id}/retry - 202:RetryReply 400 403 404 409 429 500 503",
        "post /api/v1/roadmaps/tasks/{task_id}/cancel - 202:CancelReply 400 403 404 409 429 500 503",
        "post /api/v1/revocations RevocationBody 200:RevocationBody 400 403 408 409 413 415 429 500 503",
        "post /api/v1/tasks/{task_id}/watch-links WatchLinkBody 201:WatchLinkReply 400 403 404 408 409 413 415 429 500 503",
        "get /api/v1/tasks/{task_id}/watch-links - 200:WatchLinkList 400 403 404 429 500 503",
        "delete /api/v1/tasks/{task_id}/watch-links/{link_id} - 204 400 403 404 429 500 503",
        "post /api/v1/tasks CreateTaskBody 200:TaskSnapshot 201:TaskSnapshot 400 403 408 409 413 415 429 500 503",
        "get /api/v1/tasks - 200:TaskPage 400 429 500 503",
        "get /api/v1/tasks/{task_id} - 200:TaskSnapshot 400 404 429 500 503",
        "get /api/v1/tasks/{task_id}/events - 200:EventPage 204 400 404 410 429 500 503",
        "post /api/v1/tasks/{task_id}/events EventReport 200:ReportReply 400 403 404 408 409 413 415 429 500 503",
        "get /sign-in.json - 200:SignInDocument 500",
        "get /health - 200:HealthReply 500",
        "get /health/live - 200:HealthReply 500",
        "get /health/ready - 200:HealthReply 500 503",
    ];

    private IEnumerable<(string Path, string Method, JsonElement Details)> Operations =>
        from path in described.Document.GetProperty("paths").EnumerateObject()
        from operation in path.Value.EnumerateObject()
        select (path.Name, operation.Name, operation.Value);

    [Fact]
    public void Every_call_is_described_with_its_body_its_answers_and_its_refusals() =>
        Operations
            .Select(operation => $"{operation.Method} {operation.Path} {Body(operation.Details)} {Answers(operation.Details)}")
            .ShouldBe(s_described, ignoreOrder: true);

    [Fact]
    public void Every_route_is_described()
    {
        string[] others =
            [Routes.Base, Routes.Hub, Routes.RawSocket, Routes.MisplacedRawSocket, Routes.Metrics, Routes.OpenApi, Routes.Docs];
        var routes = typeof(Routes).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(field => (string)field.GetRawConstantValue()!);

        described.Document.GetProperty("paths").EnumerateObject().Select(path => path.Name)
            .ShouldBe(routes.Except(others), ignoreOrder: true);
    }

    [Fact]
    public void Every_call_has_a_name_of_its_own_in_the_style_of_a_method()
    {
        var names = Operations.Select(operation => NameOf(operation.Details, "operationId")).ToList();

        names.ShouldBeUnique();
        names.ShouldAllBe(name => MethodName().IsMatch(name));
    }

    [Fact]
    public void Every_call_says_what_it_is_for()
    {
        var summaries = Operations.ToDictionary(
            operation => NameOf(operation.Details, "operationId"), operation => NameOf(operation.Details, "summary"));

        summaries["getTask"].ShouldBe("Where a task stands");
        summaries["getRoadmapStatus"].ShouldBe("Where a generation stands");
        Operations.Select(operation => operation.Details.GetProperty("tags")[0].GetString()).Distinct()
            .ShouldBe(["Tasks", "Roadmaps", "Health", "Access"], ignoreOrder: true);
    }

    [Fact]
    public void Every_refusal_names_its_codes()
    {
        var refusals = Operations
            .SelectMany(operation => operation.Details.GetProperty("responses").EnumerateObject())
            .Where(response => response.Name[0] is '4' or '5');

        foreach (var refusal in refusals)
        {
            var codes = Quoted().Matches(NameOf(refusal.Value, "description")).Select(match => match.Groups["code"].Value).ToList();
            codes.ShouldNotBeEmpty(refusal.Value.ToString());
            codes.Select(code => $"{ErrorCatalogue.Statuses[code]}").ShouldAllBe(status => status == refusal.Name);
        }
    }

    [Fact]
    public void Events_are_described_by_type()
    {
        var types = TaskEventConverter.Types.ToDictionary(pair => pair.Key, pair => pair.Value.Name);

        Mapping("ReportedEvent").ShouldBe(types.ToDictionary(pair => pair.Key, pair => $"Reported{pair.Value}"), ignoreOrder: true);
        types[TaskEventTypes.Unknown] = nameof(UnreadableTaskEvent);
        Mapping("TaskEvent").ShouldBe(types, ignoreOrder: true);
        var events = described.Schemas.GetProperty("EventPage").GetProperty("properties").GetProperty("events");
        NameOf(events.GetProperty("items")).ShouldBe("TaskEvent");
    }

    [Fact]
    public void What_converters_read_is_described()
    {
        var preferences = described.Schemas.GetProperty("LearnerPreferences").GetProperty("properties");

        foreach (var list in new[] { "content_preference", "learning_style" })
        {
            preferences.GetProperty(list).GetProperty("oneOf").EnumerateArray()
                .Select(either => string.Join('|', Types(either))).ShouldBe(["array", "null|string"]);
        }

        preferences.GetProperty("target_deadline").GetProperty("format").GetString().ShouldBe("date-time");
        described.Schemas.GetProperty("LearnerLevel").GetProperty("enum").EnumerateArray().Select(name => name.GetString())
            .ShouldBe(["beginner", "intermediate", "advanced", "expert"]);
    }

    [Fact]
    public void Every_choice_is_a_text_and_every_number_a_number()
    {
        described.Text.ShouldNotContain("\"pattern\": \"^-?");
        foreach (var schema in described.Schemas.EnumerateObject().Where(schema => schema.Value.TryGetProperty("enum", out _)))
            schema.Value.GetProperty("type").GetString().ShouldBe("string", schema.Name);
    }

    [Fact]
    public void What_must_be_sent_is_required()
    {
        string[] RequiredOf(string schema) =>
            [.. described.Schemas.GetProperty(schema).GetProperty("required").EnumerateArray().Select(name => name.GetString()!)];

        RequiredOf("CreateTaskBody").ShouldBe(["kind"]);
        RequiredOf("GenerateRoadmapBody").ShouldBe(["preferences"]);
        RequiredOf("LearnerPreferences").ShouldBe(["learning_goal", "current_level", "available_hours_per_week"], ignoreOrder: true);
        RequiredOf("ReportedEvent").ShouldBe(["type"]);
        Operations
            .Where(operation => operation.Details.TryGetProperty("requestBody", out var body)
                && body.TryGetProperty("required", out var required) && required.GetBoolean())
            .Select(operation => NameOf(operation.Details, "operationId"))
            .ShouldBe(["createTask", "reportTaskEvents", "generateRoadmap", "previewReview", "revokeTokens"], ignoreOrder: true);
    }

    [Fact]
    public void A_task_can_be_watched_live()
    {
        var events = described.Document.GetProperty("paths").GetProperty(Routes.TaskEvents).GetProperty("get");

        var stream = events.GetProperty("responses").GetProperty("200").GetProperty("content").GetProperty("text/event-stream");
        NameOf(stream.GetProperty("schema"), "type").ShouldBe("string");
        events.GetProperty("parameters").EnumerateArray()
            .Select(parameter => $"{NameOf(parameter, "in")} {NameOf(parameter, "name")} {NameOf(parameter.GetProperty("schema"), "type")}")
            .ShouldBe(
                [
                    "path task_id string", "query after_seq integer", "query epoch string", "query limit integer",
                    "query include_history boolean", "header Last-Event-ID string",
                ],
                ignoreOrder: true);
    }

    [Fact]
    public void Where_nobody_is_asked_who_they_are_there_is_no_security_scheme()
    {
        described.Document.GetProperty("security").EnumerateArray().ShouldHaveSingleItem().EnumerateObject().ShouldBeEmpty();
        described.Document.GetProperty("components").TryGetProperty("securitySchemes", out _).ShouldBeFalse();
    }

    /// <summary>Readers know the wire, not the code: only names that the document itself explains may look like types.</summary>
    [Fact]
    public void No_text_names_what_only_the_code_knows()
    {
        string[] words = ["OpenAPI", "WebSocket", "CommonMark", HubMethods.GetStatus];
        var known = described.Schemas.EnumerateObject().Select(schema => schema.Name).Concat(words).ToHashSet(StringComparer.Ordinal);

        var strange = Texts(described.Document)
            .SelectMany(text => TypeName().Matches(text).Select(match => (match.Value, text)))
            .Where(found => !known.Contains(found.Value));

        strange.ShouldBeEmpty("in doc comments of the contract, write names as they are on the wire: <c>task_id</c>");
    }

    [Theory]
    [InlineData("tasks.example.com")]
    [InlineData("tasks.example.com:8443")]
    [InlineData("xn--mller-kva.example")]
    public async Task The_server_is_named_as_it_was_reached(string host)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(Routes.OpenApi, UriKind.Relative)) { Headers = { Host = host } };

        var document = JsonElement.Parse(await (await described.Server.Http.SendAsync(request)).Content.ReadAsStringAsync());

        document.GetProperty("servers")[0].GetProperty("url").GetString().ShouldBe($"http://{host}");
    }

    [Fact]
    public async Task Who_has_it_is_told_so()
    {
        var first = await described.Server.GetAsync(Routes.OpenApi);
        first.Content.Headers.ContentType!.ToString().ShouldBe("application/json; charset=utf-8");
        var tag = first.Headers.ETag.ShouldNotBeNull();
        using var again = new HttpRequestMessage(HttpMethod.Get, first.RequestMessage!.RequestUri) { Headers = { IfNoneMatch = { tag } } };
        using var elsewhere = new HttpRequestMessage(HttpMethod.Get, again.RequestUri)
        {
            Headers = { Host = "other.example", IfNoneMatch = { tag } },
        };

        (await described.Server.Http.SendAsync(again)).StatusCode.ShouldBe(HttpStatusCode.NotModified);
        (await described.Server.Http.SendAsync(elsewhere)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private static IEnumerable<string> Types(JsonElement schema) =>
        schema.GetProperty("type") is { ValueKind: JsonValueKind.Array } several
            ? several.EnumerateArray().Select(type => type.GetString()!)
            : [NameOf(schema, "type")];

    private Dictionary<string, string> Mapping(string schema)
    {
        var discriminator = described.Schemas.GetProperty(schema).GetProperty("discriminator");
        NameOf(discriminator, "propertyName").ShouldBe("type");
        return discriminator.GetProperty("mapping").EnumerateObject()
            .ToDictionary(pair => pair.Name, pair => pair.Value.GetString()!.Split('/')[^1], StringComparer.Ordinal);
    }

    private static string Body(JsonElement operation) => operation.TryGetProperty("requestBody", out var body)
        ? NameOf(body.GetProperty("content").GetProperty("application/json").GetProperty("schema"))
        : "-";

    private static string Answers(JsonElement operation) =>
        string.Join(
            ' ',
            operation.GetProperty("responses").EnumerateObject().OrderBy(response => response.Name, StringComparer.Ordinal).Select(Answer));

    private static string Answer(JsonProperty response)
    {
        if (!response.Value.TryGetProperty("content", out var content))
            return response.Name;
        if (!content.TryGetProperty(ProblemResult.MediaType, out var problem))
            return content.TryGetProperty("application/json", out var json)
                ? $"{response.Name}:{NameOf(json.GetProperty("schema"))}"
                : $"{response.Name}:{content.EnumerateObject().Single().Name}";
        NameOf(problem.GetProperty("schema")).ShouldBe("Problem");
        return response.Name;
    }

    private static string NameOf(JsonElement schema) =>
        schema.TryGetProperty("$ref", out var reference) ? reference.GetString()!.Split('/')[^1] : schema.GetRawText();

    private static string NameOf(JsonElement owner, string member) => owner.GetProperty(member).GetString()!;

    private static IEnumerable<string> Texts(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => json.EnumerateObject()
            .SelectMany(member => IsText(member) ? [member.Value.GetString()!] : Texts(member.Value)),
        JsonValueKind.Array => json.EnumerateArray().SelectMany(Texts),
        _ => [],
    };

    private static bool IsText(JsonProperty member) =>
        member.Name is "description" or "summary" or "title" or "name" && member.Value.ValueKind == JsonValueKind.String;

    [GeneratedRegex("^[a-z]+([A-Z][a-z]+)*$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex MethodName();

    [GeneratedRegex("`(?<code>[a-z_]+)`", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Quoted();

    [GeneratedRegex(@"\b[A-Z][a-z]+(\.?[A-Z][a-z]*)+\b", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex TypeName();
}
