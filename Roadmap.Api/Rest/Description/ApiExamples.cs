using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace Roadmap.Api.Rest.Description;

/// <summary>One example of every body and of every answer, so that readers see what a call is like before they make one.</summary>
internal static class ApiExamples
{
    private const string Snapshot = """
        {"type":"current_status","task_id":"import-1","kind":"import","status":"processing","current_step":"reading","title":"Books",
        "attempt":1,"percentage":40,"concepts":{"total":0,"completed":0,"failed":0},
        "created_at":"2026-01-31T12:00:00Z","updated_at":"2026-01-31T12:00:05Z","seq":1,"epoch":"01a2.1","oldest_seq":1}
        """;

    private const string Generation = """
        {"type":"current_status","task_id":"my-roadmap","kind":"roadmap_generation","status":"human_review_pending",
        "current_step":"human_review","sub_status":"waiting","roadmap_id":"r-1","title":"Learn Rust","attempt":1,"percentage":50,
        "concepts":{"total":18,"completed":0,"failed":0},"created_at":"2026-01-31T12:00:00Z","updated_at":"2026-01-31T12:01:00Z",
        "seq":9,"epoch":"01a2.1","oldest_seq":1}
        """;

    private static readonly Dictionary<string, string> s_bodies = new(StringComparer.Ordinal)
    {
        ["createTask"] = """{"task_id":"import-1","kind":"import","title":"Books","lease_seconds":60}""",
        ["reportTaskEvents"] = """
            [{"type":"progress","event_id":"row-400","step":"reading","status":"processing","percentage":40,"message":"400 of 1,000 rows"},
            {"type":"completed","event_id":"end","message":"All rows are read"}]
            """,
        ["generateRoadmap"] = """
            {"task_id":"my-roadmap","require_review":true,"preferences":{"learning_goal":"Learn Rust","current_level":"beginner",
            "available_hours_per_week":10,"content_preference":["text","practice"],"primary_language":"en"}}
            """,
        ["reviewRoadmap"] = """{"approved":false,"feedback":"shorter, and leave out Docker"}""",
        ["makeWatchLink"] = """{"expires_in":86400,"may":["watch","review"]}""",
    };

    private static readonly Dictionary<string, string> s_answers = new(StringComparer.Ordinal)
    {
        ["createTask"] = Snapshot,
        ["getTask"] = Snapshot,
        ["listTasks"] = $$"""{"tasks":[{{Snapshot}}],"next_cursor":"bmV4dA"}""",
        ["getTaskEvents"] = """
            {"events":[{"type":"progress","task_id":"import-1","seq":1,"epoch":"01a2.1","attempt":1,"timestamp":"2026-01-31T12:00:05Z",
            "message":"400 of 1,000 rows","step":"reading","status":"processing","percentage":40}],
            "seq":1,"epoch":"01a2.1","oldest_seq":1,"next_after_seq":1}
            """,
        ["reportTaskEvents"] = """{"seq":2,"epoch":"01a2.1","accepted":2,"duplicates":0,"cancel_requested":false}""",
        ["cancelTask"] = """{"success":true,"task_id":"import-1","message":"The task is cancelled.","previous_status":"processing"}""",
        ["generateRoadmap"] = """
            {"task_id":"my-roadmap","status":"pending","message":"The roadmap is being made. Subscribe to the task to watch."}
            """,
        ["getRoadmapStatus"] = Generation,
        ["reviewRoadmap"] = """
            {"status":"rejected","message":"The plan is sent back; it is being changed.","task_id":"my-roadmap",
            "feedback":"shorter, and leave out Docker"}
            """,
        ["retryRoadmap"] = """{"task_id":"my-roadmap","status":"processing","attempt":2,"message":"Attempt 2 has begun."}""",
        ["getRoadmap"] = """
            {"roadmap_id":"r-1","task_id":"my-roadmap","title":"Learn Rust","summary":"From ownership to services.","goal":"Learn Rust",
            "level":"beginner","language":"en","generated_by":"outline, no model","total_hours":4,"hours_per_week":10,"weeks":1,
            "key_technologies":["rust"],"notes":[],
            "stages":[{"stage_id":"s-1","title":"Basics","description":"What makes Rust different","hours":4,
            "modules":[{"module_id":"m-1","title":"Memory","description":"Who owns what","hours":4,
            "concepts":[{"concept_id":"c-1","name":"Ownership","description":"Every value has one owner","hours":4,"difficulty":"medium",
            "prerequisites":[],"keywords":["move","borrow"],"first_week":1,"last_week":1}]}]}]}
            """,
        ["getActiveTask"] = """{"has_active_task":true,"task_id":"my-roadmap","status":"processing","current_step":"content_generation"}""",
        ["makeWatchLink"] = """
            {"link_id":"019ad0c27a0c7f5e8b1d6d0f3c5e2a41","task_id":"my-roadmap",
            "url":"https://roadmap.example/?task=my-roadmap#link=rml_abc","token":"rml_abc","may":["watch","review"],"created_at":"2026-01-31T12:00:00Z","expires_at":"2026-02-01T12:00:00Z",
            "until_end":false}
            """,
        ["listWatchLinks"] = """
            {"watch_links":[{"link_id":"019ad0c27a0c7f5e8b1d6d0f3c5e2a41","may":["watch","review"],"created_at":"2026-01-31T12:00:00Z",
            "expires_at":"2026-02-01T12:00:00Z","until_end":false,"created_by":"ada","revoked":false}]}
            """,
        ["getHealth"] = """{"status":"ok","log":"ok","version":"1.0.0","uptime_seconds":90}""",
        ["isAlive"] = """{"status":"ok"}""",
        ["isReady"] = """{"status":"ok","log":"ok"}""",
    };

    public static void AddTo(OpenApiOperation operation)
    {
        var name = operation.OperationId ?? "";
        if (s_bodies.TryGetValue(name, out var body))
            operation.RequestBody!.Content!["application/json"].Example = JsonNode.Parse(body);
        if (!s_answers.TryGetValue(name, out var answer))
            return;
        foreach (var response in operation.Responses!.Values)
        {
            if (response.Content?.TryGetValue("application/json", out var json) == true)
                json.Example = JsonNode.Parse(answer);
        }
    }
}
