using Microsoft.Extensions.DependencyInjection.Extensions;
using Roadmap.Api.EventLog.Damage;
using Roadmap.Api.EventLog.Quotas;
using Roadmap.Api.EventLog.Redis;
using Roadmap.Api.EventLog.Retention;
using Roadmap.Api.EventLog.Runs;
using Roadmap.Api.EventLog.Sqlite;
using Roadmap.Hubs.EventLog;
using Roadmap.Hubs.Operations;

namespace Roadmap.Api.EventLog;

internal static class TaskLogServices
{
    /// <summary>
    /// The log of all tasks: in Redis when <c>ConnectionStrings:Redis</c> is set, for many instances; else in a SQLite file, for one.
    /// </summary>
    public static IServiceCollection AddTaskLog(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddChecked<RetentionOptions>(RetentionOptions.Section);
        services.AddChecked<QuotaOptions>(QuotaOptions.Section);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<ApiMetrics>();
        services.AddSingleton<DamageReports>();
        services.AddSingleton<KnownRuns>();
        services.AddSingleton<IEarlierRuns>(provider => provider.GetRequiredService<KnownRuns>());
        services.AddSingleton<ITaskLogReader>(provider => provider.GetRequiredService<ITaskEventLog>());
        return string.IsNullOrWhiteSpace(configuration.GetConnectionString(RedisLogServices.ConnectionStringName))
            ? services.AddSqliteLog()
            : services.AddRedisLog(configuration);
    }
}
