using MediatR;
using Microsoft.Extensions.Options;
using Roadmap.Api.EventLog;
using Roadmap.Api.Reporting;
using Roadmap.Api.Tasks;
using Roadmap.Contracts;
using Roadmap.Hubs.Access;
using Roadmap.Hubs.EventLog;
using Roadmap.Hubs.Requests;
using Roadmap.Hubs.Subscriptions;

namespace Roadmap.Api.Ingest;

/// <summary>
/// Appends what one message brings, and makes its task when there is none. Nobody waits for an answer, so a log that does not answer is
/// asked again, for a while; the event's id keeps it from being stored twice.
/// </summary>
internal sealed class IngestAppender(
    IMediator mediator, HeardTasks heard, ITaskArrivals arrivals, ApiMetrics metrics, IOptions<IngestOptions> options, TimeProvider time,
    ILogger<IngestAppender> logger)
{
    /// <summary>
    /// An instance that has not heard everything since long waits so long before it appends: others may still be at what was published
    /// before.
    /// </summary>
    public static readonly TimeSpan NewcomersWait = TimeSpan.FromSeconds(2);

    /// <summary>How long one message is tried.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan s_firstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_longestPause = TimeSpan.FromSeconds(5);

    public async Task AppendAsync(PublishedMessage message, CancellationToken cancellationToken)
    {
        switch (PublishedReader.Read(message.TaskId, message.Payload, options.Value.Offset))
        {
            case PublishedReading.Event read:
                var left = NewcomersWait - time.GetElapsedTime(message.HeardSince);
                if (left > TimeSpan.Zero)
                    await Task.Delay(left, time, cancellationToken);
                metrics.MessageTaken(await TakeAsync(message, read, cancellationToken));
                break;
            case PublishedReading.Unreadable { Reason: var reason }:
                metrics.MessageTaken(IngestOutcome.Unreadable);
                logger.IngestUnreadable(NameOf(message), message.Payload.Length, reason);
                break;
        }
    }

    private async Task<IngestOutcome> TakeAsync(PublishedMessage message, PublishedReading.Event read, CancellationToken cancellationToken)
    {
        var reported = read.Report.Events[0];
        if (reported.Event.Timestamp == default)
            reported = reported with { Event = reported.Event with { Timestamp = message.HeardAt } };
        var report = read.Report with
        {
            Events = [reported],
            BeginsAttempt = (ended, next) => NextAttempt.IsBegunBy(ended.FinishedAt, next, read.HasOwnTime),
            IsLate = heard.IsLate(message.TaskId, reported.Event, read.HasOwnTime),
        };
        return await SendPatientlyAsync(report, cancellationToken);
    }

    /// <summary>A channel may be called anything; what is no task id is not repeated.</summary>
    private static string NameOf(PublishedMessage message) => Shapes.IsTaskId(message.TaskId) ? message.TaskId : "?";

    private async Task<IngestOutcome> SendPatientlyAsync(ReportTaskEvents report, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        for (var pause = s_firstPause; ; pause = TimeSpan.FromTicks(Math.Min(2 * pause.Ticks, s_longestPause.Ticks)))
        {
            try
            {
                return Outcome(report, await SendAsync(report, cancellationToken));
            }
            catch (LogUnavailableException e) when (time.GetElapsedTime(began) < Patience)
            {
                if (pause == s_firstPause)
                    logger.IngestLogUnavailable(report.TaskId, e.Message);
            }
            catch (LogUnavailableException e)
            {
                logger.IngestGaveUp(report.TaskId, Patience, e.Message);
                return IngestOutcome.GivenUp;
            }
#pragma warning disable CA1031 // The messages behind it are to be taken all the same.
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                logger.IngestFailed(e, report.TaskId);
                return IngestOutcome.Failed;
            }

            await Task.Delay(Random.Shared.NextDouble() * pause, time, cancellationToken);
        }
    }

    private async Task<AppendResult> SendAsync(ReportTaskEvents report, CancellationToken cancellationToken)
    {
        var result = await mediator.Send(report, cancellationToken);
        if (result is not AppendResult.NotFound)
            return result;

        // Whoever makes it, another instance perhaps: it is there then.
        await mediator.Send(
            new CreateTask(new CreateTaskBody { TaskId = report.TaskId, Kind = TaskKinds.RoadmapGeneration })
            {
                Caller = Caller.Unrestricted,
            },
            cancellationToken);
        return await mediator.Send(report, cancellationToken);
    }

    private IngestOutcome Outcome(ReportTaskEvents report, AppendResult result)
    {
        if (result is AppendResult.Appended appended)
        {
            heard.Took(report.TaskId, report.Events[0].Event, appended.LastSeq);
            arrivals.Came(report.TaskId);
            return appended.Accepted > 0 ? IngestOutcome.Accepted : IngestOutcome.Duplicate;
        }

        var (code, reason) = result is AppendResult.Refused refused
            ? (refused.Code, refused.Message)
            : (ErrorCodes.TaskNotFound, "The task went.");
        logger.IngestRefused(report.TaskId, report.Events[0].Event.Type, code, reason);
        return IngestOutcome.Refused;
    }
}
