using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace Roadmap.Api.Hosting;

/// <summary>
/// Names and paths come from outside, and go into log lines. A line feed in one would begin a line that nobody logged, and an escape would
/// command the terminal of whoever reads it. So what is written for people has no control characters but those of the console's own.
/// </summary>
internal static class OneLineConsole
{
    /// <summary>Stands before the formatters that write text. JSON escapes what it writes.</summary>
    public static ILoggingBuilder AddOneLineConsole(this ILoggingBuilder logging)
    {
        foreach (var formatter in logging.Services.Where(IsOfText).ToList())
        {
            logging.Services.Remove(formatter);
            logging.Services.AddSingleton<ConsoleFormatter>(provider =>
                new Formatter((ConsoleFormatter)ActivatorUtilities.CreateInstance(provider, formatter.ImplementationType!)));
        }

        return logging;
    }

    /// <param name="text">Whatever it is.</param>
    /// <param name="keepsLines">Of an exception: its lines are indented, and so are seen to be no lines of the log.</param>
    public static string Escape(string text, bool keepsLines = false)
    {
        if (!text.Any(IsHarmful))
            return text;

        var escaped = new StringBuilder(text.Length + 16);
        foreach (var c in text)
        {
            if (!IsHarmful(c) || (keepsLines && c is '\r' or '\n'))
                escaped.Append(c);
            else
                escaped.Append(c switch
                {
                    '\r' =>
                    @"\r",
                    '\n' => @"\n",
                    _ => string.Create(CultureInfo.InvariantCulture, $@"\u{(int)c:x4}")
                });
        }

        return escaped.ToString();
    }

    /// <summary>Also the two of Unicode that some take for the end of a line, and those that turn the direction of writing.</summary>
    private static bool IsHarmful(char c) =>
        (char.IsControl(c) && c != '\t') || c is '\u2028' or '\u2029' or (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069');

    private static bool IsOfText(ServiceDescriptor service) =>
        service.ServiceType == typeof(ConsoleFormatter)
        && service.ImplementationType?.Name is "SimpleConsoleFormatter" or "SystemdConsoleFormatter";

    private sealed class Formatter(ConsoleFormatter inner) : ConsoleFormatter(inner.Name)
    {
        public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
        {
            var text = Escape(logEntry.Formatter(logEntry.State, logEntry.Exception));
            if (logEntry.Exception is { } exception)
                text = $"{text}{Environment.NewLine}{Escape(exception.ToString(), keepsLines: true)}";
            inner.Write(
                new LogEntry<string>(
                    logEntry.LogLevel, logEntry.Category, logEntry.EventId, text, exception: null, static (line, _) => line),
                scopeProvider is null ? null : new Scopes(scopeProvider),
                textWriter);
        }
    }

    private sealed class Scopes(IExternalScopeProvider inner) : IExternalScopeProvider
    {
        public void ForEachScope<TState>(Action<object?, TState> callback, TState state) =>
            inner.ForEachScope((scope, outer) => callback(Escape(scope?.ToString() ?? ""), outer), state);

        public IDisposable Push(object? state) => inner.Push(state);
    }
}
