using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Roadmap.Api.EventLog;
using Roadmap.Api.EventLog.Redis;
using Roadmap.Api.EventLog.Redis.Durability;
using Roadmap.Api.EventLog.Redis.Shards;
using Roadmap.Api.EventLog.Runs;
using Roadmap.Hubs.EventLog;

namespace Roadmap.Tests.Support;

/// <summary>The log in Redis as the host of one instance starts and stops it, without the rest of the host.</summary>
internal sealed class RedisLogUnderTest : ILogUnderTest
{
    // Redis' clock is the machine's, and cannot be moved. But all that is stored are points in time that it is compared with: moved back,
    // they make the same difference. While this log is open an instance is seen that never goes: time passes, and nothing is out of order.
    private const string Age = """
        local prefix, ms, n = ARGV[1] .. ':index:', tonumber(ARGV[2]), 0
        for set, unit in pairs({runs = 1, leases = 1, ['quiet:open'] = 60000, ['quiet:ended'] = 60000}) do
          for _, id in ipairs(redis.call('ZRANGE', prefix .. set, 0, -1)) do
            redis.call('ZINCRBY', prefix .. set, -ms / unit, id)
          end
        end
        """;

    /// <summary>The client has a limit of its own, by the real clock: a busy machine exceeds it.</summary>
    public const string Unhurried = ",syncTimeout=60000";

    private const string AlwaysThere = "always there";

    private readonly IHost _host;
    private readonly RedisServer _server;
    private readonly FakeTime? _time;
    private bool _isClosed;

    private RedisLogUnderTest(IHost host, RedisServer server, FakeTime? time)
    {
        _host = host;
        _server = server;
        _time = time;
        Shards = host.Services.GetRequiredService<RedisShards>();
    }

    public ITaskEventLog Log => Get<ITaskEventLog>();

    public ITaskAnnouncements Announcements => Get<ITaskAnnouncements>();

    public ITaskIndex Index => Get<ITaskIndex>();

    public IGenerationLeases Generations => Get<IGenerationLeases>();

    public IFinishedRuns Runs => Get<IFinishedRuns>();

    public LoggedErrors Logged => Get<LoggedErrors>();

    /// <summary>What stands before the keys of a task.</summary>
    public string KeysOf(string taskId) => $"{Shards.Of(taskId).Prefix}:{{{taskId}}}";

    /// <summary>When an instance was last seen in the part of a task, by the clock of the server that has it.</summary>
    public async Task<DateTimeOffset> LastSeenAsync(string taskId, RedisServer server)
    {
        var seen = await server.ExecuteAsync("ZREVRANGE", InstancesOf(Shards.Of(taskId)), "0", "0", "WITHSCORES");
        return DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(seen.Split("\r\n")[4]));
    }

    private RedisShards Shards { get; }

    public void Pass(TimeSpan time)
    {
        foreach (var shard in Shards.All)
        {
            _server.ExecuteAsync("EVAL", Age, "0", shard.Prefix, $"{time.TotalMilliseconds}").GetAwaiter().GetResult();
            if (!_isClosed)
                _server.ExecuteAsync("ZADD", InstancesOf(shard), "inf", AlwaysThere).GetAwaiter().GetResult();
        }

        // By this clock things are done now and then. All that is due is done once: in ten hours heartbeats would be told 36,000 times to
        // each part, and nothing else would come to Redis meanwhile.
        _time?.Advance(time < RedisRetentionSweep.Period ? time : RedisRetentionSweep.Period);
    }

    /// <param name="time">For what happens now and then, and for the limits of calls; null is the real time, with patience.</param>
    public static async Task<RedisLogUnderTest> OpenAsync(RedisServer server, LogSettings? settings = null, TimeProvider? time = null,
        string? connection = null, string keyPrefix = "roadmap",
        int shards = 1)
    {
        settings ??= new LogSettings();
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["ConnectionStrings:Redis"] = connection ?? $"{server.ConnectionString}{Unhurried}",
            ["Redis:KeyPrefix"] = keyPrefix,
            ["Redis:Shards"] = $"{shards}",
            ["Storage:Restored"] = settings.Restored,
            ["Retention:EventsPerTask"] = $"{settings.EventsPerTask}",
            ["Retention:BytesPerTask"] = $"{settings.BytesPerTask}",
            ["Retention:After"] = $"{settings.After}",
            ["Retention:Idle"] = $"{settings.Idle}",
            ["Limits:TasksPerUser"] = $"{settings.TasksPerUser}",
            ["Limits:GenerationsPerUser"] = $"{settings.GenerationsPerUser}",
        });
        var logged = new LoggedErrors();
        builder.Logging.AddProvider(logged);
        builder.Services.AddSingleton(logged);
        builder.Services.AddSingleton(time ?? new PatientTime());
        builder.Services.AddTaskLog(builder.Configuration);
        builder.Services.AddNobodyToTell();
        var host = builder.Build();
        try
        {
            var starting = host.StartAsync();
            await Wait.Eventually("the log starts", () =>
            {
                // Who meets no server tries again a few times, by this clock.
                if (!starting.IsCompleted && !server.Answers)
                    (time as FakeTime)?.Advance(TimeSpan.FromMilliseconds(100));
                return starting.IsCompleted;
            });
            await starting.InTime();
            // Services begin beside the start. A test moves the clock once, and who makes a timer after that waits for good.
            if (time is FakeTime clock)
            {
                await Wait.Eventually(
                    "Redis is looked after",
                    () => clock.HasPulse(InstanceHeartbeat.Period) && (!server.Answers || clock.HasPulse(RedisRetentionSweep.Period)));
            }
        }
        catch
        {
            await ((IAsyncDisposable)host).DisposeAsync().InTime();
            throw;
        }

        return new RedisLogUnderTest(host, server, time as FakeTime);
    }

    public async ValueTask DisposeAsync()
    {
        _isClosed = true;
        if (_server.Answers)
        {
            foreach (var shard in Shards.All)
                await _server.ExecuteAsync("ZREM", InstancesOf(shard), AlwaysThere);
        }

        // What still waits for a Redis that has gone waits by this clock. One that is there is waited for: it is told that this instance
        // goes. But whoever met it while it was away pauses before the next try, also by this clock.
        var stopping = _host.StopAsync();
        await Wait.Eventually("the log stops", () =>
        {
            if (!stopping.IsCompleted)
                _time?.Advance(TimeSpan.FromMilliseconds(_server.Answers ? 0.1 : 1_000));
            return stopping.IsCompleted;
        });
        await stopping.InTime();
        await ((IAsyncDisposable)_host).DisposeAsync().InTime();
    }

    private static string InstancesOf(RedisShard shard) => $"{shard.Prefix}:index:instances";

    private T Get<T>()
        where T : notnull => _host.Services.GetRequiredService<T>();
}
