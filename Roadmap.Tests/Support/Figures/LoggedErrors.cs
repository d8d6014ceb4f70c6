using Microsoft.Extensions.Logging;

namespace Roadmap.Tests.Support;

/// <summary>
/// Keeps what a server logs at warning or above: a test that expects nothing there finds what it did not expect. What it logs below that is
/// looked at, too, for tokens.
/// </summary>
internal sealed class LoggedErrors(TokenSearch? tokens = null) : ILoggerProvider
{
    /// <summary>Kestrel's: the machine was too busy for it.</summary>
    private const string LateHeartbeat = "HeartbeatSlow";

    /// <summary>Said at every start of a server that lets everybody in.</summary>
    private const string OpenServer = "authentication_off";

    private readonly Lock _changing = new();
    private readonly List<string> _lines = [];
    private readonly TokenSearch _tokens = tokens ?? TokenSearch.OfAll;

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

    public ILogger CreateLogger(string categoryName) => new Line(categoryName, Keep, _tokens);

    public void Dispose()
    {
    }

    private void Keep(string line)
    {
        lock (_changing)
            _lines.Add(line);
    }

    private sealed class Line(string category, Action<string> keep, TokenSearch tokens) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var line = $"{logLevel} {category} {eventId.Name}: {formatter(state, exception)} {exception}";
            tokens.Look("log", line);
            if (logLevel >= LogLevel.Warning && eventId.Name is not (LateHeartbeat or OpenServer))
                keep(line);
        }
    }
}
