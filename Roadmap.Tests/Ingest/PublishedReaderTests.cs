using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Roadmap.Api.EventLog;
using Roadmap.Api.Ingest;
using Roadmap.Contracts;
using Roadmap.Contracts.Json;

namespace Roadmap.Tests.Ingest;

public sealed class PublishedReaderTests
{
    private const string Concept = "\"concept_id\":\"c\",\"concept_name\":\"n\",\"content_type\":\"quiz\"";

    public static TheoryData<string> Types => [.. CeleryPayloads.All.Keys];

    [Theory]
    [MemberData(nameof(Types))]
    public void What_workers_publish_is_read_as_it_is(string type)
    {
        var payload = CeleryPayloads.All[type];

        var read = Event(payload).Event;

        read.Type.ShouldBe(type);
        var expected = JsonNode.Parse(payload)!.AsObject();
        expected["timestamp"] = expected["timestamp"]!.GetValue<string>().Contains('.', StringComparison.Ordinal)
            ? "2026-01-31T12:00:00.123456Z"
            : "2026-01-31T12:00:00Z";
        var written = Written(read);
        foreach (var stamped in new[] { "task_id", "seq", "epoch", "attempt" })
            (expected.Remove(stamped), written.Remove(stamped)).ShouldBe((stamped == "task_id", true), "the log stamps it on");
        JsonNode.DeepEquals(written, expected).ShouldBeTrue(written.ToJsonString());
    }

    [Fact]
    public void Every_type_is_among_the_examples() => TaskEventConverter.Types.Keys.ShouldBeSubsetOf(CeleryPayloads.All.Keys);

    [Fact]
    public void An_event_is_known_by_the_hash_of_its_bytes()
    {
        Event("""{"type":"cancelled"}""").EventId.ShouldBe("sha256-89a3a971cd9b32a454060ed16044a2f33084c37c5bc00f635ef8267e8652e067");
        Event("""{"type":"cancelled"}""").EventId.ShouldBe(Event("""{"type":"cancelled"}""").EventId);
        Event("""{"type":"cancelled" }""").EventId.ShouldNotBe(Event("""{"type":"cancelled"}""").EventId);
    }

    [Theory]
    [InlineData("""{"type":"completed","roadmap_id":"r","tutorials_count":null,"task_id":null}""", "roadmap_id", "\"r\"")]
    [InlineData("""{"type":"completed","roadmap_id":"r","tutorials_count":-1,"failed_count":"none"}""", "roadmap_id", "\"r\"")]
    [InlineData("""{"type":"progress","step":"a","status":"x","percentage":100.4}""", "percentage", "100")]
    [InlineData("""{"type":"progress","step":"a","status":"x","percentage":"half","data":[1],"sub_status":""}""", "status", "\"x\"")]
    [InlineData("""{"type":"progress","step":"our_own_step","status":"Reading file 3"}""", "step", "\"our_own_step\"")]
    [InlineData("""{"type":"progress","step":"a","status":"x","seq":"one","epoch":7,"attempt":"first","event_id":5}""", "step", "\"a\"")]
    [InlineData("""{"type":"cancelled","timestamp":"2026-01-31T12:00:00.5"}""", "timestamp", "\"0001-01-01T00:00:00Z\"")]
    [InlineData("""{"type":"cancelled","timestamp":1769860800}""", "timestamp", "\"0001-01-01T00:00:00Z\"")]
    [InlineData("""{"type":"cancelled","timestamp":"2026-01-31 12:00:00","message":{"text":"x"}}""", "timestamp",
        "\"0001-01-01T00:00:00Z\"")]
    [InlineData("""{"type":"progress","step":"a","status":"x","data":{"roadmap_id":"a\nb","total_concepts":3}}""", "data",
        """{"total_concepts":3}""")]
    [InlineData("""{"type":"completed","roadmap_id":"a\u001b","failed_count":2}""", "roadmap_id", "null")]
    [InlineData("""{"type":"moon_phase","timestamp":"tonight","message":7,"seq":[],"attempt":-4,"phase":null}""", "phase", "null")]
    [InlineData("""{"type":"failed","error":"e","step":"No Step"}""", "error", "\"e\"")]
    [InlineData($$"""{"type":"concept_start",{{Concept}},"progress":{"current":31,"total":30,"percentage":103.3} }""", "progress",
        """{"current":31,"total":30,"percentage":100}""")]
    [InlineData(
        """{"type":"batch_complete","batch_index":1,"total_batches":2,"progress":{"completed":2,"failed":2,"total":3,"percentage":133.3},"extra":1}""",
        "progress",
        """{"completed":2,"failed":2,"total":3,"percentage":100}""")]
    public void What_does_no_harm_is_taken(string payload, string member, string value)
    {
        var written = Written(Event(payload).Event);

        (written[member]?.ToJsonString() ?? "null").ShouldBe(value);
    }

