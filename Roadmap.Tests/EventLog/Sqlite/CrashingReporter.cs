using System.Globalization;
using Roadmap.Api.EventLog;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.EventLog.Sqlite;

/// <summary>
/// The process that <see cref="SqliteCrashTests"/> kills: many clients report to one log file and print each acknowledgement, a line each,
/// until the end comes. Started as <c>dotnet Roadmap.Tests.dll crashing-reporter {file} {round}</c>.
/// </summary>
internal static class CrashingReporter
{
    public const string Command = "crashing-reporter";

    private const int Clients = 32;
    private const int Tasks = 4;

    /// <summary>Nothing is trimmed.</summary>
    public static LogSettings Settings { get; } = new() { EventsPerTask = 1_000_000 };

    public static async Task<int> RunAsync(string path, string round)
    {
        await using var log = await SqliteLogUnderTest.OpenAsync(path, Settings, new FakeTime());
        for (var task = 0; task < Tasks; task++)
            await log.Log.CreateAsync(Some.WorkerTask(TaskOf(task)), CancellationToken.None);

        using var acknowledgements = TextWriter.Synchronized(new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true });
        await Task.WhenAll(
            Enumerable.Range(0, Clients).Select(client => ReportAsync(log, TaskOf(client), $"{round}.{client}", acknowledgements)));
        return 0;
    }

    private static string TaskOf(int number) => $"crashing-{number % Tasks}";

    private static async Task ReportAsync(SqliteLogUnderTest log, string taskId, string client, TextWriter acknowledgements)
    {
        for (var number = 0; ; number += 2)
        {
            var names = new[] { $"{client}.{number}", $"{client}.{number + 1}" };
            var result = (AppendResult.Appended)await log.AppendAsync(
                taskId, [.. names.Select(name => new ReportedEvent(Some.Progress(name), name))]);
            await acknowledgements.WriteLineAsync(new Acknowledgement(taskId, names[0], result.LastSeq - 1).ToString());
            await acknowledgements.WriteLineAsync(new Acknowledgement(taskId, names[1], result.LastSeq).ToString());
        }
    }
}

/// <summary>One line of <see cref="CrashingReporter"/>.</summary>
internal sealed record Acknowledgement(string TaskId, string EventId, long Seq)
{
    /// <summary>Its last: a process that is killed may leave half a line.</summary>
    private const char End = ';';

    public static bool IsWhole(string line) => line.EndsWith(End);

    public static Acknowledgement Parse(string line)
    {
        var parts = line.TrimEnd(End).Split(' ');
        return new Acknowledgement(parts[0], parts[1], long.Parse(parts[2], CultureInfo.InvariantCulture));
    }

    public override string ToString() => $"{TaskId} {EventId} {Seq}{End}";
}
