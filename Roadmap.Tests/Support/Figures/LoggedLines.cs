using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Roadmap.Tests.Support;

/// <summary>Keeps all that a server logs, at every level, with the values of its fields and its scopes.</summary>
internal sealed class LoggedLines : ILoggerProvider
{
    private readonly ConcurrentQueue<string> _lines = new();

    public IReadOnlyCollection<string> Lines => _lines;

    public ILogger CreateLogger(string categoryName) => new Line(_lines.Enqueue);

    public void Dispose()
    {
    }

    private sealed class Line(Action<string> keep) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
        {
            keep($"{state}");
            return null;
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var named = state as IEnumerable<KeyValuePair<string, object?>> ?? [];
            var fields = string.Join(' ', named.Select(field => field.Value));
            keep($"{formatter(state, exception)} | {fields} {exception}");
        }
    }
}
