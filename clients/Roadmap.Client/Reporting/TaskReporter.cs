using System.Threading.Channels;
using Roadmap.Client.Connection;
using Roadmap.Client.Rest;
using Roadmap.Contracts;

namespace Roadmap.Client;

/// <summary>
/// Reports on a task in the background: gathers events into batches, tries again while the server is away without ever doubling an event,
/// keeps the lease, and says when somebody wants the work called off. It may be used from any thread; events keep the order in which they
/// were reported.
/// </summary>
public sealed class TaskReporter : IAsyncDisposable
{
    // Below the limit of a body, with room for the list around the events.
    private const int MaxBytes = ContractLimits.ReportBytes - 64 * 1024;

    private readonly RestApi _rest;
    private readonly RoadmapClientOptions _client;
    private readonly TaskReporterOptions _options;
    private readonly Channel<Waiting> _waiting;
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _cancelRequested = new();
    private readonly string _name = Guid.NewGuid().ToString("N");
    private readonly Task _run;
    private long _number;

    internal TaskReporter(RestApi rest, RoadmapClientOptions client, string taskId, TaskReporterOptions options)
    {
        if (options.FindFault() is { } fault)
            throw new ArgumentException(fault, nameof(options));
        (_rest, _client, TaskId, _options) = (rest, client, taskId, options);
        _waiting = Channel.CreateBounded<Waiting>(new BoundedChannelOptions(options.Buffer) { SingleReader = true });
        _run = Task.Run(RunAsync);
    }

    /// <summary>The task that is reported on.</summary>
    public string TaskId { get; }

    /// <summary>Fires when somebody wants the work called off. Stop, and say so: <see cref="CancelledAsync"/>.</summary>
    public CancellationToken CancelRequested => _cancelRequested.Token;

    /// <summary>Hands an event over; while the buffer is full it waits.</summary>
    /// <param name="reported">What happened.</param>
    /// <param name="cancellationToken">Gives up waiting for room.</param>
    /// <exception cref="RoadmapException">The server has refused an earlier report: nothing more is sent.</exception>
    public ValueTask ReportAsync(TaskEvent reported, CancellationToken cancellationToken = default) =>
        EnqueueAsync(ReportJson.Of(new ReportedEvent(reported, $"{_name}-{Interlocked.Increment(ref _number)}")), acknowledged: null,
            cancellationToken);

    /// <summary>Says how far a step is.</summary>
    /// <param name="step">The step's name: <c>[a-z][a-z0-9_]{0,63}</c>.</param>
    /// <param name="percentage">Of the whole task, 0 to 100; it never goes back.</param>
    /// <param name="message">A line for people.</param>
    /// <param name="cancellationToken">Gives up waiting for room.</param>
    /// <exception cref="RoadmapException">The server has refused an earlier report: nothing more is sent.</exception>
    public ValueTask ProgressAsync(
        string step, double? percentage = null, string? message = null, CancellationToken cancellationToken = default) =>
        ReportAsync(new ProgressEvent { Step = step, Status = "processing", Percentage = percentage, Message = message, Timestamp = Now },
            cancellationToken);

    /// <summary>Ends the task well, and waits until that is stored.</summary>
    /// <exception cref="RoadmapException">The server has refused a report.</exception>
    public Task CompleteAsync(string? message = null, CancellationToken cancellationToken = default) =>
        EndAsync(new CompletedEvent { Message = message, Timestamp = Now }, cancellationToken);

    /// <summary>Ends the task as failed, and waits until that is stored.</summary>
    /// <param name="error">At most 2,000 characters.</param>
    /// <param name="step">The step that failed.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="RoadmapException">The server has refused a report.</exception>
    public Task FailAsync(string error, string? step = null, CancellationToken cancellationToken = default) =>
        EndAsync(new FailedEvent { Error = error, Step = step, Timestamp = Now }, cancellationToken);

    /// <summary>
    /// Says that the work was called off, and waits until that is stored. A task that was called off before it began has ended already.
    /// </summary>
    /// <exception cref="RoadmapException">The server has refused a report.</exception>
    public async Task CancelledAsync(string? reason = null, CancellationToken cancellationToken = default)
    {
        try
        {
            await EndAsync(new CancelledEvent { Reason = reason, Timestamp = Now }, cancellationToken).ConfigureAwait(false);
        }
        catch (RoadmapException e) when (e.Code == ErrorCodes.Conflict && CancelRequested.IsCancellationRequested)
        {
            // It is as it should be.
        }
    }

    /// <summary>Waits until all that was reported before is stored.</summary>
    /// <exception cref="RoadmapException">The server has refused a report.</exception>
    public async Task FlushAsync(CancellationToken cancellationToken = default)
    {
        var acknowledged = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await EnqueueAsync(json: null, acknowledged, cancellationToken).ConfigureAwait(false);
        await acknowledged.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Sends what is left, for as long as <see cref="TaskReporterOptions.FlushTimeout"/>.</summary>
    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        if (_stopping.IsCancellationRequested)
            return;
        _stopping.CancelAfter(_options.FlushTimeout);
        await _run.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _stopping.CancelAsync().ConfigureAwait(false);
        _stopping.Dispose();
        _cancelRequested.Dispose();
    }

