using Microsoft.AspNetCore.Http;
using Roadmap.Hubs.EventStreams;
using Roadmap.Hubs.Operations;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.EventStreams;

/// <summary>A response belongs to its stream only while its request lasts: the next request may be given the same one.</summary>
public sealed class EventStreamResponseTests : IDisposable
{
    private readonly SlowBody _body = new();
    private readonly EventStream _stream;

    public EventStreamResponseTests()
    {
        var context = new DefaultHttpContext { TraceIdentifier = "c" };
        context.Response.Body = _body;
        _stream = new EventStream("t", context);
    }

    public void Dispose() => _body.Dispose();

    [Fact]
    public async Task A_request_that_was_refused_is_answered_with_nothing_else()
    {
        _stream.TryRefuse().ShouldBeTrue();

        await _stream.WriteAsync("event"u8.ToArray());

        _body.Writes.ShouldBe(0);
    }

    [Fact]
    public async Task A_stream_that_has_begun_is_not_refused_any_more()
    {
        _body.Finish();
        await _stream.WriteAsync("event"u8.ToArray());

        _stream.TryRefuse().ShouldBeFalse();
    }

    [Fact]
    public async Task The_end_of_the_request_waits_for_the_write_that_is_under_way_and_allows_no_other()
    {
        var writing = _stream.WriteAsync("event"u8.ToArray());
        var closing = _stream.CloseAsync();
        closing.IsCompleted.ShouldBeFalse();

        _body.Finish();
        await writing.InTime();
        await closing.InTime();
        await _stream.WriteAsync("event"u8.ToArray());

        _body.Writes.ShouldBe(1);
    }

    [Fact]
    public async Task A_cut_is_the_end()
    {
        _stream.Disconnect(DisconnectReason.Overflow);

        await _stream.Done;
    }

    private sealed class SlowBody : MemoryStream
    {
        private readonly TaskCompletionSource _finished = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Writes { get; private set; }

        public void Finish() => _finished.TrySetResult();

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Writes++;
            await _finished.Task.InTime();
        }
    }
}
