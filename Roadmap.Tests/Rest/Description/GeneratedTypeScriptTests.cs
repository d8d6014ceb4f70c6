using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Roadmap.Contracts;
using Roadmap.Contracts.Json;
using Roadmap.Tests.Contracts;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Rest.Description;

/// <summary>The types that openapi-typescript makes of the description are right for what the server really sends and takes.</summary>
public sealed class GeneratedTypeScriptTests(DescribedServer described) : IClassFixture<DescribedServer>
{
    /// <summary>What a reader of the types would write.</summary>
    private const string Use = """
        type Schemas = components["schemas"];
        export function describe(message: Schemas["TaskMessage"]): string {
          switch (message.type) {
            case "progress": return `${message.step} ${message.percentage ?? 0}`;
            case "concept_failed": return message.error.toUpperCase();
            case "current_status": return message.concepts.total.toFixed(0);
            case "connected": return `${message.position.epoch}:${message.position.seq}`;
            default: return message.type;
          }
        }
        const learner: Schemas["LearnerPreferences"] = { learning_goal: "Rust", current_level: "beginner", available_hours_per_week: 5 };
        const style: Schemas["LearnerPreferences"] = { ...learner, content_preference: "text" };
        const styles: Schemas["LearnerPreferences"] = { ...learner, content_preference: ["text", "video"] };
        const one: Schemas["EventReport"] = { type: "progress" };
        const many: Schemas["EventReport"] = [one as Schemas["ReportedEvent"]];
        const reported: Schemas["ReportedProgressEvent"] = { type: "progress", step: "reading", status: "processing" };
        // @ts-expect-error A level that there is not.
        const level: Schemas["LearnerLevel"] = "wizard";
        // @ts-expect-error What the log stamps on is always there.
        const stored: Schemas["ProgressEvent"] = { type: "progress", step: "reading", status: "processing" };
        // @ts-expect-error A number is no text.
        const seq: Schemas["EventPage"]["seq"] = "5";
        // @ts-expect-error A value that is not there is absent.
        const error: Schemas["TaskSnapshot"]["error"] = null;
        const live: operations["getTaskEvents"]["responses"][200]["content"]["text/event-stream"] = "event: progress";
        const at: operations["getTaskEvents"]["parameters"]["header"] = { "Last-Event-ID": "e.1:5" };
        const refusal: paths["/api/v1/tasks"]["post"]["responses"][409]["content"]["application/problem+json"]["code"] = "conflict";
        """;

    [Fact]
    public async Task They_fit_what_the_server_sends_and_takes()
    {
        var use = new StringBuilder(Use);
        foreach (var (name, sample) in Samples.All)
            use.Append(Declare($"sample_{name}", sample.GetType().Name, GoldenFile.Read(name)));
        foreach (var (name, schema, json) in await RealRepliesAsync())
            use.Append(Declare(name, schema, json));

        var (code, said) = await CheckAsync(use.ToString());

        code.ShouldBe(0, said);
    }

    private async Task<List<(string Name, string Schema, string Json)>> RealRepliesAsync()
    {
        var server = described.Server;
        var task = Some.TaskId();
        var made = await server.PostAsync(Routes.Tasks, $$"""{"task_id":"{{task}}","kind":"import","title":"Books"}""");
        const string progress = """{"type":"progress","step":"reading","status":"processing","data":{"rows":4}}""";
        var reported = await server.ReportAsync(task, $$"""[{{progress}},{"type":"failed","error":"no answer"}]""");
        var refused = await server.ReportAsync(task, """{"type":"completed"}""");
        var wrong = await server.PostAsync(Routes.Tasks, "{}");
        var page = await server.GetAsync(Routes.For(Routes.TaskEvents, task));
        var list = await server.GetAsync($"{Routes.Tasks}?kind=import&limit=5");
        var health = await server.GetAsync(Routes.Health);

        return
        [
            ("made", "TaskSnapshot", await made.Content.ReadAsStringAsync()),
            ("reply", "ReportReply", await reported.Content.ReadAsStringAsync()),
            ("refused", "Problem", await refused.Content.ReadAsStringAsync()),
            ("wrong", "Problem", await wrong.Content.ReadAsStringAsync()),
            ("page", "EventPage", await page.Content.ReadAsStringAsync()),
            ("list", "TaskPage", await list.Content.ReadAsStringAsync()),
            ("health", "HealthReply", await health.Content.ReadAsStringAsync()),
        ];
    }

    /// <summary>A literal, in which the compiler allows no member that the type has not. An event of a page is declared first.</summary>
    private static string Declare(string name, string schema, string json)
    {
        if (schema != nameof(EventPage))
            return $"export const {name}: Schemas[\"{schema}\"] = {json};\n";

        var page = JsonNode.Parse(json)!.AsObject();
        var declared = new StringBuilder();
        var events = page["events"]!.AsArray();
        for (var i = 0; i < events.Count; i++)
        {
            var type = TaskEventConverter.Types[events[i]!["type"]!.GetValue<string>()];
            declared.Append(Declare($"{name}_{i}", type.Name, events[i]!.ToJsonString()));
        }

        var names = string.Join(", ", Enumerable.Range(0, events.Count).Select(i => $"{name}_{i}"));
        page.Remove("events");
        return $"{declared}export const {name}: Schemas[\"{schema}\"] = {{ ...{page.ToJsonString()}, events: [{names}] }};\n";
    }

    private async Task<(int Code, string Said)> CheckAsync(string use)
    {
        var metadata = typeof(GeneratedTypeScriptTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>();
        var folder = Path.Combine(Path.GetDirectoryName(metadata.Single(data => data.Key == "WebPackage").Value!)!, "..", "openapi-types");
        Directory.Exists(Path.Combine(folder, "..", "node_modules"))
            .ShouldBeTrue("openapi-typescript is not installed: run `npm ci` in clients.");
        await using var check = ChildProcess.Start("node", [Path.Combine(folder, "check.mjs")]);
        await check.SayAsync(JsonSerializer.Serialize(new { document = described.Document, use }));
        check.SayNoMore();
        return (await check.EndedAsync(), check.Said());
    }
}
