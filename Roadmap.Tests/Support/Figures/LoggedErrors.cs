using Microsoft.Extensions.Logging;

namespace Roadmap.Tests.Support;

/// <summary>Keeps what a server logs at warning or above: a test that expects nothing there finds what it did not expect.</summary>
internal sealed class LoggedErrors : ILoggerProvider
{
    /// <summary>Kestrel's: the machine was too busy for it.</summary>
    private const string LateHeartbeat = "HeartbeatSlow";

    /// <summary>Said at every start of a server that lets everybody in.</summary>
    private const string OpenServer = "authentication_off";

    private readonly Lock _changing = new();
    private readonly List<string> _lines = [];

    public IReadOnlyCollection<string> Lines
    {
        get
        {
            lock (_changing)
                return [.. _lines];
        }
    }

    /// <summary>Takes a line that the test expects out, by its event name.</summary>
    public bool Take(string eventName)
    {
        lock (_changing)
            return _lines.RemoveAll(line => line.Contains($" {eventName}: ", StringComparison.Ordinal)) > 0;
    }

    public ILogger CreateLogger(string categoryName) => new Line(categoryName, Keep);

    public void Dispose()
    {
    }

    private void Keep(string line)
    {
        lock (_changing)
            _lines.Add(line);
    }

    private sealed class Line(string category, Action<string> keep) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel) && eventId.Name is not (LateHeartbeat or OpenServer))
                keep($"{logLevel} {category} {eventId.Name}: {formatter(state, exception)} {exception}");
        }
    }
}
