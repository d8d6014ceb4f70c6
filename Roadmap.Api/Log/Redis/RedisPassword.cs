using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace Roadmap.Api.Log.Redis;

/// <summary>
/// Finds out whether Redis refuses the password. The log's own client is no sure witness: it tells only the last that happened to its connections,
/// and when one was refused while it gave another up, that is the giving up, for as long as it lives. So new clients are asked.
/// </summary>
internal sealed class RedisPassword(IOptions<RedisOptions> options, TimeProvider time)
{
    /// <summary>A client gives up one of a few dozen connections that are refused. A Redis that hangs takes two seconds of each.</summary>
    private const int Clients = 4;

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(2);

    /// <summary>False also when nobody is there to refuse it.</summary>
    public async Task<bool> IsRefusedAsync(CancellationToken cancellationToken)
    {
        for (var i = 0; i < Clients; i++)
        {
            if (await AskAsync(cancellationToken) is { } isRefused)
                return isRefused;
        }

        return false;
    }

    /// <summary>Whether a failure says that it is; null when it says nothing of what Redis thinks.</summary>
    public static bool? IsRefusedBy(Exception? failure)
    {
        if (failure is null)
            return null;
        if (failure.Message.Contains("NOAUTH", StringComparison.Ordinal) || failure.Message.Contains("WRONGPASS", StringComparison.Ordinal))
            return true;
        if (failure is RedisServerException or RedisConnectionException { FailureType: ConnectionFailureType.SocketFailure })
            return false;
        return failure is AggregateException several ? several.InnerExceptions.Select(IsRefusedBy).Max() : IsRefusedBy(failure.InnerException);
    }

    private async Task<bool?> AskAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var client = await ConnectionMultiplexer.ConnectAsync(RedisConnection.Read(options.Value.ConnectionString));
        try
        {
            await client.GetDatabase().PingAsync().WaitAsync(s_patience, time, cancellationToken);
            return false;
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            return IsRefusedBy(e);
        }
        finally
        {
            client.Close(allowCommandsToComplete: false);
        }
    }
}
