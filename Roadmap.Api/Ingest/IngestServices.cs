using Microsoft.Extensions.Options;
using Roadmap.Api.EventLog.Redis;
using Roadmap.Api.EventLog.Redis.Announcements;
using Roadmap.Hubs.Operations;
using Roadmap.Hubs.Subscriptions;

namespace Roadmap.Api.Ingest;

internal static class IngestServices
{
    /// <summary>With <c>Ingest:RedisChannels</c>: the events that workers publish on channels of Redis are taken into the log.</summary>
    public static IServiceCollection AddIngest(this IServiceCollection services, IConfiguration configuration)
    {
        var isRedisSet = !string.IsNullOrWhiteSpace(configuration.GetConnectionString(RedisLogServices.ConnectionStringName));
        services.AddChecked<IngestOptions>(IngestOptions.Section).Configure<IOptions<RedisOptions>>((ingest, redis) =>
            (ingest.IsRedisSet, ingest.LogChannelPrefix) = (isRedisSet, $"{redis.Value.KeyPrefix}:{{"));
        // Without Redis the options' own check stops the start.
        if (!isRedisSet || !configuration.Read<IngestOptions>(IngestOptions.Section).RedisChannels)
            return services;

        services.AddOptions<UnknownTaskOptions>()
            .Configure<IOptions<IngestOptions>>((waiting, ingest) => waiting.Limit = ingest.Value.WaitForUnknown);
        services.AddSingleton<RedisPublications>();
        services.AddSingleton<IngestQueue>();
        services.AddSingleton<HeardTasks>();
        services.AddSingleton<IngestAppender>();
        services.AddSingleton<IngestListener>();
        services.AddSingleton<IDraining, IngestDraining>();
        services.AddHostedService<IngestWorker>();
        services.AddHostedService(provider => provider.GetRequiredService<IngestListener>());
        return services;
    }
}
