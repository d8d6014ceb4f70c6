using System.Text.Json;
using Roadmap.Api.EventLog;
using Roadmap.Api.Reporting;
using Roadmap.Contracts;
using Roadmap.Hubs.Access;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Reporting;

public sealed class EventShapeTests
{
    private const string Concept = "\"concept_id\":\"c\",\"concept_name\":\"n\",\"content_type\":\"quiz\"";

    [Theory]
    [InlineData("""{"type":"progress","step":"a_1","status":"Reading file 3","sub_status":"x","percentage":0,"data":{}}""")]
    [InlineData(
        """{"type":"progress","step":"a","status":"x","percentage":100,"data":null,"message":"😀","event_id":"any thing at all","attempt":1}""")]
    [InlineData("""{"type":"progress","step":"a","status":"x","message":"two\nlines","data":{"roadmap_id":"","notes":"a\nb"}}""")]
    [InlineData("""{"type":"task_recovering"}""")]
    [InlineData("""{"type":"completed"}""")]
    [InlineData("""{"type":"cancelled","reason":null}""")]
    [InlineData("""{"type":"batch_start","batch_index":1,"batch_size":0,"total_batches":1,"concept_ids":[]}""")]
    public void What_is_right_passes(string json) => Wrong(json).ShouldBeEmpty();

    [Theory]
    [InlineData("""{"type":"progress","step":"Step","status":"","sub_status":"","percentage":-0.1,"data":[]}""",
        "step status sub_status percentage data")]
    [InlineData("""{"type":"progress","step":"a","status":"x","percentage":1e400}""", "percentage")]
    [InlineData("""{"type":"human_review_required","roadmap_id":"","stages_count":-1}""", "roadmap_title roadmap_id stages_count")]
    [InlineData(
        """{"type":"concept_start","concept_id":"","concept_name":"n","content_type":"video","progress":{"current":-1,"total":-1,"percentage":101}}""",
        "content_type concept_id progress.current progress.total progress.percentage")]
    [InlineData("""{"type":"batch_start","batch_index":0,"batch_size":-1,"total_batches":-1,"concept_ids":["",null]}""",
        "concept_ids[1] batch_index total_batches batch_size")]
    [InlineData(
        """{"type":"batch_complete","batch_index":0,"total_batches":1,"progress":{"completed":-1,"failed":-1,"total":-1,"percentage":-1}}""",
        "batch_index progress.completed progress.failed progress.total progress.percentage")]
    [InlineData("""{"type":"control","command_id":"","command":"stop","phase":"done"}""", "command phase command_id")]
    [InlineData("""{"type":"completed","roadmap_id":"","tutorials_count":-1,"failed_count":1.5}""",
        "failed_count roadmap_id tutorials_count")]
    [InlineData("""{"type":"failed","step":"no step"}""", "error step")]
    [InlineData("""{"type":"task_recovering","roadmap_id":"","current_step":"9"}""", "roadmap_id current_step")]
    [InlineData("""{"type":"cancelled","timestamp":"yesterday","event_id":"","attempt":0}""", "timestamp event_id attempt")]
    [InlineData("""{"type":"progress","step":"a","status":"x","data":{"roadmap_id":"a\nb"}}""", "data.roadmap_id")]
    [InlineData("""{"type":"human_review_required","roadmap_id":"a\u001bb","roadmap_title":"t","stages_count":1}""", "roadmap_id")]
    [InlineData("""{"type":"completed","roadmap_id":"a\u0000b","event_id":"\u007f"}""", "roadmap_id event_id")]
    [InlineData("""{"type":"task_recovering","roadmap_id":"a\u0085b"}""", "roadmap_id")]
    [InlineData("""{"type":"concept_failed","concept_id":"a\tb","concept_name":"n","content_type":"quiz","error":"e"}""", "concept_id")]
    [InlineData("""{"type":"batch_start","batch_index":1,"batch_size":1,"total_batches":1,"concept_ids":["a","b\r"]}""", "concept_ids[1]")]
    [InlineData("""{"type":"control","command_id":"a\nb","command":"cancel","phase":"refused"}""", "command_id")]
    [InlineData("""{"type":7}""", "type")]
    [InlineData("""{}""", "type")]
    [InlineData("""{"type":"connected"}""", "type")]
    [InlineData("5", "$")]
    public void What_is_wrong_is_named(string json, string paths) => Wrong(json).ShouldBe(paths.Split(' '), ignoreOrder: true);

    [Theory]
    [InlineData("concept_failed", Concept, "error", ContractLimits.ConceptErrorLength)]
    [InlineData("control", "\"command_id\":\"k\",\"command\":\"cancel\",\"phase\":\"refused\"", "reason", ContractLimits.DetailLength)]
    [InlineData("failed", "\"error\":\"e\"", "error_detail", ContractLimits.DetailLength)]
    [InlineData("retry_started", "\"a\":1", "reason", ContractLimits.DetailLength)]
    [InlineData("cancelled", "\"a\":1", "reason", ContractLimits.DetailLength)]
    [InlineData("completed", "\"a\":1", "roadmap_id", ContractLimits.IdLength)]
    [InlineData("completed", "\"a\":1", "event_id", ContractLimits.IdLength)]
    public void Lengths_are_held(string type, string others, string member, int length)
    {
        string Event(int characters) => $$"""{"type":"{{type}}",{{others}},"{{member}}":"{{new string('x', characters)}}"}""";

        Wrong(Event(length)).ShouldBeEmpty();
        Wrong(Event(length + 1)).ShouldBe([member]);
    }

    [Fact]
    public void A_character_outside_the_basic_plane_is_one()
    {
        string Event(int faces) =>
            $$"""{"type":"concept_failed",{{Concept}},"error":"{{string.Concat(Enumerable.Repeat("😀", faces))}}"}""";

        Wrong(Event(200)).ShouldBeEmpty();
        Wrong(Event(201)).ShouldBe(["error"]);
    }

    [Fact]
    public void A_percentage_that_is_no_number_is_refused_from_inside_too() =>
        new ReportTaskEventsValidator().Validate(
            new ReportTaskEvents
            {
                TaskId = "t",
                Caller = Caller.Unrestricted,
                Events = [new ReportedEvent(Some.Progress() with { Percentage = double.NaN }, Index: 2)],
            })
            .Errors.Single().PropertyName.ShouldBe("[2].percentage");

    [Theory]
    [InlineData("moon_phase", true, true)]
    [InlineData("moon_phase", false, false)]
    [InlineData("pong", true, false)]
    [InlineData("Moon", true, false)]
    public void A_type_that_is_not_known_is_taken_from_the_ingest_only(string type, bool fromIngest, bool isTaken) =>
        new ReportTaskEventsValidator().Validate(
            new ReportTaskEvents
            {
                TaskId = "t",
                Caller = Caller.Unrestricted,
                Events = [new ReportedEvent(Some.Unknown(type, "{}"))],
                TakesUnknownTypes = fromIngest,
            })
            .Errors.Select(failure => failure.PropertyName).Distinct().ShouldBe(isTaken ? [] : ["type"]);

    private static List<string> Wrong(string json)
    {
        var report = ReportReader.Read("t", JsonElement.Parse(json), Caller.Unrestricted);
        return [.. report.ReadErrors.Select(error => error.Path)
            .Concat(new ReportTaskEventsValidator().Validate(report).Errors.Select(failure => failure.PropertyName))
            .Distinct()];
    }
}
