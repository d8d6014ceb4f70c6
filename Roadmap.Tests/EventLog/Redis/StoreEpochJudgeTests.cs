using Roadmap.Api.EventLog;
using Roadmap.Hubs.EventLog;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.EventLog.Redis;

/// <summary>What a Redis that was restarted means for positions: the same epoch when nothing can have been lost, else a new one.</summary>
public sealed class StoreEpochJudgeTests : IAsyncLifetime
{
    private RedisServer _server = null!;
    private RedisLogUnderTest _log = null!;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _log.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Killed_and_restarted_under_always_nothing_is_lost_and_the_epoch_stays()
    {
        await StartAsync("always");
        var taskId = await _log.StartTaskAsync();
        var acknowledged = 0L;
        for (var i = 0; i < 50; i++)
            acknowledged = (await _log.AppendedAsync(taskId, Some.Progress())).LastSeq;
        var before = (await _log.ViewAsync(taskId)).Head;

        await _server.KillAsync();
        await _server.StartAgainAsync();

        var view = await ViewAgainAsync(taskId);
        view.Head.ShouldBe(before);
        view.Events.Count.ShouldBe((int)acknowledged);
    }

    [Fact]
    public async Task A_lost_tail_under_everysec_makes_every_old_position_void()
    {
        await StartAsync("everysec");
        var taskId = await _log.StartTaskAsync();
        await _log.AppendedAsync(taskId, Some.Progress("kept"), Some.Progress("kept"));
        await FileHoldsAsync("kept");
        await _log.AppendedAsync(taskId, Some.Progress("lost"));
        var before = (await _log.ViewAsync(taskId)).Head;

        await _server.KillAsync();
        CutFileBefore("lost");
        await _server.StartAgainAsync();

        var view = await ViewAgainAsync(taskId);
        view.Head.Seq.ShouldBe(2);
        view.Head.Epoch.ShouldNotBe(before.Epoch);
        view.Events.ShouldAllBe(e => e.Epoch == view.Head.Epoch);
        (await _log.AppendedAsync(taskId, Some.Progress("another")))
            .State.Position.ShouldNotBe(before.Position, "the same seq is another event");
    }

    [Fact]
    public async Task Without_always_a_restart_alone_makes_positions_void_since_nobody_knows()
    {
        await StartAsync("everysec");
        var taskId = await _log.StartTaskAsync();
        await FileHoldsAsync(taskId);
        var before = (await _log.ViewAsync(taskId)).Head;

        await _server.KillAsync();
        await _server.StartAgainAsync();

        (await ViewAgainAsync(taskId)).Head.Epoch.ShouldNotBe(before.Epoch);
    }

    [Fact]
    public async Task Restarted_empty_the_tasks_are_gone_and_may_be_made_again_in_another_epoch()
    {
        await StartAsync("always");
        var taskId = await _log.StartTaskAsync();
        var appended = await _log.AppendedAsync(taskId, Some.Progress());

        await _server.KillAsync();
        _server.DeleteFiles();
        await _server.StartAgainAsync();

        await EventuallyAsync("the log answers", async () => await _log.Log.ReadAsync(taskId, 0, 1, CancellationToken.None) is null);
        (await _log.AppendAsync(taskId, new ReportedEvent(Some.Progress())))
            .ShouldBeOfType<AppendResult.NotFound>("a cached state brings nothing back");
        await _log.StartTaskAsync(Some.WorkerTask(taskId));
        (await _log.AppendedAsync(taskId, Some.Progress())).State.Epoch.ShouldNotBe(appended.State.Epoch);
    }

    [Fact]
    public async Task Flushed_while_it_runs_the_store_epoch_is_another()
    {
        await StartAsync("always");
        var taskId = await _log.StartTaskAsync();
        var storeEpoch = StoreEpochOf((await _log.ViewAsync(taskId)).Head.Epoch);

        await _server.ExecuteAsync("FLUSHALL");

        await _log.StartTaskAsync(Some.WorkerTask(taskId));
        StoreEpochOf((await _log.ViewAsync(taskId)).Head.Epoch).ShouldNotBe(storeEpoch);
    }

