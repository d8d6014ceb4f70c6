namespace Roadmap.Api.Ingest;

/// <summary>Takes messages out of the queue and has them appended, those of so many tasks side by side.</summary>
internal sealed class IngestWorker(
    IngestQueue queue, IngestAppender appender, ApiMetrics metrics, ILogger<IngestWorker> logger) : BackgroundService
{
    /// <summary>More would wait for the same Redis.</summary>
    public const int TasksAtOnce = 32;

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        if (queue.Count is > 0 and var left)
        {
            metrics.MessageTaken(IngestOutcome.LeftBehind, left);
            logger.IngestLeftBehind(left);
        }
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(Enumerable.Range(0, TasksAtOnce).Select(_ => WorkAsync(stoppingToken)));

    private async Task WorkAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                var message = await queue.TakeAsync(stoppingToken);
                await AppendAsync(message, stoppingToken);
                queue.Done(message);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops.
        }
    }

    private async Task AppendAsync(PublishedMessage message, CancellationToken stoppingToken)
    {
        try
        {
            await appender.AppendAsync(message, stoppingToken);
        }
#pragma warning disable CA1031 // The messages behind it are to be taken all the same.
        catch (Exception e) when (!stoppingToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            metrics.MessageTaken(IngestOutcome.Failed);
            logger.IngestMessageFailed(e, message.Payload.Length);
        }
    }
}