    private DateTimeOffset Now => _client.Time.GetUtcNow();

    private async Task EndAsync(TaskEvent end, CancellationToken cancellationToken)
    {
        await ReportAsync(end, cancellationToken).ConfigureAwait(false);
        await FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask EnqueueAsync(byte[]? json, TaskCompletionSource? acknowledged, CancellationToken cancellationToken)
    {
        try
        {
            await _waiting.Writer.WriteAsync(new Waiting(json, acknowledged), cancellationToken).ConfigureAwait(false);
        }
        catch (ChannelClosedException e) when (e.InnerException is RoadmapException refusal)
        {
            throw new RoadmapException(refusal.Code, refusal.Message, refusal) { Problem = refusal.Problem };
        }
        catch (ChannelClosedException e)
        {
            throw new ObjectDisposedException(nameof(TaskReporter), e);
        }
    }

    private async Task RunAsync()
    {
        var batch = new List<Waiting>();
        try
        {
            while (await GatherAsync(batch).ConfigureAwait(false))
            {
                await SendAsync(batch).ConfigureAwait(false);
                foreach (var sent in batch)
                    sent.Acknowledged?.TrySetResult();
                batch.Clear();
            }
        }
#pragma warning disable CA1031 // Whoever waits is told, whatever it is.
        catch (Exception e)
#pragma warning restore CA1031
        {
            var error = e as RoadmapException ?? new RoadmapException(
                ClientErrorCodes.Closed, $"The reporter was disposed, and the server was away for longer than {_options.FlushTimeout}.", e);
            _waiting.Writer.TryComplete(error);
            while (_waiting.Reader.TryRead(out var left))
                batch.Add(left);
            foreach (var lost in batch)
                lost.Acknowledged?.TrySetException(error);
        }
    }

    /// <summary>The next report: none at all is a heartbeat. False when there will be no more.</summary>
    private async Task<bool> GatherAsync(List<Waiting> batch)
    {
        if (!await IsThereAsync(_options.Heartbeat).ConfigureAwait(false))
            return !_waiting.Reader.Completion.IsCompleted;
        var since = _client.Time.GetTimestamp();
        var bytes = 0;
        while (batch.Count < _options.MaxEvents)
        {
            if (_waiting.Reader.TryPeek(out var next))
            {
                if (batch.Count > 0 && bytes + next.Bytes > MaxBytes)
                    break;
                bytes += next.Bytes;
                _waiting.Reader.TryRead(out next);
                batch.Add(next!);
                // Somebody waits for this one.
                if (next!.Acknowledged is not null)
                    break;
                continue;
            }

            var left = _options.MaxDelay - _client.Time.GetElapsedTime(since);
            if (left <= TimeSpan.Zero || !await IsThereAsync(left).ConfigureAwait(false))
                break;
        }

        return true;
    }

    /// <summary>Waits for an event, but not for long. False when none came, or none will.</summary>
    private async Task<bool> IsThereAsync(TimeSpan wait)
    {
        if (_waiting.Reader.TryPeek(out _))
            return true;
        using var limit = new CancellationTokenSource(wait, _client.Time);
        try
        {
            return await _waiting.Reader.WaitToReadAsync(limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>Until the server has it. What it has stored already it recognises by the events' ids.</summary>
    private async Task SendAsync(List<Waiting> batch)
    {
        var events = batch.Where(waiting => waiting.Json is not null).Select(waiting => waiting.Json!).ToList();
        // Only a flush: what stood before it is stored.
        if (events.Count == 0 && batch.Count > 0)
            return;
        var report = ReportJson.Of(events);
        for (var failures = 1; ; failures++)
        {
            try
            {
                await PostAsync(report).ConfigureAwait(false);
                return;
            }
            catch (RoadmapException e) when (e.Code == ErrorCodes.Conflict && events.Count > 0)
            {
                // Perhaps the task was called off before it began, and has ended with that. A heartbeat tells.
                await PostAsync(ReportJson.Of([])).ConfigureAwait(false);
                throw;
            }
            catch (RoadmapException e) when (!e.IsFinal)
            {
                await Task.Delay(Backoff.After(failures, e, _client.Backoff, Random.Shared.NextDouble()), _client.Time, _stopping.Token)
                    .ConfigureAwait(false);
            }
        }
    }

    private async Task PostAsync(byte[] report)
    {
        var reply = await _rest.PostAsync<ReportReply>(Routes.For(Routes.TaskEvents, TaskId), report, _stopping.Token)
            .ConfigureAwait(false);
        if (reply.CancelRequested)
            await _cancelRequested.CancelAsync().ConfigureAwait(false);
    }

    /// <summary>An event that waits to be sent; without one, somebody who waits for those before.</summary>
    private sealed record Waiting(byte[]? Json, TaskCompletionSource? Acknowledged)
    {
        public int Bytes => Json?.Length ?? 0;
    }
}
