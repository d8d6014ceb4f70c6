using Microsoft.Extensions.Options;
using OpenTelemetry.Instrumentation.StackExchangeRedis;
using Roadmap.Hubs.EventLog;
using StackExchange.Redis;

namespace Roadmap.Api.EventLog.Redis.Connection;

/// <summary>
/// The one place where the log's client is made. The client connects by itself, again and again, also when Redis is not there at first, and
/// gives a connection up that has gone mute. Commands go to a master only: a replica may lack what was acknowledged.
/// </summary>
internal sealed class RedisConnection : IDisposable
{
    private const string Example = "for example localhost:6379,password=secret,ssl=true";

    /// <summary>Calls to a Redis that hangs stay in the client until it answers or the connection breaks; so many, and no more.</summary>
    private const int MaxInFlight = 8_192;

    /// <summary>About a second: as long as the client may take to notice that the server is there again.</summary>
    private const int TriesToConnect = 16;

    /// <summary>Milliseconds for the answer to one call.</summary>
    private const int Patience = 1_500;

    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(500);

    private readonly CancellationTokenSource _ending = new();
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ConnectionLines _lines;
    private readonly StackExchangeRedisInstrumentation? _traces;
    private readonly Task<RedisClient> _connecting = null!;
    private IDisposable? _traced;
    private int _inFlight;
    private int _changes;
    private volatile bool _isPasswordRefused;
    private volatile string? _unknownMaster;

    /// <param name="traces">What makes spans of calls; null when nothing is traced.</param>
    /// <exception cref="LogStartException">The connection string cannot be one.</exception>
    public RedisConnection(
        IOptions<RedisOptions> options, TimeProvider time, ILogger<RedisConnection> logger,
        StackExchangeRedisInstrumentation? traces = null)
    {
        (_time, _logger, _lines, _traces) = (time, logger, new ConnectionLines(logger, "log"), traces);
        var settings = Read(options.Value.ConnectionString);
        // A user may be allowed the log's keys and channels alone, and the client has some of its own.
        settings.TieBreaker = "";
        settings.ConfigurationChannel = $"{options.Value.KeyPrefix}:client";
        settings.ConnectionAttemptCompleted += OnAttempted;
        _connecting = ConnectAsync(settings);
    }

    /// <summary>Goes up when a connection is lost or made anew: the server behind it may be another one, or may have forgotten.</summary>
    public int Changes => Volatile.Read(ref _changes);

    /// <summary>Why the connection string will not do, if that was the last answer to a try to connect.</summary>
    public string? Refusal => _isPasswordRefused
        ? "Redis refuses the user or the password of ConnectionStrings:Redis, or wants one. Give it as user=…,password=… in there."
        : _unknownMaster;

    public async Task<RedisResult> ExecuteAsync(string command, ICollection<object> arguments, CancellationToken inTime)
    {
        var result = await WhenConnectedAsync(client => AskAsync(client, command, arguments), inTime);
        // The client tells answers one after the other: whatever the caller does next would hold up all the others.
        await Task.Yield();
        return result;
    }

