using Roadmap.Api.EventLog;
using Roadmap.Contracts;
using Roadmap.Hubs.Access;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.EventLog;

public abstract partial class TaskEventLogContract
{
    [Theory]
    [InlineData("Die Straße nach Köln", "KÖLN")]
    [InlineData("ÜBER den WOLKEN", "über den wolken")]
    [InlineData("Привет, мир", "ПРИВЕТ")]
    [InlineData("Ὀδός και ΟΔΟΣ", "οδος")]
    [InlineData("Ὀδὸς καὶ ὁδός", "ὉΔΌΣ")]
    [InlineData("Ýmir ÿ", "Ÿ")]
    [InlineData("学习 Rust 系统编程", "rust 系统")]
    [InlineData("Bücher 😀", "😀")]
    [InlineData("𐐀 is a letter, too", "𐐨")]
    [InlineData("100 % of [a-z]* (^.$) \\ \"_\"", "% OF [A-Z]* (^.$) \\ \"_\"")]
    public async Task A_title_is_found_by_what_it_has_in_large_or_small_letters(string title, string search)
    {
        await Log.StartTaskAsync();
        var wanted = await Log.StartTaskAsync(Some.WorkerTask(Some.TaskId()) with { Title = title });
        await Log.StartTaskAsync(Some.WorkerTask(Some.TaskId()) with { Title = "Kolne, strasse, privet, odos, 学 习 rust" });

        (await SearchAsync(search)).ShouldBe([wanted]);
    }

    [Fact]
    public async Task Tasks_are_found_by_their_ids_and_kinds_too()
    {
        var plain = await Log.StartTaskAsync(Some.WorkerTask("Night-Shift_7"));
        var roadmap = await Log.StartTaskAsync(Some.WorkflowTask(Some.TaskId()) with { Title = "Imports and exports" });

        (await SearchAsync("SHIFT_")).ShouldBe([plain]);
        (await SearchAsync("ROADMAP_gen")).ShouldBe([roadmap]);
        (await SearchAsync("import")).ShouldBe([roadmap, plain]);
        (await SearchAsync("shift roadmap")).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_searched_for_is_found_among_what_is_asked_for_page_by_page()
    {
        var wanted = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            var task = Some.WorkerTask(Some.TaskId()) with { Owner = "ada", CreatedBy = "worker-1", Title = $"Night shift {i}" };
            wanted.Insert(0, await Log.StartTaskAsync(task));
            await Log.StartTaskAsync(Some.WorkerTask(Some.TaskId()) with { Owner = "ada", CreatedBy = "worker-1", Title = "Day shift" });
            await Log.StartTaskAsync(task with { TaskId = Some.TaskId(), Owner = "bob", CreatedBy = "worker-2" });
        }

        await Log.AppendedAsync(wanted[2], Some.Completed());

        foreach (var scope in new[] { new ListScope("ada", Creator: null), new ListScope(Owner: null, "worker-1") })
        {
            var filter = new TaskFilter(null, null, null, 2) { Scope = scope, Search = new TaskSearch("NIGHT") };
            (await AllOfAsync(filter)).ShouldBe(wanted);
            (await AllOfAsync(filter with { Kind = "import" })).ShouldBe(wanted);
            (await AllOfAsync(filter with { Kind = "export" })).ShouldBeEmpty();
            (await AllOfAsync(filter with { Status = TaskRunStatus.Completed })).ShouldBe([wanted[2]]);
        }

        (await AllOfAsync(new TaskFilter(TaskRunStatus.Completed, "import", null, 2) { Search = new TaskSearch("NIGHT") }))
            .ShouldBe([wanted[2]]);
        (await SearchAsync("night")).Count.ShouldBe(10);
    }

    [Fact]
    [AtLimit("tasks that one search looks at")]
    public async Task A_rare_word_is_found_behind_thousands_and_no_call_looks_through_all()
    {
        var first = await Log.StartTaskAsync(Some.WorkerTask(Some.TaskId()) with { Title = "Needle" });
        await Parallel.ForEachAsync(
            Enumerable.Range(0, IsInParts ? 1_000 : ITaskIndex.TasksPerSearch + 200),
            new ParallelOptions { MaxDegreeOfParallelism = 64 },
            async (_, _) => await Log.StartTaskAsync(Some.WorkerTask(Some.TaskId()) with { Title = "Hay" })).InTime();
        var last = await Log.StartTaskAsync(Some.WorkerTask(Some.TaskId()) with { Title = "Another needle" });
        var filter = new TaskFilter(null, null, null, 10) { Search = new TaskSearch("needle") };

        var page = await Log.Index.ListAsync(filter, CancellationToken.None);

        page.Tasks.Select(task => task.TaskId).ShouldBe(IsInParts ? [last, first] : [last]);
        (page.NextCursor is null).ShouldBe(IsInParts);
        (await AllOfAsync(filter)).ShouldBe([last, first]);
    }

    [Fact]
    public async Task Whose_a_task_is_is_said_in_the_list()
    {
        await Log.StartTaskAsync(Some.WorkerTask(Some.TaskId()) with { Owner = "ada" });
        await Log.StartTaskAsync();

        var page = await Log.Index.ListAsync(new TaskFilter(null, null, null, 10), CancellationToken.None);

        page.Tasks.Select(task => task.Owner).ShouldBe([null, "ada"]);
        (await Log.ViewAsync(page.Tasks[1].TaskId)).Head.ToSnapshot(1).Owner.ShouldBeNull();
    }

    /// <summary>One call looks at so many tasks of each part.</summary>
    private protected virtual bool IsInParts => false;

    private Task<List<string>> SearchAsync(string text) =>
        AllOfAsync(new TaskFilter(null, null, null, 10) { Search = new TaskSearch(text) });
}
