using Microsoft.Extensions.Options;
using Roadmap.Hubs.EventLog;

namespace Roadmap.Api.EventLog.Sqlite;

internal static class SqliteLogServices
{
    /// <summary>The log in a SQLite file. It is opened when the host starts; a <see cref="LogStartException"/> says why it cannot be.</summary>
    public static IServiceCollection AddSqliteLog(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<StorageOptions>().Bind(configuration.GetSection(StorageOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<StorageOptions>, StorageOptions>();
        services.AddSingleton<InProcessAnnouncements>();
        services.AddSingleton<ITaskAnnouncements>(provider => provider.GetRequiredService<InProcessAnnouncements>());
        services.AddSingleton<SqliteLogStore>();
        services.AddSingleton<SqliteTaskEventLog>();
        services.AddSingleton<MeteredTaskEventLog<SqliteTaskEventLog>>();
        services.AddSingleton<ITaskEventLog, ListedTaskEventLog<MeteredTaskEventLog<SqliteTaskEventLog>>>();
        services.AddSingleton<ITaskIndex, SqliteTaskIndex>();
        services.AddSingleton<IGenerationLeases, SqliteGenerationLeases>();
        services.AddHostedService<RetentionSweep>();
        return services;
    }
}
