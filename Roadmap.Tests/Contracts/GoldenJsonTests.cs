using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Roadmap.Contracts;
using Roadmap.Contracts.Json;

namespace Roadmap.Tests.Contracts;

/// <summary>The wire format, byte for byte. Whoever changes a file here changes the protocol.</summary>
public sealed class GoldenJsonTests
{
    public static TheoryData<string> Names => [.. Samples.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_server_writes_these_bytes(string name) => Wire(Samples.All[name]).ShouldBe(GoldenFile.Read(name));

    [Theory]
    [MemberData(nameof(Names))]
    public void The_server_reads_these_bytes(string name) =>
        Wire(JsonSerializer.Deserialize(GoldenFile.Read(name), ContractsJson.Wire.Options.GetTypeInfo(Samples.All[name].GetType()))!)
            .ShouldBe(GoldenFile.Read(name));

    [Theory]
    [MemberData(nameof(Names))]
    public void A_serializer_that_nobody_configured_reads_and_writes_the_same(string name)
    {
        var type = Samples.All[name].GetType();

        var read = JsonSerializer.Deserialize(GoldenFile.Read(name), type).ShouldNotBeNull();

        Wire(read).ShouldBe(GoldenFile.Read(name));
        JsonNode.DeepEquals(JsonNode.Parse(JsonSerializer.Serialize(read, type)), JsonNode.Parse(GoldenFile.Read(name))).ShouldBeTrue();
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Members_from_the_future_are_ignored(string name)
    {
        var json = JsonNode.Parse(GoldenFile.Read(name))!.AsObject();
        json["from_the_future"] = new JsonObject { ["a"] = 1 };

        Wire(JsonSerializer.Deserialize(json.ToJsonString(), Samples.All[name].GetType())!).ShouldBe(GoldenFile.Read(name));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_optional_member_may_be_absent_and_is_then_not_written(string name)
    {
        var type = ContractsJson.Wire.Options.GetTypeInfo(Samples.All[name].GetType());
        var full = JsonNode.Parse(GoldenFile.Read(name))!.AsObject();
        var required = type.Properties.Where(member => member.IsRequired || member.Set is null && member.AssociatedParameter is null)
            .Select(member => member.Name)
            .ToHashSet(StringComparer.Ordinal);
        var least = new JsonObject(full.Where(member => required.Contains(member.Key))
            .Select(member => KeyValuePair.Create(member.Key, member.Value?.DeepClone())));

        var written = JsonNode.Parse(Wire(JsonSerializer.Deserialize(least.ToJsonString(), type)!))!.AsObject();

        written.Select(member => member.Key).Except(["task_id", "seq", "epoch", "attempt", "timestamp"])
            .ShouldBe(least.Select(member => member.Key).Except(["task_id", "seq", "epoch", "attempt", "timestamp"]));
    }

    [Fact]
    public void Everything_that_travels_has_a_golden_file()
    {
        var declared = typeof(ContractsJson).GetCustomAttributesData()
            .Where(attribute => attribute.AttributeType == typeof(JsonSerializableAttribute))
            .Select(attribute => (Type)attribute.ConstructorArguments[0].Value!);

        Samples.All.Values.Select(sample => sample.GetType())
            .ShouldBe(declared.Except([typeof(TaskEvent), typeof(JsonElement), typeof(ConceptContent)]), ignoreOrder: true);
        Directory.GetFiles(GoldenFile.Folder).Select(Path.GetFileNameWithoutExtension).ShouldBe(Samples.All.Keys, ignoreOrder: true);
        TaskEventConverter.Types.Keys.ShouldBeSubsetOf(Samples.All.Keys);
    }

    [Fact]
    public void An_event_of_an_unknown_type_is_kept_as_it_came()
    {
        const string json =
            """{"type":"moon_phase","task_id":"t","seq":3,"epoch":"e","attempt":1,"timestamp":"2026-01-31T12:00:00Z","message":"full","phase":{"a":null}}""";

        var read = JsonSerializer.Deserialize<TaskEvent>(json).ShouldBeOfType<UnknownTaskEvent>();

        (read.Type, read.Seq, read.Message).ShouldBe(("moon_phase", 3, "full"));
        JsonSerializer.Serialize(read, ContractsJson.TypeInfo<TaskEvent>()).ShouldBe(json);
    }

    [Theory]
    [InlineData("2026-01-31T12:00:00Z", "2026-01-31T12:00:00Z")]
    [InlineData("2026-01-31T12:00:00", "2026-01-31T12:00:00Z")]
    [InlineData("2026-01-31T12:00:00.123456+05:30", "2026-01-31T06:30:00.123456Z")]
    [InlineData("2026-01-31", "2026-01-31T00:00:00Z")]
    public void Times_become_utc(string sent, string written)
    {
        var read = JsonSerializer.Deserialize<CancelledEvent>($$"""{"timestamp":"{{sent}}"}""").ShouldNotBeNull();

        JsonNode.Parse(Wire(read))!["timestamp"]!.GetValue<string>().ShouldBe(written);
    }

    private static string Wire(object value) => JsonSerializer.Serialize(value, ContractsJson.Wire.Options.GetTypeInfo(value.GetType()));
}
