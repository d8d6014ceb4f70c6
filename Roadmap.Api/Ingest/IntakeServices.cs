using Microsoft.Extensions.Options;
using Roadmap.Api.EventLog.Redis;
using Roadmap.Api.EventLog.Redis.Announcements;
using Roadmap.Hubs;
using Roadmap.Hubs.Subscriptions;

namespace Roadmap.Api.Ingest;

internal static class IntakeServices
{
    /// <summary>With <c>Ingest:RedisChannels</c>: the events that workers publish on channels of Redis are taken into the log.</summary>
    public static IServiceCollection AddIntake(this IServiceCollection services, IConfiguration configuration)
    {
        var isRedisSet = !string.IsNullOrWhiteSpace(configuration.GetConnectionString(RedisLogServices.ConnectionStringName));
        services.AddOptions<IngestOptions>()
            .Bind(configuration.GetSection(IngestOptions.Section))
            .Configure<IOptions<RedisOptions>>((ingest, redis) => (ingest.IsRedisSet, ingest.LogChannelPrefix) = (isRedisSet, $"{redis.Value.KeyPrefix}:{{"))
            .ValidateOnStart();
        services.AddSingleton<IValidateOptions<IngestOptions>, IngestOptions>();
        // Without Redis the options' own check stops the start.
        if (!isRedisSet || !configuration.GetValue<bool>($"{IngestOptions.Section}:{nameof(IngestOptions.RedisChannels)}"))
            return services;

        services.AddOptions<UnknownTaskOptions>().Configure<IOptions<IngestOptions>>((waiting, ingest) => waiting.Limit = ingest.Value.WaitForUnknown);
        services.AddSingleton<RedisPublications>();
        services.AddSingleton<IntakeQueue>();
        services.AddSingleton<HeardTasks>();
        services.AddSingleton<IntakeAppender>();
        services.AddSingleton<IntakeListener>();
        services.AddSingleton<IDraining, IntakeDraining>();
        services.AddHostedService<IntakeWorker>();
        services.AddHostedService(provider => provider.GetRequiredService<IntakeListener>());
        return services;
    }
}
