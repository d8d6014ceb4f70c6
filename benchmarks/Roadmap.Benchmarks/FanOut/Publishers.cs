using System.Threading.Channels;
using MediatR;
using Microsoft.AspNetCore.SignalR;
using Roadmap.Api.EventLog;
using Roadmap.Api.Reporting;
using Roadmap.Contracts;
using Roadmap.Hubs.Access;
using Roadmap.Hubs.Feeds;

namespace Roadmap.Benchmarks.FanOut;

/// <summary>A way from "here is an event" to those who watch its task. Called by one thread, in the order of the events.</summary>
internal interface IPublisher
{
    void Publish(ProgressEvent stored);

    /// <summary>Done when everything was handed out; what has not arrived then is under way.</summary>
    Task FinishAsync();
}

/// <summary>The stock hub: each send is awaited, without which its order and its memory would be nobody's promise.</summary>
/// <param name="hub">To whose clients.</param>
/// <param name="isPlain">Whether the event goes as a type that has nothing of ours.</param>
internal sealed class StockGroupSends(IHubContext<StockHub> hub, bool isPlain) : IPublisher
{
    /// <summary>The publisher of plain types.</summary>
    public const string Plain = "StockPlainSends";

    public void Publish(ProgressEvent stored)
    {
        var sent = hub.Clients.Group(stored.TaskId).SendAsync(TaskEventTypes.Progress, isPlain ? PlainProgress.Of(stored) : stored);
        if (!sent.IsCompletedSuccessfully)
            sent.GetAwaiter().GetResult();
    }

    public Task FinishAsync() => Task.CompletedTask;
}

/// <summary>
/// Our fan-out alone: what a feed does with events that the log has numbered. All that is ready is published as one notification. It goes
/// around the feeds, which alone may change a group: nobody may come or go meanwhile.
/// </summary>
internal sealed class FanOutAlone(IMediator mediator) : IPublisher
{
    private readonly Dictionary<string, Channel<TaskEvent>> _queues = new(StringComparer.Ordinal);
    private readonly List<Task> _running = [];

    public void Publish(ProgressEvent stored)
    {
        if (!_queues.TryGetValue(stored.TaskId, out var queue))
        {
            _queues[stored.TaskId] = queue = Channel.CreateUnbounded<TaskEvent>(new UnboundedChannelOptions { SingleReader = true });
            _running.Add(RunAsync(stored.TaskId, queue.Reader));
        }

        queue.Writer.TryWrite(stored);
    }

    public Task FinishAsync()
    {
        foreach (var queue in _queues.Values)
            queue.Writer.Complete();
        return Task.WhenAll(_running);
    }

    private async Task RunAsync(string taskId, ChannelReader<TaskEvent> queue)
    {
        while (await queue.WaitToReadAsync())
        {
            List<TaskEvent> ready = [];
            while (queue.TryRead(out var stored))
                ready.Add(stored);
            await mediator.Publish(new TaskEventsArrived(taskId, ready));
        }
    }
}

/// <summary>
/// The whole way of a worker's report but the network: validate, decide, append to SQLite, feed, push. Nobody waits for the answers, but
/// all are looked at.
/// </summary>
internal sealed class WholePipeline(IMediator mediator) : IPublisher
{
    private readonly List<Task<AppendResult>> _reports = [];

    public void Publish(ProgressEvent stored) =>
        _reports.Add(mediator.Send(new ReportTaskEvents
        {
            TaskId = stored.TaskId,
            Caller = Caller.Unrestricted,
            Events = [new ReportedEvent(stored, Index: 0)],
        }));

    public async Task FinishAsync()
    {
        if ((await Task.WhenAll(_reports)).FirstOrDefault(result => result is not AppendResult.Appended) is { } refused)
            throw new InvalidOperationException($"A report was answered with {refused}.");
    }
}
