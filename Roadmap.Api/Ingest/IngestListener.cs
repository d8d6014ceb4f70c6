using Microsoft.Extensions.Options;
using Roadmap.Api.EventLog.Redis.Announcements;
using Roadmap.Hubs.EventLog;
using Roadmap.Hubs.Operations;

namespace Roadmap.Api.Ingest;

/// <summary>
/// Listens to what workers publish, and only puts it into the queue. Looks every second whether it is still listening. Hears everything
/// from before the server is ready until it drains.
/// </summary>
internal sealed class IngestListener(
    RedisPublications publications, IngestQueue queue, ApiMetrics metrics, IOptions<IngestOptions> options, TimeProvider time,
    ILogger<IngestListener> logger)
    : BackgroundService
{
    private static readonly TimeSpan s_period = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _listening = new(1, 1);
    private readonly Lock _noticing = new();
    private bool _isOver;
    private bool? _isHearing;
    private int _gaps;
    private long _heardSince;

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await ListenAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    /// <summary>Nothing more comes into the queue.</summary>
    public async Task LeaveAsync(CancellationToken cancellationToken)
    {
        await _listening.WaitAsync(cancellationToken);
        try
        {
            _isOver = true;
            await publications.LeaveAsync(cancellationToken);
        }
        catch (LogUnavailableException e)
        {
            // Then nothing is heard either.
            logger.IngestHearsNothing(options.Value.ChannelPrefix, e.Message);
        }
        finally
        {
            _listening.Release();
        }
    }

    public override void Dispose()
    {
        _listening.Dispose();
        base.Dispose();
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        PeriodicWork.EveryAsync(s_period, time, logger, ListenAsync, stoppingToken);

    private async Task ListenAsync(CancellationToken cancellationToken)
    {
        await _listening.WaitAsync(cancellationToken);
        try
        {
            if (_isOver)
                return;
            await publications.ListenAsync(options.Value.ChannelPrefix, Hear, cancellationToken);
            HeardSince();
            if (_isHearing != true)
                logger.IngestHears(options.Value.ChannelPrefix);
            _isHearing = true;
        }
        catch (LogUnavailableException e)
        {
            if (_isHearing != false)
                logger.IngestHearsNothing(options.Value.ChannelPrefix, e.Message);
            _isHearing = false;
        }
        finally
        {
            _listening.Release();
        }
    }

    /// <summary>Redis' messages come one after the other. Whatever waits here holds up all of them.</summary>
    private void Hear(string taskId, byte[] payload)
    {
        if (queue.TryAdd(new PublishedMessage(taskId, payload, HeardSince()) { HeardAt = time.GetUtcNow() }))
            return;

        metrics.MessageTaken(IngestOutcome.Overflowed);
        logger.IngestOverflowed();
    }

    /// <summary>Asked at every message and every second: so it is noticed soon that something may have been missed.</summary>
    private long HeardSince()
    {
        lock (_noticing)
        {
            var gaps = publications.Gaps;
            if (gaps != _gaps)
                (_gaps, _heardSince) = (gaps, time.GetTimestamp());
            return _heardSince;
        }
    }
}
