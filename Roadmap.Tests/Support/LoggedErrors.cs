using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Roadmap.Tests.Support;

/// <summary>Keeps what a server logs at warning or above: a test that expects nothing there finds what it did not expect.</summary>
internal sealed class LoggedErrors : ILoggerProvider
{
    private readonly ConcurrentQueue<string> _lines = [];

    public IReadOnlyCollection<string> Lines => _lines;

    /// <summary>Takes a line that the test expects out, by its event name.</summary>
    public bool Take(string eventName)
    {
        var lines = _lines.ToArray();
        if (!lines.Any(line => line.Contains($" {eventName}: ", StringComparison.Ordinal)))
            return false;

        _lines.Clear();
        foreach (var line in lines.Where(line => !line.Contains($" {eventName}: ", StringComparison.Ordinal)))
            _lines.Enqueue(line);
        return true;
    }

    public ILogger CreateLogger(string categoryName) => new Line(categoryName, _lines);

    public void Dispose()
    {
    }

    private sealed class Line(string category, ConcurrentQueue<string> lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
                lines.Enqueue($"{logLevel} {category} {eventId.Name}: {formatter(state, exception)} {exception}");
        }
    }
}