    [Theory]
    [InlineData("concept_failed", Concept, "error", ContractLimits.ConceptErrorLength)]
    [InlineData("failed", "\"error\":\"e\"", "error_detail", ContractLimits.DetailLength)]
    [InlineData("cancelled", "\"a\":1", "reason", ContractLimits.DetailLength)]
    [InlineData("retry_started", "\"a\":1", "reason", ContractLimits.DetailLength)]
    [InlineData("control", "\"command_id\":\"k\",\"command\":\"cancel\",\"phase\":\"refused\"", "reason", ContractLimits.DetailLength)]
    public void Too_long_a_text_is_cut_between_two_characters(string type, string others, string member, int length)
    {
        var payload = $$"""{"type":"{{type}}",{{others}},"{{member}}":"{{string.Concat(Enumerable.Repeat("😀", length + 1))}}"}""";

        var written = Written(Event(payload).Event);

        written[member]!.GetValue<string>().ShouldBe(string.Concat(Enumerable.Repeat("😀", length)));
    }

    [Theory]
    [InlineData("", "not JSON")]
    [InlineData("hunter2", "not JSON")]
    [InlineData("""["hunter2"]""", "no JSON object")]
    [InlineData("""{"hunter2":1}""", "type is missing")]
    [InlineData("""{"type":{"hunter2":1}}""", "type is missing")]
    [InlineData("""{"type":"hunter2 and more"}""", "type must be")]
    [InlineData("""{"type":"","a":"hunter2"}""", "type must be")]
    [InlineData("""{"type":" ","a":"hunter2"}""", "type must be")]
    [InlineData("""{"type":"\u0000","a":"hunter2"}""", "type must be")]
    [InlineData("""{"type":"Hunter2"}""", "type must be")]
    [InlineData("""{"type":"a\nid: hunter2"}""", "type must be")]
    [InlineData("""{"type":"unknown","a":"hunter2"}""", "never stored")]
    [InlineData("""{"type":"connected","a":"hunter2"}""", "never stored")]
    [InlineData("""{"type":"task_error","a":"hunter2"}""", "never stored")]
    [InlineData("""{"type":"cancelled","task_id":"hunter2"}""", "task_id")]
    [InlineData("""{"type":"cancelled","task_id":7,"a":"hunter2"}""", "task_id")]
    [InlineData("""{"type":"progress","step":"hunter2!","status":"x"}""", "step must be")]
    [InlineData("""{"type":"progress","status":"hunter2"}""", "step is required")]
    [InlineData("""{"type":"concept_failed","concept_id":"","concept_name":["hunter2"],"content_type":"hunter2"}""",
        "concept_name must be a string")]
    [InlineData("""{"type":"batch_start","batch_index":1,"batch_size":1,"total_batches":1,"concept_ids":["hunter2",null]}""",
        "concept_ids[1]")]
    [InlineData("""{"type":"human_review_required","roadmap_id":"hunter2\n","roadmap_title":"t","stages_count":1}""", "roadmap_id")]
    [InlineData("""{"type":"cancelled","message":"hunter2 \ud83d"}""", "surrogate")]
    [InlineData("""{"type":"progress","step":"a","status":"x","percentage":NaN}""", "not JSON")]
    public void What_is_no_event_is_named_without_a_word_of_it(string payload, string reason)
    {
        var unreadable = PublishedReader.Read("t", Encoding.UTF8.GetBytes(payload), null).ShouldBeOfType<PublishedReading.Unreadable>();

        unreadable.Reason.ShouldContain(reason);
        unreadable.Reason.ShouldNotContain("hunter2");
    }

