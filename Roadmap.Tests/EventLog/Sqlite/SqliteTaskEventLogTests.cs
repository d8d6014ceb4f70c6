using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;
using Roadmap.Api.EventLog;
using Roadmap.Api.EventLog.Sqlite.Database;
using Roadmap.Hubs.Access;
using Roadmap.Hubs.EventLog;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.EventLog.Sqlite;

/// <summary>The contract against SQLite, and what is true of one file on one disk only.</summary>
public sealed class SqliteTaskEventLogTests : TaskEventLogContract
{
    private readonly TempFolder _folder = new();
    private readonly FakeTime _time = new();

    private string DatabasePath => _folder.File("data/roadmap.db");

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Dispose();
    }

    private protected override Task DamageAsync(Damage damage, string taskId)
    {
        var row = $"WHERE task_id = '{taskId}'";
        var its = $"WHERE task = (SELECT id FROM tasks {row})";
        Execute(damage switch
        {
            Damage.StatusOfAnotherVersion => $"UPDATE tasks SET status = 'Paused' {row}",
            Damage.StatusAsNumber => $"UPDATE tasks SET status = '99' {row}",
            Damage.OriginOfAnotherVersion => $"UPDATE tasks SET origin = 'Agent' {row}",
            Damage.KindOfNoWord => $"UPDATE tasks SET kind = 'No Word' {row}",
            Damage.AttemptOfNoNumber => $"UPDATE tasks SET attempt = 'first' {row}",
            Damage.BrokenCommand => $"UPDATE tasks SET pending_command = '{{\"comm' {row}",
            Damage.CommandOfAnotherVersion => $"UPDATE tasks SET pending_command = '{{\"command_id\":\"c\",\"command\":\"pause\"}}' {row}",
            Damage.TimeBeyondAll => $"UPDATE tasks SET updated_at = {long.MaxValue} {row}",
            Damage.PercentageBeyondAll => $"UPDATE tasks SET percentage = 9e999 {row}",
            Damage.ConceptOutcomeOfAnotherVersion => $"UPDATE concepts SET outcome = 'Skipped' {its} AND concept_id = 'c-1'",
            Damage.BrokenEvent => $"UPDATE events SET json = X'7B22747970' {its} AND seq = 2",
            Damage.EventOfNoType => $"UPDATE events SET json = '[1]', attempt = {long.MaxValue} {its} AND seq = 2",
            Damage.NoEvent => $"DELETE FROM events {its} AND seq IN (2, 4)",
            _ => $"DELETE FROM checkpoints {its}",
        });
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Events_that_were_deleted_from_outside_leave_no_hole()
    {
        var taskId = await Log.StartTaskAsync();
        await Log.AppendedAsync(taskId, Some.Progress("1"), Some.Progress("2"), Some.Progress("3"), Some.Progress("4"));
        await DamageAsync(Damage.NoEvent, taskId);

        (await Log.ViewAsync(taskId)).Events.Select(e => (e.Seq, e.Type)).ShouldBe(
            [(1L, "progress"), (2L, "unknown"), (3L, "progress"), (4L, "unknown")]);
        (await Log.Log.ReadAsync(taskId, 1, 1, CancellationToken.None)).ShouldNotBeNull().Events.ShouldHaveSingleItem().Seq.ShouldBe(2);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-wal")]
    public async Task Nothing_is_acknowledged_into_a_file_that_is_gone(string ending)
    {
        var taskId = await Log.StartTaskAsync();
        var (there, away) = (DatabasePath + ending, DatabasePath + ".away");
        File.Move(there, away);

        await Should.ThrowAsync<LogUnavailableException>(() => Log.AppendAsync(taskId));
        (await Should.ThrowAsync<LogUnavailableException>(() => Log.Log.CheckAsync(CancellationToken.None))).Message
            .ShouldContain("Storage:Path");
        File.Move(away, there);

        await Log.Log.CheckAsync(CancellationToken.None);
        await Log.AppendedAsync(taskId, Some.Progress());
    }

    /// <summary>A tiny write may fit where an ordinary report does not.</summary>
    [Fact]
    public async Task A_disk_with_little_room_takes_no_appends()
    {
        const long MoreThanAnyDiskHas = 1L << 60;
        await Log.Log.CheckAsync(CancellationToken.None);

        Should.Throw<LogUnavailableException>(() => DatabaseFile.ProveRoom(DatabasePath, MoreThanAnyDiskHas)).Message
            .ShouldContain("Storage:Path");

        Directory.EnumerateFiles(Path.GetDirectoryName(DatabasePath)!, "*-room").ShouldBeEmpty();
    }

    [Fact]
    public async Task A_second_owner_of_the_file_is_told_which_setting_to_change()
    {
        var refused = await Should.ThrowAsync<LogStartException>(() => OpenAsync(new LogSettings()));

        refused.Message.ShouldContain("Storage:Path");
        refused.Message.ShouldContain("another process");
        await Log.StartTaskAsync();
    }

    [Fact]
    public async Task A_lock_file_that_a_dead_process_left_behind_means_nothing()
    {
        await Log.DisposeAsync();
        File.Exists(DatabasePath + ".lock").ShouldBeTrue();

        await ReopenAsync();

        await Log.StartTaskAsync();
    }

    [Fact]
    public async Task A_file_from_before_there_were_traces_goes_on_with_them()
    {
        var taskId = await Log.StartTaskAsync();
        await Log.AppendedAsync(taskId, Some.Progress("old"));
        await Log.DisposeAsync();
        Execute("ALTER TABLE events DROP COLUMN trace");

        await ReopenAsync();

        await AppendTracedAsync(taskId, Some.Progress("new"));
        await ReopenAsync();
        var events = (await Log.ViewAsync(taskId)).Events;
        events.Select((stored, i) => (stored.Message, events.TraceOf(i))).ShouldBe([("old", null), ("new", Trace)]);
    }

    [Fact]
    public async Task A_file_from_before_there_were_lists_of_owners_has_them_from_then_on()
    {
        var taskId = await Log.StartTaskAsync(Some.WorkerTask(Some.TaskId()) with { Owner = "ada" });
        await Log.DisposeAsync();
        Execute("DROP INDEX tasks_by_owner; DROP INDEX tasks_by_creator; DROP INDEX tasks_open_by_owner; "
            + "ALTER TABLE tasks DROP COLUMN created_by");

        await ReopenAsync(new LogSettings { TasksPerUser = 1 });

        var filter = new TaskFilter(null, null, null, 10) { Scope = new ListScope("ada", Creator: null) };
        (await Log.Index.ListAsync(filter, CancellationToken.None)).Tasks.ShouldHaveSingleItem().TaskId.ShouldBe(taskId);
        (await Log.Log.CreateAsync(Some.WorkerTask(Some.TaskId()) with { Owner = "ada" }, CancellationToken.None))
            .ShouldBeOfType<CreateResult.OverQuota>();
    }

    [Fact]
    public async Task A_file_of_a_newer_version_is_left_alone()
    {
        await Log.DisposeAsync();
        Execute("PRAGMA user_version = 99");

        var refused = await Should.ThrowAsync<LogStartException>(() => OpenAsync(new LogSettings()));

        refused.Message.ShouldContain("newer version");
        refused.Message.ShouldContain("Storage:Path");
        Execute("PRAGMA user_version = 1");
    }

    [Fact]
    public async Task A_file_of_something_else_is_left_alone()
    {
        await Log.DisposeAsync();
        var text = _folder.File("notes.txt");
        await File.WriteAllTextAsync(text, new string('x', 5_000));
        var foreign = _folder.File("foreign.db");
        Execute("CREATE TABLE somebodys (thing TEXT)", foreign);

        (await RefusedAtStartAsync(text)).Message.ShouldContain("Storage:Path");
        (await RefusedAtStartAsync(foreign)).Message.ShouldContain("a database of something else");
        (await RefusedAtStartAsync(_folder.File("notes.txt/roadmap.db"))).Message.ShouldContain("Storage:Path");
        (await File.ReadAllTextAsync(text)).ShouldBe(new string('x', 5_000));
    }

    [Fact]
    public async Task Settings_that_cannot_be_are_refused_by_name_with_a_good_value()
    {
        var refused = await Should.ThrowAsync<OptionsValidationException>(
            () => ReopenAsync(new LogSettings { EventsPerTask = 0, BytesPerTask = 0, After = TimeSpan.Zero, Idle = TimeSpan.Zero }));

        refused.Failures.Count().ShouldBe(4);
        refused.Message.ShouldContain("Retention:EventsPerTask is 0; it must be at least 1, for example 10000.");
        refused.Message.ShouldContain("Retention:After is 00:00:00");
        await ReopenAsync();
    }

    [Fact]
    public async Task The_disk_is_waited_for_and_the_write_ahead_log_is_brought_in_at_the_end()
    {
        await Log.StartTaskAsync();
        File.Exists(DatabasePath + "-wal").ShouldBeTrue();

        await Log.DisposeAsync();

        File.Exists(DatabasePath + "-wal").ShouldBeFalse();
    }

    [Fact]
    public async Task What_is_queued_at_the_stop_is_still_stored()
    {
        var taskId = await Log.StartTaskAsync();
        var appends = Enumerable.Range(0, 200).Select(_ => Log.AppendedAsync(taskId, Some.Progress())).ToList();

        await ReopenAsync();

        await Task.WhenAll(appends);
        (await Log.ViewAsync(taskId)).Head.Seq.ShouldBe(200);
    }

    [Fact]
    public async Task A_closed_log_is_unavailable()
    {
        var closed = Log;
        var taskId = await Log.StartTaskAsync();
        var (log, index) = (closed.Log, closed.Index);

        await ReopenAsync();

        await Should.ThrowAsync<LogUnavailableException>(
            log.AppendAsync(LogVerbs.AcceptAll(taskId, new ReportedEvent(Some.Progress())), CancellationToken.None));
        await Should.ThrowAsync<LogUnavailableException>(log.ReadAsync(taskId, 0, 1, CancellationToken.None));
        await Should.ThrowAsync<LogUnavailableException>(index.ListAsync(new TaskFilter(null, null, null, 1), CancellationToken.None));
    }

    [Fact]
    public async Task A_store_that_fails_is_unavailable_and_heals()
    {
        var taskId = await Log.StartTaskAsync(Some.WorkerTask(Some.TaskId()) with { Lease = TimeSpan.FromSeconds(30) });
        await Log.AppendedAsync(taskId, Some.Progress());
        Log.Pass(TimeSpan.FromSeconds(60));
        Execute("ALTER TABLE events RENAME TO events_elsewhere");

        await Should.ThrowAsync<LogUnavailableException>(Log.AppendedAsync(taskId, Some.Progress()));
        await Should.ThrowAsync<LogUnavailableException>(Log.ViewAsync(taskId));
        Execute("ALTER TABLE events_elsewhere RENAME TO events");

        (await Log.Index.FindExpiredLeasesAsync(10, CancellationToken.None)).ShouldBeEmpty("nobody could report: the leases run anew");
        (await Log.AppendedAsync(taskId, Some.Progress())).LastSeq.ShouldBe(2);
        (await Log.ViewAsync(taskId)).Events.Count.ShouldBe(2);
    }

    private protected override async Task<ILogUnderTest> OpenAsync(LogSettings settings) =>
        await SqliteLogUnderTest.OpenAsync(DatabasePath, settings, _time);

    private Task<LogStartException> RefusedAtStartAsync(string path) =>
        Should.ThrowAsync<LogStartException>(() => SqliteLogUnderTest.OpenAsync(path, new LogSettings(), _time));

    private void Execute(string sql, string? path = null)
    {
        using var connection = new SqliteConnection($"Data Source={path ?? DatabasePath};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The texts are this test's own.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
