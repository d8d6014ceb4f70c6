using System.Buffers;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using MessagePack;
using Roadmap.Contracts;
using Roadmap.Contracts.Json;
using Roadmap.Contracts.Packed;
using Roadmap.Hubs.Hub;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Contracts;

/// <summary>What goes over the hub in MessagePack is the same as in JSON, by the options of a client that has set nothing.</summary>
public sealed class GoldenPackTests
{
    public static TheoryData<string> Names => [.. Samples.All.Keys.Where(name => IsPacked(Samples.All[name].GetType()))];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_message_is_its_golden_file_in_other_bytes(string name)
    {
        var packed = MessagePackSerializer.Serialize(Samples.All[name].GetType(), Samples.All[name], Packed.StockOptions);

        JsonOf(packed).ShouldBe(GoldenFile.Read(name));
        // As a reader sees it that has nothing of ours.
        var seen = JsonNode.Parse(MessagePackSerializer.ConvertToJson(packed));
        JsonNode.DeepEquals(seen, JsonNode.Parse(GoldenFile.Read(name))).ShouldBeTrue($"{seen}");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_message_is_read_as_what_it_was(string name)
    {
        var type = Samples.All[name].GetType();

        var read = MessagePackSerializer.Deserialize(type, Packed.Of(GoldenFile.Read(name)), Packed.StockOptions);

        JsonSerializer.Serialize(read, ContractsJson.TypeInfoOf(type)).ShouldBe(GoldenFile.Read(name));
        if (read is TaskEvent and not UnreadableTaskEvent)
            MessagePackSerializer.Deserialize<TaskEvent>(Packed.Of(GoldenFile.Read(name)), Packed.StockOptions).ShouldBeOfType(type);
    }

    [Fact]
    public void Everything_that_goes_over_the_hub_says_how()
    {
        var called = typeof(ITaskClient).GetMethods().SelectMany(method => method.GetParameters()).Select(message => message.ParameterType);
        var returned = typeof(TaskProgressHub).GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .Select(method => method.ReturnType).Where(type => type.IsGenericType).Select(type => type.GetGenericArguments()[0]);
        var asked = typeof(SubscribeRequest).Assembly.GetTypes().Where(type => type.Name.EndsWith("Request", StringComparison.Ordinal));
        var events = typeof(TaskEvent).Assembly.GetTypes().Where(type => type.IsAssignableTo(typeof(TaskEvent)));

        called.Concat(returned).Concat(asked).Concat(events).Where(type => !IsPacked(type)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("-1", "FF")]
    [InlineData("128", "CC80")]
    [InlineData("9007199254740993", "CF0020000000000001")]
    [InlineData("18446744073709551615", "CFFFFFFFFFFFFFFFFF")]
    [InlineData("18446744073709551616", "CB43F0000000000000", "1.8446744073709552E+19")]
    [InlineData("-9223372036854775808", "D38000000000000000")]
    [InlineData("1.0", "CB3FF0000000000000", "1")]
    [InlineData("0.1", "CB3FB999999999999A")]
    [InlineData("1e400", "CB7FF0000000000000", "1e999")]
    [InlineData("-1e999", "CBFFF0000000000000")]
    [InlineData("null", "C0")]
    [InlineData("true", "C3")]
    [InlineData("[]", "90")]
    [InlineData("""{"":[{},[false]]}""", "81A0928091C2")]
    [InlineData("""["\n\ud83c\udf93\"\\"]""", "91A70AF09F8E93225C")]
    [InlineData("""{"a":1,"a":2}""", "82A16101A16102")]
    public void JSON_becomes_these_bytes_and_they_become_JSON(string json, string bytes, string? back = null)
    {
        var packed = Packed.Of(JsonElement.Parse(json));

        Convert.ToHexString(packed).ShouldBe(bytes);
        JsonOf(packed).ShouldBe(back ?? json.Replace("\\ud83c\\udf93", "🎓", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("CA3DCCCCCD", "0.10000000149011612")]
    [InlineData("D0FF", "-1")]
    [InlineData("D90161", "\"a\"")]
    [InlineData("DC000101", "[1]")]
    [InlineData("DF00000001A16101", """{"a":1}""")]
    public void Every_form_of_a_value_is_read(string bytes, string json) => JsonOf(Convert.FromHexString(bytes)).ShouldBe(json);

    [Fact]
    public void What_comes_in_pieces_is_read_whole()
    {
        var packed = Packed.Of(GoldenFile.Read("progress"));
        for (var at = 1; at < packed.Length; at++)
        {
            var sequence = new Piece(packed.AsMemory(0, at)).Then(packed.AsMemory(at));
            var read = MessagePackSerializer.Deserialize<ProgressEvent>(sequence, Packed.StockOptions);
            JsonSerializer.Serialize(read, ContractsJson.TypeInfo<ProgressEvent>()).ShouldBe(GoldenFile.Read("progress"));
        }
    }

    private static string JsonOf(byte[] packed) => MessagePackSerializer.Deserialize<JsonElement>(packed, Packed.JsonOptions).GetRawText();

    private static bool IsPacked(Type type) =>
        type.GetCustomAttribute<MessagePackFormatterAttribute>(inherit: false) is { FormatterType: var named }
        && named == typeof(ContractFormatter<>).MakeGenericType(type);

    private sealed class Piece : ReadOnlySequenceSegment<byte>
    {
        public Piece(ReadOnlyMemory<byte> memory) => Memory = memory;

        public ReadOnlySequence<byte> Then(ReadOnlyMemory<byte> rest)
        {
            var last = new Piece(rest) { RunningIndex = Memory.Length };
            Next = last;
            return new ReadOnlySequence<byte>(this, 0, last, rest.Length);
        }
    }
}
