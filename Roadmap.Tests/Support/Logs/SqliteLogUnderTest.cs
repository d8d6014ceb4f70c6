using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Roadmap.Api.EventLog;
using Roadmap.Api.EventLog.Runs;
using Roadmap.Api.EventLog.Sqlite;
using Roadmap.Hubs.EventLog;

namespace Roadmap.Tests.Support;

/// <summary>The SQLite log as the host starts and stops it, without the rest of the host.</summary>
internal sealed class SqliteLogUnderTest : ILogUnderTest
{
    private readonly IHost _host;
    private readonly FakeTime _time;

    private SqliteLogUnderTest(IHost host, FakeTime time)
    {
        _host = host;
        _time = time;
    }

    public ITaskEventLog Log => Get<ITaskEventLog>();

    public ITaskAnnouncements Announcements => Get<ITaskAnnouncements>();

    public ITaskIndex Index => Get<ITaskIndex>();

    public IGenerationLeases Generations => Get<IGenerationLeases>();

    public IFinishedRuns Runs => Get<IFinishedRuns>();

    public void Pass(TimeSpan time) => _time.Advance(time);

    public static async Task<SqliteLogUnderTest> OpenAsync(string path, LogSettings settings, FakeTime time)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.SetMinimumLevel(LogLevel.None);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Storage:Path"] = path,
            ["Storage:Restored"] = settings.Restored,
            ["Retention:EventsPerTask"] = $"{settings.EventsPerTask}",
            ["Retention:BytesPerTask"] = $"{settings.BytesPerTask}",
            ["Retention:After"] = $"{settings.After}",
            ["Retention:Idle"] = $"{settings.Idle}",
            ["Limits:TasksPerUser"] = $"{settings.TasksPerUser}",
            ["Limits:GenerationsPerUser"] = $"{settings.GenerationsPerUser}",
        });
        builder.Services.AddSingleton<TimeProvider>(time);
        builder.Services.AddTaskLog(builder.Configuration);
        builder.Services.AddNobodyToTell();
        var host = builder.Build();
        try
        {
            await host.StartAsync().InTime();
            // Services begin beside the start. A test moves the clock once, and who makes a timer after that waits for good.
            await Wait.Eventually("retention is looked after", () => time.HasPulse(RetentionSweep.Period));
        }
        catch
        {
            await DisposeAsync(host);
            throw;
        }

        return new SqliteLogUnderTest(host, time);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync().InTime();
        await DisposeAsync(_host);
    }

    private static Task DisposeAsync(IHost host) => ((IAsyncDisposable)host).DisposeAsync().InTime();

    private T Get<T>()
        where T : notnull => _host.Services.GetRequiredService<T>();
}
