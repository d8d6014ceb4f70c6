using Roadmap.Api.EventLog.Redis.Announcements;
using Roadmap.Api.EventLog.Redis.Connection;
using Roadmap.Api.EventLog.Redis.Durability;
using Roadmap.Api.EventLog.Redis.Scripts;
using Roadmap.Api.EventLog.Redis.Shards;
using Roadmap.Api.EventLog.Runs;
using Roadmap.Hubs.EventLog;
using Roadmap.Hubs.Operations;

namespace Roadmap.Api.EventLog.Redis;

internal static class RedisLogServices
{
    public const string ConnectionStringName = "Redis";

    /// <summary>
    /// The log in the Redis of <c>ConnectionStrings:Redis</c>. A <see cref="LogStartException"/> at the start says why it cannot be.
    /// </summary>
    public static IServiceCollection AddRedisLog(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddChecked<RedisOptions>(RedisOptions.Section).Configure(options =>
        {
            options.ConnectionString = configuration.GetConnectionString(ConnectionStringName)!;
            options.Restored = configuration["Storage:Restored"];
        });

        services.AddSingleton<RedisShards>();
        services.AddSingleton<RedisConnection>();
        services.AddSingleton<StoreEpochJudge>();
        services.AddSingleton<RedisScripts>();
        services.AddSingleton<RedisAnnouncements>();
        services.AddSingleton<ITaskAnnouncements>(provider => provider.GetRequiredService<RedisAnnouncements>());
        services.AddSingleton<RedisOpenTasks>();
        services.AddSingleton<RedisTaskEventLog>();
        services.AddSingleton<MeteredTaskEventLog<RedisTaskEventLog>>();
        services.AddSingleton<ITaskEventLog, ListedTaskEventLog<MeteredTaskEventLog<RedisTaskEventLog>>>();
        services.AddSingleton<ITaskIndex, RedisTaskIndex>();
        services.AddSingleton<IRevocationStore, RedisRevocations>();
        services.AddSingleton<IWatchLinkStore, RedisWatchLinks>();
        services.AddSingleton<IKeyStore, RedisKeys>();
        services.AddSingleton<IFinishedRuns, RedisFinishedRuns>();
        services.AddSingleton<RedisGenerationLeases>();
        services.AddSingleton<IGenerationLeases>(provider => provider.GetRequiredService<RedisGenerationLeases>());

        services.AddHostedService<InstanceHeartbeat>();
        services.AddHostedService(provider => provider.GetRequiredService<RedisGenerationLeases>());
        services.AddHostedService<RedisRetentionSweep>();
        services.AddHostedService<RedisPeopleListing>();
        return services;
    }
}
