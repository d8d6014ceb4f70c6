using System.Reflection;
using System.Text.Json;
using Roadmap.Api.Rest;
using Roadmap.Contracts;
using Roadmap.Contracts.Json;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Rest;

public sealed class ApiDescriptionTests : IAsyncLifetime
{
    private static readonly string[] s_described =
    [
        "post /api/v1/roadmaps/generate GenerateRoadmapBody 202:GenerateRoadmapReply 400 409 413 415 500 503",
        "get /api/v1/roadmaps/{roadmap_id} - 200:RoadmapDocument 400 404 500 503",
        "get /api/v1/roadmaps/{roadmap_id}/active-task - 200:ActiveTaskReply 400 404 500 503",
        "get /api/v1/roadmaps/{task_id}/status - 200:TaskSnapshot 400 404 500 503",
        "post /api/v1/roadmaps/{task_id}/approve ReviewBody 200:ReviewReply 400 404 409 413 415 500 503",
        "post /api/v1/roadmaps/{task_id}/retry - 202:RetryReply 400 404 409 500 503",
        "post /api/v1/roadmaps/tasks/{task_id}/cancel - 202:CancelReply 400 404 409 500 503",
        "post /api/v1/tasks CreateTaskBody 201:TaskSnapshot 200:TaskSnapshot 400 409 413 415 500 503",
        "get /api/v1/tasks - 200:TaskPage 400 500 503",
        "get /api/v1/tasks/{task_id} - 200:TaskSnapshot 400 404 500 503",
        "get /api/v1/tasks/{task_id}/events - 200:EventPage 204 400 404 410 429 500 503",
        "post /api/v1/tasks/{task_id}/events (one or many) TaskEvent 200:ReportReply 400 404 409 413 415 500 503",
        "get /health - 200:HealthReply",
        "get /health/live - 200:HealthReply",
        "get /health/ready - 200:HealthReply 503",
    ];

    private RestServer _server = null!;
    private JsonElement _document;

    public async Task InitializeAsync()
    {
        _server = await RestServer.StartAsync();
        _document = JsonElement.Parse(await _server.Http.GetStringAsync(new Uri(Routes.OpenApi, UriKind.Relative)));
    }

    public async Task DisposeAsync()
    {
        _server.Logged.Lines.ShouldBeEmpty();
        await _server.DisposeAsync();
    }

    [Fact]
    public void Every_call_is_described_with_its_body_its_answers_and_its_refusals()
    {
        var described = from path in _document.GetProperty("paths").EnumerateObject()
                        from operation in path.Value.EnumerateObject()
                        select $"{operation.Name} {path.Name} {Body(operation.Value)} {string.Join(' ', operation.Value.GetProperty("responses").EnumerateObject().Select(Answer))}";

        described.ShouldBe(s_described, ignoreOrder: true);
    }

    [Fact]
    public void Every_route_is_described()
    {
        var routes = typeof(Routes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetRawConstantValue()!);

        _document.GetProperty("paths").EnumerateObject().Select(path => path.Name)
            .ShouldBe(routes.Except([Routes.Base, Routes.Hub, Routes.RawSocket, Routes.MisplacedRawSocket, Routes.Metrics, Routes.OpenApi]), ignoreOrder: true);
    }

    [Fact]
    public void Events_are_described_by_type()
    {
        var schemas = _document.GetProperty("components").GetProperty("schemas");
        var types = schemas.GetProperty("TaskEvent").GetProperty("oneOf").EnumerateArray()
            .Select(one => schemas.GetProperty(NameOf(one)).GetProperty("properties").GetProperty("type").GetProperty("enum")[0].GetString());

        types.ShouldBe(TaskEventConverter.Types.Keys, ignoreOrder: true);
        var progress = schemas.GetProperty("ProgressEvent").GetProperty("properties");
        progress.GetProperty("timestamp").GetProperty("format").GetString().ShouldBe("date-time");
        progress.TryGetProperty("event_id", out _).ShouldBeTrue();
        schemas.GetProperty("ProgressEvent").GetProperty("required").EnumerateArray().Select(name => name.GetString()).ShouldBe(["type", "step", "status"], ignoreOrder: true);
    }

    [Fact]
    public void What_converters_read_is_described()
    {
        var schemas = _document.GetProperty("components").GetProperty("schemas");
        var preferences = schemas.GetProperty("LearnerPreferences").GetProperty("properties");

        preferences.GetProperty("content_preference").GetProperty("oneOf").GetArrayLength().ShouldBe(2);
        preferences.GetProperty("target_deadline").GetProperty("format").GetString().ShouldBe("date-time");
        schemas.GetProperty("LearnerLevel").GetProperty("enum").EnumerateArray().Select(name => name.GetString())
            .ShouldBe(["beginner", "intermediate", "advanced", "expert", null]);
    }

    [Fact]
    public void Parameters_have_their_types()
    {
        var parameters = _document.GetProperty("paths").GetProperty(Routes.TaskEvents).GetProperty("get").GetProperty("parameters").EnumerateArray()
            .ToDictionary(parameter => parameter.GetProperty("name").GetString()!, parameter => parameter.GetProperty("schema").GetProperty("type").GetString());

        parameters.ShouldBe(
            new Dictionary<string, string?> { ["task_id"] = "string", ["after_seq"] = "integer", ["epoch"] = "string", ["limit"] = "integer" }, ignoreOrder: true);
    }

    private static string Body(JsonElement operation)
    {
        if (!operation.TryGetProperty("requestBody", out var body))
            return "-";
        var schema = body.GetProperty("content").GetProperty("application/json").GetProperty("schema");
        return schema.TryGetProperty("oneOf", out var either) && either[1].TryGetProperty("items", out _) ? $"(one or many) {NameOf(either[0])}" : NameOf(schema);
    }

    private static string Answer(JsonProperty response)
    {
        if (!response.Value.TryGetProperty("content", out var content))
            return response.Name;
        if (!content.TryGetProperty(ProblemResult.MediaType, out var problem))
            return $"{response.Name}:{NameOf(content.GetProperty("application/json").GetProperty("schema"))}";
        NameOf(problem.GetProperty("schema")).ShouldBe("Problem");
        return response.Name;
    }

    private static string NameOf(JsonElement schema) => schema.TryGetProperty("$ref", out var reference) ? reference.GetString()!.Split('/')[^1] : schema.GetRawText();
}
