using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Roadmap.Api.Hosting;

/// <summary>
/// A flood of anything, from outside or while a disk is full, must not become a flood of words. So every event of the log has so many lines
/// in a while, whoever writes them; how many were left out is said at the end of it. What is counted is counted in the metrics, too.
/// </summary>
internal sealed class PacedLogging(ILoggerFactory inner, TimeProvider time) : ILoggerFactory
{
    public static readonly TimeSpan Period = TimeSpan.FromSeconds(10);

    /// <summary>Lines of one event in a period, of warnings and errors; some have a stack.</summary>
    public const int Warnings = 10;

    /// <summary>The same of information: a line for what was done, such as a task that goes on to its next step.</summary>
    public const int Notes = 200;

    private readonly ConcurrentDictionary<string, PacedLogger> _loggers = new(StringComparer.Ordinal);

    public ILogger CreateLogger(string categoryName) =>
        _loggers.GetOrAdd(categoryName, category => new PacedLogger(inner.CreateLogger(category), time));

    public void AddProvider(ILoggerProvider provider) => inner.AddProvider(provider);

    public void Dispose()
    {
        foreach (var logger in _loggers.Values)
            logger.Dispose();
        inner.Dispose();
    }

    private sealed class PacedLogger(ILogger inner, TimeProvider time) : ILogger, IDisposable
    {
        private readonly ConcurrentDictionary<(int Id, string? Name), Allowance> _allowances = new();

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => inner.BeginScope(state);

        public bool IsEnabled(LogLevel logLevel) => inner.IsEnabled(logLevel);

        /// <summary>Who asks for more than information wants all of it.</summary>
        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (logLevel < LogLevel.Information || !inner.IsEnabled(logLevel) || AllowanceOf(logLevel, eventId).TryTake())
                inner.Log(logLevel, eventId, state, exception, formatter);
        }

        public void Dispose()
        {
            foreach (var allowance in _allowances.Values)
                allowance.Dispose();
        }

        private Allowance AllowanceOf(LogLevel level, EventId eventId) => _allowances.GetOrAdd(
            (eventId.Id, eventId.Name),
            static (key, about) =>
            {
                var name = key.Name ?? $"event {key.Id}";
                return new Allowance(
                    about.level == LogLevel.Information ? Notes : Warnings,
                    about.time,
                    leftOut => about.inner.LinesLeftOut(about.level, leftOut, name, Period));
            },
            (level, time, inner));
    }

    /// <summary>Of one event.</summary>
    private sealed class Allowance(int most, TimeProvider time, Action<int> tell) : IDisposable
    {
        private readonly Lock _changing = new();
        private long _began = time.GetTimestamp();
        private int _taken;
        private ITimer? _end;

        /// <summary>False when enough was said in this period.</summary>
        public bool TryTake()
        {
            lock (_changing)
            {
                if (_end is null && time.GetElapsedTime(_began) >= Period)
                    (_began, _taken) = (time.GetTimestamp(), 0);
                if (_taken++ < most)
                    return true;
                var left = Period - time.GetElapsedTime(_began);
                _end ??= time.CreateTimer(_ => End(), null, left > TimeSpan.Zero ? left : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
                return false;
            }
        }

        public void Dispose()
        {
            lock (_changing)
                _end?.Dispose();
        }

        private void End()
        {
            int leftOut;
            lock (_changing)
            {
                leftOut = _taken - most;
                (_began, _taken) = (time.GetTimestamp(), 0);
                _end?.Dispose();
                _end = null;
            }

            tell(leftOut);
        }
    }
}

/// <summary>How a host takes it in.</summary>
internal static class PacedLoggingServices
{
    /// <summary>Whatever providers there are: it stands before them.</summary>
    public static ILoggingBuilder AddPacedLogging(this ILoggingBuilder logging)
    {
        logging.Services.TryAddSingleton(TimeProvider.System);
        logging.Services.TryAddSingleton<LoggerFactory>();
        logging.Services.Replace(ServiceDescriptor.Singleton<ILoggerFactory>(
            provider => new PacedLogging(provider.GetRequiredService<LoggerFactory>(), provider.GetRequiredService<TimeProvider>())));
        return logging;
    }
}