    [Fact]
    public async Task Restored_from_an_older_file_positions_are_void_once_it_is_said()
    {
        using var folder = new TempFolder();
        var backup = folder.File("aof");
        await StartAsync("always");
        var taskId = await _log.StartTaskAsync();
        await _log.AppendedAsync(taskId, Some.Progress("kept"));
        CopyFiles(_server.AppendOnlyFolder, backup);
        var newer = await _log.AppendedAsync(taskId, Some.Progress("not in the backup"));

        await _log.DisposeAsync();
        await _server.KillAsync();
        CopyFiles(backup, _server.AppendOnlyFolder);
        await _server.StartAgainAsync();
        _log = await RedisLogUnderTest.OpenAsync(_server, new LogSettings { Restored = "2026-01-31" });

        var view = await ViewAgainAsync(taskId);
        view.Head.Seq.ShouldBe(1);
        view.Head.Epoch.ShouldNotBe(newer.State.Epoch);
    }

    [Fact]
    public async Task Many_instances_that_find_Redis_restarted_agree_on_one_new_store_epoch()
    {
        await StartAsync("everysec");
        var taskId = await _log.StartTaskAsync();
        var before = (await _log.ViewAsync(taskId)).Head.Epoch;
        await FileHoldsAsync(taskId);
        await using var second = await RedisLogUnderTest.OpenAsync(_server);
        await using var third = await RedisLogUnderTest.OpenAsync(_server);

        await _server.KillAsync();
        await _server.StartAgainAsync();

        var epochs = new HashSet<string>(StringComparer.Ordinal);
        foreach (var log in new[] { _log, second, third })
        {
            await EventuallyAsync("the log answers", async () => await log.Log.ReadAsync(taskId, 0, 0, CancellationToken.None) is not null);
            epochs.Add((await log.ViewAsync(taskId)).Head.Epoch);
        }

        epochs.ShouldHaveSingleItem().ShouldNotBe(before);
    }

    private async Task StartAsync(string sync)
    {
        _server = await RedisServer.StartWithFileAsync(sync);
        _log = await RedisLogUnderTest.OpenAsync(_server);
    }

    private async Task<TaskLogView> ViewAgainAsync(string taskId)
    {
        TaskLogView? view = null;
        await EventuallyAsync(
            "the log answers", async () => (view = await _log.Log.ReadAsync(taskId, 0, int.MaxValue, CancellationToken.None)) is not null);
        return view!;
    }

    private static Task EventuallyAsync(string reason, Func<Task<bool>> condition) => Wait.Eventually(reason, async () =>
    {
        try
        {
            return await condition();
        }
        catch (LogUnavailableException)
        {
            return false;
        }
    });

    private static string StoreEpochOf(string epoch) => epoch.Split('.')[0];

    private string NewestFile() => Directory.GetFiles(_server.AppendOnlyFolder, "*.incr.aof").Single();

    private Task FileHoldsAsync(string text) =>
        Wait.Eventually("Redis has written its file", () => ReadFile().Contains(text, StringComparison.Ordinal));

    /// <summary>As if the machine had died before the tail was on the disk.</summary>
    private void CutFileBefore(string text)
    {
        var at = ReadFile().IndexOf(text, StringComparison.Ordinal);
        using var file = File.OpenWrite(NewestFile());
        file.SetLength(at > 0 ? at : file.Length);
    }

    private string ReadFile()
    {
        using var file = new StreamReader(
            new FileStream(NewestFile(), FileMode.Open, FileAccess.Read, FileShare.ReadWrite), System.Text.Encoding.Latin1);
        return file.ReadToEnd();
    }

    private static void CopyFiles(string from, string to)
    {
        if (Directory.Exists(to))
            Directory.Delete(to, recursive: true);
        Directory.CreateDirectory(to);
        foreach (var file in Directory.GetFiles(from))
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
    }
}
