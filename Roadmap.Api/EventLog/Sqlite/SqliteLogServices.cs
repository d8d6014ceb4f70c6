using Roadmap.Api.EventLog.Runs;
using Roadmap.Hubs.EventLog;
using Roadmap.Hubs.Operations;

namespace Roadmap.Api.EventLog.Sqlite;

internal static class SqliteLogServices
{
    /// <summary>
    /// The log in a SQLite file. It is opened when the host starts; a <see cref="LogStartException"/> says why it cannot be.
    /// </summary>
    public static IServiceCollection AddSqliteLog(this IServiceCollection services)
    {
        services.AddChecked<StorageOptions>(StorageOptions.Section);
        services.AddSingleton<InProcessAnnouncements>();
        services.AddSingleton<ITaskAnnouncements>(provider => provider.GetRequiredService<InProcessAnnouncements>());
        services.AddSingleton<SqliteLogStore>();
        services.AddSingleton<SqliteTaskEventLog>();
        services.AddSingleton<MeteredTaskEventLog<SqliteTaskEventLog>>();
        services.AddSingleton<ITaskEventLog, ListedTaskEventLog<MeteredTaskEventLog<SqliteTaskEventLog>>>();
        services.AddSingleton<ITaskIndex, SqliteTaskIndex>();
        services.AddSingleton<IRevocationStore, SqliteRevocations>();
        services.AddSingleton<IWatchLinkStore, SqliteWatchLinks>();
        services.AddSingleton<IKeyStore, SqliteKeys>();
        services.AddSingleton<IFinishedRuns, SqliteFinishedRuns>();
        services.AddSingleton<IGenerationLeases, SqliteGenerationLeases>();
        services.AddHostedService<RetentionSweep>();
        return services;
    }
}
