using System.Reflection;
using System.Text.Json;
using Roadmap.Client.Connection;
using Roadmap.Client.Watching;
using Roadmap.Contracts;
using Roadmap.Contracts.Json;

namespace Roadmap.Tests.Client;

/// <summary>What the client must do with the same input as every other client, by the vectors that they share.</summary>
public sealed class VectorTests
{
    private static readonly string s_folder = typeof(VectorTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(metadata => metadata.Key == "ClientVectors").Value!;

    public static TheoryData<string> Sequences => [.. Read("sequencer.json").Select(vector => vector.GetProperty("name").GetString()!)];

    [Theory]
    [MemberData(nameof(Sequences))]
    public void The_sequencer_judges_as_the_vectors_say(string name)
    {
        Position? position = null;
        var vector = Read("sequencer.json").Single(vector => vector.GetProperty("name").GetString() == name);
        foreach (var step in vector.GetProperty("steps").EnumerateArray())
        {
            var expected = step.GetProperty("expect");
            if (step.TryGetProperty("connected", out var connected))
            {
                var recovered = connected.TryGetProperty("recovered", out var said) ? said.GetBoolean() : (bool?)null;
                (position, var isReset) = Sequencer.Resume(position, PositionIn(connected.GetProperty("position")), recovered);
                isReset.ShouldBe(expected.GetProperty("reset").GetBoolean(), $"{step}");
            }
            else
            {
                position = Judge(position, step, expected.GetProperty("verdict").GetString()!);
            }

            position.ShouldBe(
                expected.GetProperty("position") is { ValueKind: JsonValueKind.Object } there ? PositionIn(there) : null, $"{step}");
        }
    }

    [Fact]
    public void What_is_expected_of_a_task_follows_its_events_as_the_vectors_say()
    {
        foreach (var vector in Read("expected.json"))
        {
            var view = new TaskView();
            view.Apply(vector.GetProperty("snapshot").Deserialize(ContractsJson.TypeInfo<TaskSnapshot>())!);
            var seq = 0;
            foreach (var step in vector.GetProperty("steps").EnumerateArray())
            {
                var next = step.GetProperty("event").Deserialize(ContractsJson.TypeInfo<TaskEvent>())!;
                view.Apply(next with { Seq = ++seq, Epoch = "a", Attempt = 1 });

                (DateTimeOffset, double, double)? after = step.GetProperty("expect") is { ValueKind: JsonValueKind.Object } there
                    ? (there.GetProperty("at").GetDateTimeOffset(), there.GetProperty("low").GetDouble(),
                        there.GetProperty("high").GetDouble())
                    : null;
                var expected = view.Snapshot!.Expected;
                (expected is null ? ((DateTimeOffset, double, double)?)null : (expected.At, expected.Low, expected.High))
                    .ShouldBe(after, $"{vector.GetProperty("name")}: {seq}");
            }
        }
    }

    [Fact]
    public void Refusals_are_read_as_the_vectors_say()
    {
        foreach (var vector in Read("refusals.json"))
        {
            var refusal = Refusal.In(new InvalidOperationException(vector.GetProperty("text").GetString()));

            refusal?.Code.ShouldBe(vector.GetProperty("code").GetString(), $"{vector}");
            refusal?.Message.ShouldBe(vector.GetProperty("message").GetString(), $"{vector}");
            (refusal is not null).ShouldBe(vector.TryGetProperty("code", out _), $"{vector}");
        }
    }

    private static Position? Judge(Position? position, JsonElement step, string verdict)
    {
        var isEvent = step.TryGetProperty("event", out var numbered);
        var at = PositionIn(isEvent ? numbered : step.GetProperty("snapshot"));
        var judged = isEvent ? Sequencer.JudgeEvent(position, at.Epoch, at.Seq) : Sequencer.JudgeSnapshot(position, at.Epoch, at.Seq);
        $"{judged}".ToLowerInvariant().ShouldBe(verdict, $"{step}");
        return judged == SequenceVerdict.Apply && isEvent ? at : position;
    }

    private static Position PositionIn(JsonElement json) =>
        new() { Epoch = json.GetProperty("epoch").GetString()!, Seq = json.GetProperty("seq").GetInt64() };

    private static List<JsonElement> Read(string file) =>
        [.. JsonElement.Parse(File.ReadAllText(Path.Combine(s_folder, file))).EnumerateArray()];
}
