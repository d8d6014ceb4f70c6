using System.Globalization;
using Roadmap.Api.EventLog;
using Roadmap.Contracts;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.EventLog.Sqlite;

/// <summary>A server that is killed while many report has lost nothing that it acknowledged.</summary>
public sealed class SqliteCrashTests : IDisposable
{
    private const int Rounds = 5;

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Killed_while_many_report_the_log_holds_every_acknowledged_event_once_and_in_order()
    {
        var acknowledged = new List<Acknowledgement>();
        for (var round = 0; round < Rounds; round++)
        {
            acknowledged.AddRange(await ReportUntilKilledAsync(round));

            await using var log = await SqliteLogUnderTest.OpenAsync(_folder.File("roadmap.db"), CrashingReporter.Settings, new FakeTime());
            foreach (var ofTask in acknowledged.GroupBy(a => a.TaskId))
                await HoldsAllAsync(log, ofTask.Key, [.. ofTask]);
        }
    }

    /// <summary>The acknowledgements that came through before SIGKILL.</summary>
    private async Task<List<Acknowledgement>> ReportUntilKilledAsync(int round)
    {
        await using var reporter = ChildProcess.Start(
            "dotnet", [typeof(TestProgram).Assembly.Location, CrashingReporter.Command, _folder.File("roadmap.db"), $"{round}"]);
        var acknowledged = new List<Acknowledgement>();
        var enough = Random.Shared.Next(1, 3_000);
        while (acknowledged.Count < enough)
            acknowledged.Add(Acknowledgement.Parse(await reporter.NextLineAsync()));
        await reporter.KillAsync();
        acknowledged.AddRange((await reporter.RestAsync()).Where(Acknowledgement.IsWhole).Select(Acknowledgement.Parse));
        return acknowledged;
    }

    private static async Task HoldsAllAsync(SqliteLogUnderTest log, string taskId, IReadOnlyList<Acknowledgement> acknowledged)
    {
        var events = await ReadAllAsync(log, taskId);
        events.Select(e => e.Seq).ShouldBe(Enumerable.Range(1, events.Count).Select(i => (long)i));
        events.DistinctBy(e => e.Message).Count().ShouldBe(events.Count, "an event is stored once");
        events.Count.ShouldBeGreaterThanOrEqualTo((int)acknowledged.Max(a => a.Seq), "an acknowledged event is lost");
        foreach (var acknowledgement in acknowledged)
            events[(int)acknowledgement.Seq - 1].Message.ShouldBe(acknowledgement.EventId);
        foreach (var ofClient in events.Select(e => e.Message!.Split('.')).GroupBy(parts => (parts[0], parts[1])))
            ofClient.Select(parts => int.Parse(parts[2], CultureInfo.InvariantCulture))
                .ShouldBe(Enumerable.Range(0, ofClient.Count()), "a client's reports are kept whole and in order");

        var last = acknowledged[^1];
        var repeated = (await log.AppendAsync(taskId, new ReportedEvent(Some.Progress(), last.EventId)))
            .ShouldBeOfType<AppendResult.Appended>();
        repeated.LastSeq.ShouldBe(last.Seq, "a reporter that repeats itself after the crash hears where its event is");
    }

    private static async Task<List<TaskEvent>> ReadAllAsync(SqliteLogUnderTest log, string taskId)
    {
        var events = new List<TaskEvent>();
        while (await log.Log.ReadAsync(taskId, events.Count, 10_000, CancellationToken.None) is { Events.Count: > 0 } view)
            events.AddRange(view.Events);
        return events;
    }
}
