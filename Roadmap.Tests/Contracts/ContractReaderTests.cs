using System.Text.Json;
using Roadmap.Contracts;
using Roadmap.Contracts.Json;

namespace Roadmap.Tests.Contracts;

public sealed class ContractReaderTests
{
    [Fact]
    public void What_is_right_is_read_whole()
    {
        var (body, errors) = Read<GenerateRoadmapBody>("""
            {"preferences":{"learning_goal":"学习 Rust 😀","current_level":"beginner","available_hours_per_week":7.5,"learning_style":"video","future":1},
             "require_review":null,"task_id":"t-1"}
            """);

        errors.ShouldBeEmpty();
        body.ShouldNotBeNull();
        body.Preferences.ShouldNotBeNull().LearningGoal.ShouldBe("学习 Rust 😀");
        body.Preferences.CurrentLevel.ShouldBe(LearnerLevel.Beginner);
        body.Preferences.AvailableHoursPerWeek.ShouldBe(7.5);
        body.Preferences.LearningStyle.ShouldBe(["video"]);
        body.RequireReview.ShouldBeNull();
    }

    [Fact]
    public void Every_wrong_member_is_named_by_its_path_and_the_rest_is_read()
    {
        var (body, errors) = Read<GenerateRoadmapBody>("""
            {"task_id":5,"user_id":"ada","require_review":"yes",
             "preferences":{"learning_goal":["a"],"current_level":"wizard","available_hours_per_week":"10","content_preference":{"a":1},"target_deadline":"soon","motivation":"joy"}}
            """);

        Lines(errors).ShouldBe([
            "task_id must be a string",
            "preferences.learning_goal must be a string",
            "preferences.current_level must be one of beginner, intermediate, advanced, expert",
            "preferences.available_hours_per_week must be a number",
            "preferences.content_preference must be a string or an array of strings",
            "preferences.target_deadline must be a time in ISO 8601, such as 2026-01-31T12:00:00Z",
            "require_review must be true or false",
        ]);
        body.ShouldNotBeNull().UserId.ShouldBe("ada");
        body.Preferences.ShouldNotBeNull().Motivation.ShouldBe("joy");
    }

    [Theory]
    [InlineData("""{"current":"1","percentage":null}""",
        "[3].progress.current must be a whole number|[3].progress.total is required|[3].progress.percentage is required")]
    [InlineData("""{"current":1.5,"total":3000000000,"percentage":true}""",
        "[3].progress.current must be a whole number|[3].progress.total is out of range|[3].progress.percentage must be a number")]
    [InlineData("""[1]""", "[3].progress must be an object")]
    [InlineData("null", "[3].progress is required")]
    public void A_nested_object_is_walked(string progress, string expected)
    {
        var json = $$"""{"type":"concept_start","concept_id":"c","concept_name":"n","content_type":"quiz","progress":{{progress}}}""";

        var (_, errors) = ContractReader.Read<ConceptStartEvent>(JsonElement.Parse(json), "[3]");

        Lines(errors).ShouldBe(expected.Split('|'));
    }

    [Fact]
    public void Null_is_absent_for_required_and_optional_members_alike()
    {
        var (read, errors) =
            Read<ProgressEvent>(
                """{"type":"progress","step":null,"status":"x","task_id":null,"attempt":null,"timestamp":null,"percentage":null,"data":null}""");

        Lines(errors).ShouldBe(["step is required"]);
        read.ShouldNotBeNull().Status.ShouldBe("x");
        read.Data.ShouldBeNull();
    }

    [Fact]
    public void Null_inside_data_is_kept()
    {
        var (read, errors) = Read<ProgressEvent>("""{"step":"a","status":"x","attempt":null,"data":{"a":null}}""");

        errors.ShouldBeEmpty();
        read.ShouldNotBeNull().Data.ShouldNotBeNull().GetRawText().ShouldBe("""{"a":null}""");
    }

    [Fact]
    public void The_items_of_a_list_are_looked_at_one_by_one()
    {
        var (_, errors) = Read<BatchStartEvent>("""{"batch_index":1,"batch_size":3,"total_batches":1,"concept_ids":["a",null,3]}""");

        Lines(errors).ShouldBe(["concept_ids[1] must be a string", "concept_ids[2] must be a string"]);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("7")]
    [InlineData("null")]
    [InlineData("\"text\"")]
    public void What_is_no_object_is_refused_as_a_whole(string json)
    {
        var (value, errors) = Read<SubscribeRequest>(json);

        value.ShouldBeNull();
        Lines(errors).ShouldBe(["$ must be an object"]);
    }

    [Fact]
    public void Of_a_member_given_twice_the_last_counts()
    {
        Read<TaskRequest>("""{"task_id":"a","task_id":"b"}""").Value.ShouldNotBeNull().TaskId.ShouldBe("b");
        Read<TaskRequest>("""{"task_id":1,"task_id":"b"}""").Value.ShouldNotBeNull().TaskId.ShouldBe("b");
    }

    [Fact]
    public void Half_a_surrogate_pair_is_refused()
    {
        Lines(Read<TaskRequest>("""{"task_id":"\ud83d"}""").Errors).ShouldBe(["task_id must be text without half of a surrogate pair"]);
        Lines(Read<BatchStartEvent>("""{"batch_index":1,"batch_size":1,"total_batches":1,"concept_ids":["\ud83d"]}""").Errors)
            .ShouldBe(["concept_ids[0] must be a string"]);
    }

    private static ContractReading<T> Read<T>(string json)
        where T : class => ContractReader.Read<T>(JsonElement.Parse(json));

    private static IEnumerable<string> Lines(IEnumerable<FieldError> errors) => errors.Select(error => $"{error.Path} {error.Message}");
}
