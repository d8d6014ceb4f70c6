using System.Text;
using System.Text.Json;
using Roadmap.Contracts;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Callers;

/// <summary>What a caller may send is taken up to its limit, and one more is refused, by its name, without a change.</summary>
public sealed class BoundaryTests(RunningRestServer running) : IClassFixture<RunningRestServer>
{
    public static TheoryData<string, int, string> Limits => new()
    {
        { nameof(ContractLimits.IdLength), ContractLimits.IdLength, ErrorCodes.InvalidRequest },
        { nameof(ContractLimits.TitleLength), ContractLimits.TitleLength, ErrorCodes.InvalidRequest },
        { nameof(ContractLimits.DetailLength), ContractLimits.DetailLength, ErrorCodes.InvalidRequest },
        { nameof(ContractLimits.ConceptErrorLength), ContractLimits.ConceptErrorLength, ErrorCodes.InvalidRequest },
        { nameof(ContractLimits.TextLength), ContractLimits.TextLength, ErrorCodes.InvalidRequest },
        { nameof(ContractLimits.HoursPerWeek), ContractLimits.HoursPerWeek, ErrorCodes.InvalidRequest },
        { nameof(ContractLimits.LeaseSeconds), ContractLimits.LeaseSeconds, ErrorCodes.InvalidRequest },
        { nameof(ContractLimits.EventsPerReport), ContractLimits.EventsPerReport, ErrorCodes.TooLarge },
        { nameof(ContractLimits.EventsPerPage), ContractLimits.EventsPerPage, ErrorCodes.InvalidRequest },
        { nameof(ContractLimits.JsonDepth), ContractLimits.JsonDepth, ErrorCodes.InvalidRequest },
        { nameof(ContractLimits.ReportBytes), ContractLimits.ReportBytes, ErrorCodes.TooLarge },
        { nameof(ContractLimits.SentReportBytes), ContractLimits.SentReportBytes, ErrorCodes.TooLarge },
        { nameof(ContractLimits.SentEventBytes), ContractLimits.SentEventBytes, ErrorCodes.TooLarge },
        { nameof(ContractLimits.EventBytes), ContractLimits.EventBytes, ErrorCodes.TooLarge },
        { "roadmap_title", ContractLimits.TitleLength, ErrorCodes.InvalidRequest },
        { "error_detail", ContractLimits.DetailLength, ErrorCodes.InvalidRequest },
        { "additional_context", ContractLimits.TextLength, ErrorCodes.InvalidRequest },
    };

    private static int BareBytes => """{"type":"progress","step":"s","status":"x","message":""}""".Length;

    private RestServer Server => running.Server;

    [Theory]
    [MemberData(nameof(Limits))]
    [AtLimit("a body")]
    [AtLimit("a report on its way, with white space and escapes")]
    [AtLimit("one event, as it is stored")]
    [AtLimit("one event on its way")]
    [AtLimit("events of one report")]
    [AtLimit("levels of nesting in a body")]
    [AtLimit("characters of an id")]
    [AtLimit("characters of a title, or of `roadmap_title`")]
    [AtLimit("characters of `error` of `concept_failed`")]
    [AtLimit("characters of a reason, an `error`, an `error_detail`, a goal or another text of a learner")]
    [AtLimit("hours of a week")]
    [AtLimit("a lease, in seconds")]
    [AtLimit("entries of a page: `limit`")]
    public async Task One_more_than_the_limit_is_refused_and_changes_nothing(string limit, int most, string code)
    {
        foreach (var number in new[] { most - 1, most })
        {
            using var taken = await SendAsync(limit, number, await Server.StartTaskAsync());
            taken.IsSuccessStatusCode.ShouldBeTrue($"{number}: {await taken.Content.ReadAsStringAsync()}");
        }

        var task = await Server.StartTaskAsync();
        using var refused = await SendAsync(limit, most + 1, task);
        await refused.RefusedAsync(code);
        (await Server.SnapshotAsync(task)).Seq.ShouldBe(0);
    }

    private Task<HttpResponseMessage> SendAsync(string limit, int number, string task) => limit switch
    {
        nameof(ContractLimits.IdLength) => MakeAsync(new { task_id = Some.TaskId().PadRight(number, 'x'), kind = "import" }),
        nameof(ContractLimits.TitleLength) => MakeAsync(new { kind = "import", title = new string('学', number) }),
        nameof(ContractLimits.LeaseSeconds) => MakeAsync(new { kind = "import", lease_seconds = number }),
        nameof(ContractLimits.DetailLength) => ReportAsync(task, new { type = "failed", error = new string('学', number) }),
        nameof(ContractLimits.ConceptErrorLength) => ReportAsync(
            task, new
            {
                type = "concept_failed",
                concept_id = "c",
                concept_name = "C",
                content_type = "quiz",
                error = new string('x', number),
            }),
        nameof(ContractLimits.TextLength) => AskAsync(new string('x', number), 1),
        nameof(ContractLimits.HoursPerWeek) => AskAsync("Rust", number),
        nameof(ContractLimits.EventsPerReport) => ReportAsync(task, Enumerable.Repeat(Progress, number)),
        nameof(ContractLimits.EventsPerPage) => Server.GetAsync($"{Routes.For(Routes.TaskEvents, task)}?limit={number}"),
        // The event and its data are two levels.
        nameof(ContractLimits.JsonDepth) => Server.ReportAsync(task, Nested(new string('[', number - 2) + new string(']', number - 2))),
        nameof(ContractLimits.ReportBytes) => Server.PostAsync(Routes.Tasks, Padded("""{"kind":"import"}""", number)),
        nameof(ContractLimits.SentReportBytes) => Server.ReportAsync(task, Padded("[]", number)),
        nameof(ContractLimits.SentEventBytes) => Server.ReportAsync(
            task, $"[{Padded("""{"type":"progress","step":"s","status":"x"}""", number)}]"),
        nameof(ContractLimits.EventBytes) => ReportAsync(
            task, new { type = "progress", step = "s", status = "x", message = new string('x', number - BareBytes) }),
        "roadmap_title" => ReportAsync(
            task, new { type = "human_review_required", roadmap_id = "r", roadmap_title = new string('学', number), stages_count = 1 }),
        "error_detail" => ReportAsync(task, new { type = "failed", error = "no", error_detail = new string('学', number) }),
        "additional_context" => AskAsync("Rust", 1, new string('学', number)),
        _ => throw new ArgumentOutOfRangeException(nameof(limit), limit, null),
    };

    private static object Progress => new { type = "progress", step = "s", status = "x" };

    private static string Nested(string lists) => $$$"""{"type":"progress","step":"s","status":"x","data":{"d":{{{lists}}}}}""";

    private Task<HttpResponseMessage> MakeAsync(object body) => Server.PostAsync(Routes.Tasks, JsonSerializer.Serialize(body));

    private Task<HttpResponseMessage> ReportAsync(string task, object body) => Server.ReportAsync(task, JsonSerializer.Serialize(body));

    private Task<HttpResponseMessage> AskAsync(string goal, int hours, string context = "") => Server.PostAsync(
        Routes.GenerateRoadmap,
        JsonSerializer.Serialize(new
        {
            preferences = new { learning_goal = goal, current_level = "beginner", available_hours_per_week = hours },
            additional_context = context,
        }));

    /// <summary>White space counts as all bytes do.</summary>
    private static string Padded(string json, int bytes) =>
        json[..^1] + new string(' ', bytes - Encoding.UTF8.GetByteCount(json)) + json[^1];
}