    /// <summary>
    /// Calls the client again, a few times, when there is no connection, or it breaks before the answer has come: what is called must bear
    /// that it was called before.
    /// </summary>
    public async Task<T> WhenConnectedAsync<T>(Func<ConnectionMultiplexer, Task<T>> ask, CancellationToken inTime)
    {
        for (var i = 1; ; i++)
        {
            try
            {
                return await ask((await _connecting.WaitAsync(inTime)).Multiplexer).WaitAsync(inTime);
            }
            catch (RedisConnectionException) when (i < TriesToConnect)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(20, 100)), _time, inTime);
            }
        }
    }

    /// <summary>Looks again which server is the master; otherwise that is looked at once a minute only.</summary>
    public async Task LookAgainAsync() => await (await _connecting).Multiplexer.ConfigureAsync();

    public void Dispose()
    {
        _ending.Cancel();
        _traced?.Dispose();
        if (_connecting.IsCompletedSuccessfully)
            _connecting.Result.Dispose();
        _ending.Dispose();
    }

    public static ConfigurationOptions Read(string connectionString)
    {
        ConfigurationOptions options;
        try
        {
            options = ConfigurationOptions.Parse(connectionString);
        }
        catch (Exception e) when (e is ArgumentException or FormatException or OverflowException)
        {
            // Neither the text nor the exception, which may quote it, goes anywhere: there may be a password in it.
            throw new LogStartException(
                $"ConnectionStrings:Redis cannot be read as a connection string. Give host and port, then options, {Example}.");
        }

        if (options.EndPoints.Count == 0 || options.EndPoints.Any(
            endPoint => endPoint is System.Net.DnsEndPoint { Host: var host } && Uri.CheckHostName(host) == UriHostNameType.Unknown))
            throw new LogStartException($"ConnectionStrings:Redis names no server that can be one. Give host and port first, {Example}.");

        options.AbortOnConnectFail = false;
        // INFO and CONFIG GET tell what this Redis may lose.
        options.AllowAdmin = true;
        options.ClientName ??= "roadmap";
        options.ConnectTimeout = Math.Min(options.ConnectTimeout, 2_000);
        options.ReconnectRetryPolicy = new LinearRetry(500);
        // A call that nothing can take is told so at once, and tried again by whoever knows whether that harms.
        options.BacklogPolicy = BacklogPolicy.FailFast;
        // The client gives a connection up when a call or a ping has met its time-out and nothing was read for four times as long: so it
        // notices in about eight seconds one that has gone mute without being closed. Calls go by the one time-out, pings on the connection
        // of the channels by the other. Who gives syncTimeout in the connection string waits so long instead.
        if (options.SyncTimeout == new ConfigurationOptions().SyncTimeout)
            options.AsyncTimeout = options.SyncTimeout = Patience;
        options.KeepAlive = 2;
        return options;
    }

    /// <summary>
    /// Comes back only with a client, which may have no connection yet. Of a master that no sentinel can name there is no client.
    /// </summary>
    private async Task<RedisClient> ConnectAsync(ConfigurationOptions options)
    {
        string? told = null;
        while (true)
        {
            // Without the yield, a name that resolves slowly would hold up whoever asked first.
            await Task.Yield();
            try
            {
                var client = await RedisClient.ConnectAsync(options);
                client.Multiplexer.ConnectionFailed += OnFailed;
                _traced = _traces?.AddConnection(client.Multiplexer);
                _unknownMaster = null;
                return client;
            }
            catch (Exception e) when (e is RedisException or TimeoutException or LogStartException)
            {
                _unknownMaster = (e as LogStartException)?.Message;
                var reason = _unknownMaster ?? "none of them answers, or the master does not.";
                if (reason != told)
                    _logger.RedisMasterNotFound(reason);
                told = reason;
                await Task.Delay(s_pause, _time, _ending.Token);
            }
        }
    }

    private async Task<RedisResult> AskAsync(ConnectionMultiplexer client, string command, ICollection<object> arguments)
    {
        if (Interlocked.Increment(ref _inFlight) > MaxInFlight)
        {
            Interlocked.Decrement(ref _inFlight);
            throw new LogUnavailableException("Too many calls wait for Redis.");
        }

        try
        {
            return await client.GetDatabase().ExecuteAsync(command, arguments, CommandFlags.DemandMaster);
        }
        finally
        {
            Interlocked.Decrement(ref _inFlight);
        }
    }

    /// <summary>Every attempt is told here; the client's event for restored connections leaves out what replaces a mute one.</summary>
    private void OnAttempted(object? sender, ConnectionAttemptCompletedEventArgs attempt)
    {
        if (attempt.IsSuccess)
        {
            _isPasswordRefused = false;
            Interlocked.Increment(ref _changes);
            _lines.Made(attempt);
        }
        else if (attempt is { Stage: ConnectionAttemptStage.Handshake, FailureType: ConnectionFailureType.AuthenticationFailure })
        {
            // Not so when TLS fails, which has the same type of failure.
            _isPasswordRefused = true;
        }
    }

    private void OnFailed(object? sender, ConnectionFailedEventArgs failed)
    {
        Interlocked.Increment(ref _changes);
        _lines.Lost(failed);
    }
}
