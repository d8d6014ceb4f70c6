using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.Extensions.Options;
using Roadmap.Hubs.Operations;

namespace Roadmap.Api.Hosting;

/// <summary>
/// Counts TCP connections, those that never ask for anything among them, and takes no more than there are descriptors for. Who says nothing
/// at all does not keep a place.
/// </summary>
internal sealed class TcpConnections(
    FileDescriptors descriptors, IOptions<LimitsOptions> limits, TimeProvider time, ILogger<TcpConnections> logger)
    : IHostedService
{
    /// <summary>So long a connection may take for its first byte, as for the rest of its request's head.</summary>
    public static readonly TimeSpan FirstByte = TimeSpan.FromSeconds(15);

    private int _open;
    private long _refused;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        logger.ConnectionsLimited(limits.Value.Connections, descriptors.TcpConnections, descriptors.Most);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Stands before everything that a server makes of a connection.</summary>
    public ConnectionDelegate Guard(ConnectionDelegate next) => async connection =>
    {
        try
        {
            if (Interlocked.Increment(ref _open) > descriptors.TcpConnections)
                logger.ConnectionsRefused(descriptors.TcpConnections, Interlocked.Increment(ref _refused));
            else if (await SpeaksAsync(connection))
                await next(connection);
        }
        finally
        {
            Interlocked.Decrement(ref _open);
        }
    };

    /// <summary>Waits for the first byte, and leaves it to whoever reads it.</summary>
    private async Task<bool> SpeaksAsync(ConnectionContext connection)
    {
        var input = connection.Transport.Input;
        using var limit = new CancellationTokenSource(FirstByte, time);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, connection.ConnectionClosed, StopOf(connection));
        try
        {
            var read = await input.ReadAsync(ending.Token);
            input.AdvanceTo(read.Buffer.Start);
            return !read.IsCompleted || !read.Buffer.IsEmpty;
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            return false;
        }
    }

    /// <summary>The server stops: it waits for nobody who has not asked for anything.</summary>
    private static CancellationToken StopOf(ConnectionContext connection) =>
        connection.Features.Get<IConnectionLifetimeNotificationFeature>()?.ConnectionClosedRequested ?? CancellationToken.None;
}
