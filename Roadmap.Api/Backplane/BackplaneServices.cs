using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.StackExchangeRedis;
using Microsoft.Extensions.Options;
using Roadmap.Api.EventLog.Redis;
using Roadmap.Hubs;
using Roadmap.Hubs.Hub;

namespace Roadmap.Api.Backplane;

internal static class BackplaneServices
{
    /// <summary>
    /// SignalR's own backplane, beside the log, when <c>ConnectionStrings:Redis</c> is set: there may be other instances.
    /// </summary>
    public static IServiceCollection AddHubBackplane(this IServiceCollection services, IConfiguration configuration)
    {
        if (string.IsNullOrWhiteSpace(configuration.GetConnectionString(RedisLogServices.ConnectionStringName)))
            return services;
        return services.AddTaskHubBackplane((provider, protocols) => new RedisHubLifetimeManager<TaskProgressHub>(
            new BackplaneLogger(provider.GetRequiredService<ILogger<RedisHubLifetimeManager<TaskProgressHub>>>()),
            Options.Create(BackplaneConnection.OptionsOf(
                provider.GetRequiredService<IOptions<EventLog.Redis.RedisOptions>>().Value,
                provider.GetRequiredService<ILogger<BackplaneConnection>>())),
            protocols,
            provider.GetRequiredService<IOptions<HubOptions>>(),
            provider.GetRequiredService<IOptions<HubOptions<TaskProgressHub>>>()));
    }

    /// <summary>
    /// That the connection is lost or there again is told as of any to Redis: SignalR tells it as an error with its stack.
    /// </summary>
    private sealed class BackplaneLogger(ILogger logger) : ILogger<RedisHubLifetimeManager<TaskProgressHub>>
    {
        private static readonly HashSet<string?> s_toldElsewhere =
            ["NotConnected", "ConnectionFailed", "ConnectionRestored", "ErrorConnecting"];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => logger.BeginScope(state);

        public bool IsEnabled(LogLevel logLevel) => logger.IsEnabled(logLevel);

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (!s_toldElsewhere.Contains(eventId.Name))
                logger.Log(logLevel, eventId, state, exception, formatter);
        }
    }
}
