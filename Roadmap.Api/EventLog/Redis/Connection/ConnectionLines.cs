using System.Net;
using StackExchange.Redis;

namespace Roadmap.Api.EventLog.Redis.Connection;

/// <summary>
/// Tells once that a server cannot be reached, and once that it can again: the client has two connections to each, for calls and for
/// channels, and tries both again and again.
/// </summary>
/// <param name="whose">What the connections are for.</param>
internal sealed class ConnectionLines(ILogger logger, string whose)
{
    private readonly Lock _changing = new();
    private readonly HashSet<(EndPoint? Server, ConnectionType Type)> _lost = [];

    public void Lost(ConnectionFailedEventArgs failed)
    {
        lock (_changing)
        {
            var isTold = HasLost(failed.EndPoint);
            _lost.Add((failed.EndPoint, failed.ConnectionType));
            if (isTold)
                return;
        }

        var (server, failure) = (EndPointCollection.ToString(failed.EndPoint), $"{failed.FailureType}");
        logger.RedisConnectionLost(whose, server, failure);
    }

    public void Made(ConnectionAttemptCompletedEventArgs made)
    {
        lock (_changing)
        {
            if (!_lost.Remove((made.EndPoint, made.ConnectionType)) || HasLost(made.EndPoint))
                return;
        }

        var server = EndPointCollection.ToString(made.EndPoint);
        logger.RedisConnectionRestored(whose, server);
    }

    private bool HasLost(EndPoint? server) => _lost.Any(lost => Equals(lost.Server, server));
}