    [Fact]
    public void What_is_no_text_is_no_event() =>
        PublishedReader.Read("t", [.. "{\"type\":\""u8, 0xff, .. "\"}"u8], null).ShouldBeOfType<PublishedReading.Unreadable>()
            .Reason.ShouldContain("UTF-8");

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("tasks")]
    public void A_channel_that_names_no_task_has_no_events(string taskId) =>
        PublishedReader.Read(taskId, "{\"type\":\"cancelled\"}"u8.ToArray(), null).ShouldBeOfType<PublishedReading.Unreadable>()
            .Reason.ShouldContain("task id");

    [Theory]
    [InlineData("cancelled")]
    [InlineData("moon_phase")]
    public void An_event_is_at_most_64_KiB(string type)
    {
        string Payload(int bytes) => $$"""{"type":"{{type}}","message":"{{new string('x', bytes - type.Length - 24)}}"}""";

        Payload(ContractLimits.EventBytes).Length.ShouldBe(ContractLimits.EventBytes);
        Event(Payload(ContractLimits.EventBytes)).Event.Message.ShouldNotBeNull();
        PublishedReader.Read("t", Encoding.UTF8.GetBytes(Payload(ContractLimits.EventBytes + 1)), null)
            .ShouldBeOfType<PublishedReading.Unreadable>()
            .Reason.ShouldContain("65536");
    }

    [Theory]
    [InlineData("2025-12-07T20:15:30.123456", 8, "2025-12-07T12:15:30.123456Z")]
    [InlineData("2025-12-07T20:15:30", -3.5, "2025-12-07T23:45:30Z")]
    [InlineData("2025-12-07T20:15:30", 0, "2025-12-07T20:15:30Z")]
    [InlineData("2025-12-07T20:15:30Z", 8, "2025-12-07T20:15:30Z")]
    [InlineData("2025-12-07T20:15:30-05:00", 8, "2025-12-08T01:15:30Z")]
    [InlineData("0001-01-01T00:00:00", 8, "0001-01-01T00:00:00Z")]
    [InlineData("9999-12-31T23:59:59", -8, "0001-01-01T00:00:00Z")]
    [InlineData("yesterday", 8, "0001-01-01T00:00:00Z")]
    public void A_time_without_an_offset_is_of_the_assumed_one(string timestamp, double hours, string expected)
    {
        foreach (var type in new[] { "cancelled", "moon_phase" })
        {
            var read = PublishedReader.Read(
                "t", Encoding.UTF8.GetBytes($$"""{"type":"{{type}}","timestamp":"{{timestamp}}"}"""), TimeSpan.FromHours(hours));

            Written(read.ShouldBeOfType<PublishedReading.Event>().Report.Events[0].Event)["timestamp"]!.GetValue<string>()
                .ShouldBe(expected);
        }
    }

    private static JsonObject Written(TaskEvent read) =>
        JsonNode.Parse(JsonSerializer.Serialize(read, ContractsJson.TypeInfo<TaskEvent>()))!.AsObject();

    private static ReportedEvent Event(string payload)
    {
        var taskId = payload.Contains(CeleryPayloads.TaskId, StringComparison.Ordinal) ? CeleryPayloads.TaskId : "t";
        var reading = PublishedReader.Read(taskId, Encoding.UTF8.GetBytes(payload), assumedOffset: null);
        var report = reading.ShouldBeOfType<PublishedReading.Event>(reading.ToString()).Report;
        report.TaskId.ShouldBe(taskId);
        return report.Events.ShouldHaveSingleItem();
    }
}
