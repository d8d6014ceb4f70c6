using System.Buffers;
using System.Diagnostics.Metrics;
using System.Text;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Roadmap.Hubs.FanOut;
using Roadmap.Hubs.Operations;
using Roadmap.Hubs.WebSockets;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.FanOut;

/// <summary>How a stream's outbox comes to its end.</summary>
public sealed class ConnectionOutboxEndTests
{
    /// <summary>More ticks than a write may be without progress.</summary>
    private const int TooManyTicks = 6;

    private static readonly CloseReason s_end = CloseReason.TaskEnded;

    private readonly RecordedStream _stream = new();
    private readonly ConnectionOutbox _outbox;

    public ConnectionOutboxEndTests()
    {
        var metrics = new HubsMetrics(new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>());
        _outbox = new ConnectionOutbox(_stream, slowestRate: 1_000, new UnsendableEvents(metrics, NullLogger<UnsendableEvents>.Instance),
            metrics, NullLogger.Instance);
    }

    [Fact]
    public void The_farewell_comes_after_everything_and_nothing_after_it()
    {
        Enqueue("one", "two");
        _outbox.End(s_end);
        Enqueue("three");
        _outbox.End(CloseReason.TaskGone);
        _outbox.Disconnect(DisconnectReason.Overflow);

        _stream.Done.ShouldBe(["one,two,", "task_ended,", "finished task_ended"]);
    }

    [Fact]
    public void An_end_waits_for_the_write_in_flight_and_for_all_that_waits_behind_it()
    {
        _stream.Hold();
        Enqueue("one");
        Enqueue("two");
        _outbox.End(s_end);
        Enqueue("three");
        _stream.Done.ShouldBe(["one,"]);

        _stream.LetGo();

        _stream.Done.ShouldBe(["one,", "two,", "task_ended,", "finished task_ended"]);
    }

    [Fact]
    public void Who_does_not_take_its_farewell_is_cut_as_for_any_other_message()
    {
        _stream.Hold();
        Enqueue("one");
        _outbox.End(s_end);
        for (var tick = 0; tick < TooManyTicks; tick++)
            _outbox.Tick();

        _stream.LetGo();

        _stream.Done.ShouldBe(["one,", "cut Stalled"]);
    }

    [Fact]
    public void Cut_before_its_end_is_written_it_is_only_cut()
    {
        _stream.Hold();
        Enqueue("one");
        _outbox.End(s_end);
        _outbox.Disconnect(DisconnectReason.Stopping);
        _outbox.Disconnect(DisconnectReason.Overflow);

        _stream.LetGo();

        _stream.Done.ShouldBe(["one,", "cut Stopping"]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Over_already_it_has_no_end(bool isCut)
    {
        if (isCut)
            _outbox.Disconnect(DisconnectReason.Overflow);
        else
            _outbox.Close();
        _outbox.End(s_end);

        _stream.Done.ShouldBe(isCut ? ["cut Overflow"] : []);
    }

    [Fact]
    public void A_peer_that_goes_while_the_farewell_is_written_is_not_finished()
    {
        _stream.Hold();
        _outbox.End(s_end);

        _stream.LetGo(new IOException("gone"));
        Enqueue("one");

        _stream.Done.ShouldBe(["task_ended,"]);
    }

    [Fact]
    public async Task Whoever_waits_for_it_to_drain_waits_for_the_farewell_too()
    {
        _stream.Hold();
        _outbox.End(s_end);
        var drained = _outbox.WaitUntilDrainedAsync(CancellationToken.None);
        drained.IsCompleted.ShouldBeFalse();

        _stream.LetGo();

        await drained.InTime();
    }

    private void Enqueue(params string[] messages) =>
        _outbox.Enqueue(new MessageBatch([.. messages.Select(message => new InvocationMessage(message, []))]));

    /// <summary>
    /// What was done to a stream, in order. Continuations run where they are let go, so that nothing has to be waited for.
    /// </summary>
    private sealed class RecordedStream : ITaskStream
    {
        private TaskCompletionSource? _held;

        public string ConnectionId => "c1";

        public WireFormat Format { get; } = new NamesFormat();

        public TcpPeer? Peer => null;

        public SharedSocketStream? WebSocket => null;

        public MessageBatch? KeepAlive => null;

        public List<string> Done { get; } = [];

        public void Hold() => _held = new TaskCompletionSource();

        public void LetGo(Exception? failure = null)
        {
            var held = Interlocked.Exchange(ref _held, null)!;
            if (failure is null)
                held.SetResult();
            else
                held.SetException(failure);
        }

        public async ValueTask WriteAsync(ReadOnlyMemory<byte> messages)
        {
            Done.Add(Encoding.UTF8.GetString(messages.Span));
            if (_held is { } held)
                await held.Task.InTime();
        }

        public HubMessage ClosingMessageFor(CloseReason end) => new InvocationMessage(end.Reason, []);

        public void Finish(CloseReason end) => Done.Add($"finished {end.Reason}");

        public void Disconnect(DisconnectReason reason) => Done.Add($"cut {reason}");
    }

    private sealed class NamesFormat : WireFormat
    {
        protected override void Write(HubMessage message, ArrayBufferWriter<byte> output) =>
            output.Write(Encoding.UTF8.GetBytes($"{((InvocationMessage)message).Target},"));
    }
}
