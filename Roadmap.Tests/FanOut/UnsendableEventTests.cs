using System.Collections.Immutable;
using System.Diagnostics.Metrics;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Roadmap.Contracts;
using Roadmap.Hubs.EventStreams;
using Roadmap.Hubs.FanOut;
using Roadmap.Hubs.HubProtocols;
using Roadmap.Hubs.Operations;
using Roadmap.Hubs.RawSockets;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.FanOut;

/// <summary>
/// A stored event that cannot be sent is passed over aloud, on every edge, and keeps nobody from those before and after it.
/// </summary>
public sealed class UnsendableEventTests : IDisposable
{
    private readonly LoggedErrors _logged = new();
    private readonly UnsendableEvents _unsendable;

    public UnsendableEventTests()
    {
        var metrics = new HubsMetrics(new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>());
        _unsendable = new UnsendableEvents(
            metrics, LoggerFactory.Create(logging => logging.AddProvider(_logged)).CreateLogger<UnsendableEvents>());
    }

    public static TheoryData<string> Formats =>
        ["hub", "hub socket", "hub in MessagePack", "hub socket in MessagePack", "raw", "event stream"];

    public void Dispose() => _logged.Dispose();

    [Theory]
    [MemberData(nameof(Formats))]
    public void It_goes_as_unknown_with_its_seq_between_the_others(string name)
    {
        HubMessage[] messages = [Message(Progress(1)), Message(Broken(2)), Message(Broken(3)), Message(Progress(4))];

        var written = Read(name, [.. Format(name).Serialise(messages, _unsendable).SelectMany(piece => piece.ToArray())]);

        string[] inOrder = ["\"type\":\"progress\",\"task_id\":\"t-1\",\"seq\":1", "\"type\":\"unknown\",\"task_id\":\"t-1\",\"seq\":2",
            "\"type\":\"unknown\",\"task_id\":\"t-1\",\"seq\":3", "\"type\":\"progress\",\"task_id\":\"t-1\",\"seq\":4"];
        inOrder.Select(part => written.IndexOf(part, StringComparison.Ordinal)).ShouldBeInOrder();
        inOrder.ShouldAllBe(part => written.Contains(part, StringComparison.Ordinal));
        written.ShouldNotContain("moon_phase");
        _logged.Lines.Count.ShouldBe(2);
        _logged.Take("event_unsendable").ShouldBeTrue();
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void It_is_in_the_log_once_however_often_it_is_sent(string name)
    {
        for (var i = 0; i < 10; i++)
            Format(name).Serialise([Message(Broken(2))], _unsendable);

        _logged.Lines.Count.ShouldBe(1);
    }

    private static string Read(string name, byte[] written)
    {
        // The head of a frame of more than 125 bytes has 4.
        ReadOnlySpan<byte> messages = name == "hub socket in MessagePack" ? written.AsSpan(4) : written;
        return name.EndsWith("MessagePack", StringComparison.Ordinal)
            ? string.Concat(Packed.Read(ref messages))
            : Encoding.UTF8.GetString(written);
    }

    private static WireFormat Format(string name) => name switch
    {
        "hub" => new HubFormat(new WireHubProtocol(Options.Create(new JsonHubProtocolOptions()))),
        "hub socket" => new HubFrameFormat(new WireHubProtocol(Options.Create(new JsonHubProtocolOptions()))),
        "hub in MessagePack" => new HubFormat(new PackedHubProtocol(Options.Create(new MessagePackHubProtocolOptions()))),
        "hub socket in MessagePack" => new HubFrameFormat(new PackedHubProtocol(Options.Create(new MessagePackHubProtocolOptions()))),
        "raw" => RawFrameFormat.Instance,
        _ => EventStreamFormat.Instance,
    };

    private static InvocationMessage Message(TaskEvent stored) => new(stored.Type, [stored]);

    private static ProgressEvent Progress(long seq) => Some.Progress() with { TaskId = "t-1", Epoch = "e.1", Seq = seq, Attempt = 1 };

    /// <summary>Half of a surrogate pair can be read, and never be written.</summary>
    private static UnknownTaskEvent Broken(long seq) =>
        new("moon_phase", ImmutableDictionary<string, JsonElement>.Empty.Add("phase", JsonElement.Parse("\"\\ud800\"")))
        {
            TaskId = "t-1",
            Epoch = "e.1",
            Seq = seq,
            Attempt = 1,
        };
}
