using Microsoft.Extensions.Options;
using OpenTelemetry.Instrumentation.StackExchangeRedis;
using Roadmap.Hubs.Log;
using StackExchange.Redis;

namespace Roadmap.Api.Log.Redis;

/// <summary>
/// The one connection to Redis. It connects by itself, again and again, also when Redis is not there at first. When it goes mute it has to be made
/// anew (<see cref="RedisConnectionWatch"/>). Commands go to a master only: a replica may lack what was acknowledged.
/// </summary>
internal sealed class RedisConnection : IDisposable
{
    private const string Example = "for example localhost:6379,password=secret,ssl=true";

    /// <summary>Calls to a Redis that hangs stay in the client until it answers or the connection breaks; so many, and no more.</summary>
    private const int MaxInFlight = 8_192;

    private readonly ConfigurationOptions _options;
    private readonly ILogger _logger;
    private readonly StackExchangeRedisInstrumentation? _traces;
    private IDisposable? _traced;
    private Task<ConnectionMultiplexer> _connecting;
    private int _inFlight;
    private int _reconnects;
    private long _answers;

    /// <param name="traces">What makes spans of calls; null when nothing is traced.</param>
    /// <exception cref="LogStartException">The connection string cannot be one.</exception>
    public RedisConnection(IOptions<RedisOptions> options, ILogger<RedisConnection> logger, StackExchangeRedisInstrumentation? traces = null)
    {
        _logger = logger;
        _traces = traces;
        _options = Read(options.Value.ConnectionString);
        _connecting = ConnectAsync();
    }

    /// <summary>Goes up when a connection is made anew: the server behind it may be another one, or may have forgotten.</summary>
    public int Reconnects => Volatile.Read(ref _reconnects);

    /// <summary>Goes up with each command that was answered.</summary>
    public long Answers => Interlocked.Read(ref _answers);

    public async Task<RedisResult> ExecuteAsync(string command, ICollection<object> arguments)
    {
        var multiplexer = await Volatile.Read(ref _connecting);
        if (Interlocked.Increment(ref _inFlight) > MaxInFlight)
        {
            Interlocked.Decrement(ref _inFlight);
            throw new LogUnavailableException("Too many calls wait for Redis.");
        }

        RedisResult result;
        try
        {
            result = await multiplexer.GetDatabase().ExecuteAsync(command, arguments, CommandFlags.DemandMaster);
            Interlocked.Increment(ref _answers);
        }
        catch (RedisServerException)
        {
            Interlocked.Increment(ref _answers);
            throw;
        }
        finally
        {
            Interlocked.Decrement(ref _inFlight);
        }

        // The client tells answers and announcements one after the other: whatever the caller does next would hold up all the others.
        await Task.Yield();
        return result;
    }

    public async Task<ISubscriber> GetSubscriberAsync() => (await Volatile.Read(ref _connecting)).GetSubscriber();

    /// <summary>Whether the connection has been made anew since, so that this subscriber hears nothing more.</summary>
    public bool IsOutdated(ISubscriber subscriber) =>
        Volatile.Read(ref _connecting) is { IsCompletedSuccessfully: true } connected && !ReferenceEquals(connected.Result, subscriber.Multiplexer);

    /// <summary>Looks again which server is the master; otherwise that is looked at once a minute only.</summary>
    public async Task LookAgainAsync() => await (await Volatile.Read(ref _connecting)).ConfigureAsync();

    /// <summary>
    /// Makes another connection in the place of this one, whose calls fail. False when there is none to be had: then this one stays, which may be the
    /// first to work again. One caller at a time.
    /// </summary>
    public async Task<bool> RenewAsync()
    {
        if (!Volatile.Read(ref _connecting).IsCompleted)
            return false;

        var connecting = ConnectAsync();
        var fresh = await connecting;
        if (!fresh.IsConnected)
        {
            Close(fresh);
            return false;
        }

        var before = Interlocked.Exchange(ref _connecting, connecting);
        Interlocked.Increment(ref _reconnects);
        if (before.IsCompletedSuccessfully)
            Close(before.Result);
        return true;
    }

    public void Dispose()
    {
        _traced?.Dispose();
        if (_connecting.IsCompletedSuccessfully)
            Close(_connecting.Result);
    }

    private void Close(ConnectionMultiplexer multiplexer)
    {
        multiplexer.ConnectionFailed -= OnFailed;
        multiplexer.ConnectionRestored -= OnRestored;
        // Dispose alone waits a second for calls that nobody waits for any more.
        multiplexer.Close(allowCommandsToComplete: false);
        multiplexer.Dispose();
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
            throw new LogStartException($"ConnectionStrings:Redis cannot be read as a connection string. Give host and port, then options, {Example}.");
        }

        if (options.EndPoints.Count == 0 || options.EndPoints.Any(endPoint => endPoint is System.Net.DnsEndPoint { Host: var host } && Uri.CheckHostName(host) == UriHostNameType.Unknown))
            throw new LogStartException($"ConnectionStrings:Redis names no server that can be one. Give host and port first, {Example}.");

        options.AbortOnConnectFail = false;
        // INFO and CONFIG GET tell what this Redis may lose.
        options.AllowAdmin = true;
        options.ClientName ??= "roadmap";
        options.ConnectTimeout = Math.Min(options.ConnectTimeout, 2_000);
        options.ReconnectRetryPolicy = new LinearRetry(500);
        // A call that nothing can take is told so at once, and tried again by whoever knows whether that harms.
        options.BacklogPolicy = BacklogPolicy.FailFast;
        options.KeepAlive = 5;
        return options;
    }

    private async Task<ConnectionMultiplexer> ConnectAsync()
    {
        // Without the yield, a name that resolves slowly would hold up whoever asked first.
        await Task.Yield();
        var multiplexer = await ConnectionMultiplexer.ConnectAsync(_options);
        multiplexer.ConnectionFailed += OnFailed;
        multiplexer.ConnectionRestored += OnRestored;
        Interlocked.Exchange(ref _traced, _traces?.AddConnection(multiplexer))?.Dispose();
        return multiplexer;
    }

    private void OnFailed(object? sender, ConnectionFailedEventArgs failed)
    {
        var (connection, failure) = ($"{failed.ConnectionType}", $"{failed.FailureType}");
        _logger.RedisConnectionLost(connection, failure);
    }

    private void OnRestored(object? sender, ConnectionFailedEventArgs restored)
    {
        Interlocked.Increment(ref _reconnects);
        var connection = $"{restored.ConnectionType}";
        _logger.RedisConnectionRestored(connection);
    }
}
