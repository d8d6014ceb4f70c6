using System.Net.Http.Json;
using System.Text;
using Roadmap.Contracts;
using Roadmap.Contracts.Json;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Web;

/// <summary>
/// The starts for Node, Python and the shell in <c>docs/clients.md</c>, run as they stand there. Those in TypeScript are type-checked
/// beside the package, those in C# are compiled and run in <see cref="Client.DocumentedDotNetTests"/>.
/// </summary>
public sealed class DocumentedClientsTests
{
    private const string Python = "/usr/bin/python3";

    [Fact]
    public void Every_block_is_compiled_or_run()
    {
        var tests = string.Concat(TestSources.All().Select(File.ReadAllText));

        ClientsPage.All().ShouldNotBeEmpty();
        // All TypeScript is type-checked, whatever its name.
        ClientsPage.All().Where(block => block.Name is null
            || (block.Language is not ("ts" or "tsx") && !tests.Contains($"\"{block.Name}\"", StringComparison.Ordinal))).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_start_for_Node_watches_a_task_to_its_end()
    {
        await using var server = await HubServer.StartAsync();
        var task = await server.StartTaskAsync();
        var folder = Directory.CreateDirectory(Path.Combine(ClientsPage.Clients, "task-progress", $"docs-{Guid.NewGuid():N}"));
        try
        {
            var script = Path.Combine(folder.FullName, "watch.mjs");
            await File.WriteAllTextAsync(script, ClientsPage.Block("node-start"));
            await using var watch = ChildProcess.Start("node", [script, server.Http.BaseAddress!.ToString(), task]);
            await server.ReportProgressAsync(task, 1);
            await server.ReportAsync(task, """{"type":"completed"}""");

            (await watch.EndedAsync()).ShouldBe(0, watch.Said());
            (await watch.RestAsync()).Last().ShouldBe("completed");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task The_starts_for_the_shell_make_a_task_and_work_on_it_and_watch_it_to_its_end()
    {
        await using var server = await HubServer.StartAsync();
        var made = await ShellAsync(server, "make-task");
        made.ShouldHaveSingleItem().ShouldContain("\"task_id\":\"import-1\"");
        var watching = ShellAsync(server, "shell-watch");

        (await ShellAsync(server, "shell-worker")).ShouldBeEmpty();

        var events = (await watching.InTime()).Select(line => RawMessages.Read(Encoding.UTF8.GetBytes(line)))
            .OfType<TaskEvent>().ToList();
        events.Select(stored => stored.Seq).ShouldBe([1, 2, 3, 4, 5, 6]);
        events.OfType<ProgressEvent>().Select(stored => stored.Percentage).ShouldBe([20, 40, 60, 80, 100]);
        events[^1].ShouldBeOfType<CompletedEvent>();
    }

    [Fact]
    public async Task The_starts_for_the_terminal_run_a_script_as_a_task_and_watch_it()
    {
        await using var server = await HubServer.StartAsync();
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder.File("roadmap"), $"exec {Terminal.Tool.CommandLine} \"$@\"\n");
        // Aliases are none of a script's: a function has the name that a tool would have.
        var address = server.Http.BaseAddress!;
        var commands = $"roadmap() {{ bash '{folder.File("roadmap")}' \"$@\"; }}\n"
            + ClientsPage.Block("terminal-run", address) + ClientsPage.Block("terminal-watch", address);

        var (code, lines) = await ChildProcess.RunAsync("bash", "-ec", commands);

        code.ShouldBe(0);
        lines[..3].ShouldBe(["1/3", "2/3", "3/3"]);
        lines[^2].ShouldContain("\"type\":\"completed\"");
    }

    [Fact]
    public async Task The_worker_in_Python_works_on_its_task_to_the_end()
    {
        await using var server = await HubServer.StartAsync();

        var (code, lines) = await ChildProcess.RunAsync(Python, "-c", ClientsPage.Block("python-worker", server.Http.BaseAddress!));

        code.ShouldBe(0, string.Join('\n', lines));
        var task = (await TasksOfAsync(server)).ShouldHaveSingleItem();
        task.Status.ShouldBe(TaskRunStatus.Completed);
        task.Title.ShouldBe("Nightly import");
        task.Seq.ShouldBe(11);
    }

    /// <summary>Each part of its work is done when the test says so.</summary>
    [Fact]
    public async Task The_worker_in_Python_doubles_nothing_when_answers_are_lost_and_stops_when_it_is_to()
    {
        await using var server = await HubServer.StartAsync();
        await using var proxy = new CuttingProxy(server.Http.BaseAddress!);
        var script = ClientsPage.Block("python-worker", proxy.Address)
            .Replace("time.sleep(0.1)  # the work", "sys.stdin.readline()", StringComparison.Ordinal);
        script.ShouldContain("readline");
        await using var worker = ChildProcess.Start(Python, ["-c", script]);
        await Wait.Eventually("the task is made", async () => (await TasksOfAsync(server)).Count == 1, worker.Said);

        proxy.LoseAnswers(2);
        await worker.SayAsync("");
        await Wait.Eventually("the first part is reported", async () => (await TasksOfAsync(server))[0].Seq > 0, worker.Said);
        await worker.SayAsync("");
        await Wait.Eventually("the second part is reported", async () => (await TasksOfAsync(server))[0].Percentage >= 20, worker.Said);
        var task = (await TasksOfAsync(server))[0];
        task.Seq.ShouldBe(2);
        using var cancel =
            await server.Http.PostAsync(new Uri(Routes.For(Routes.CancelTask, task.TaskId), UriKind.Relative), content: null);
        cancel.EnsureSuccessStatusCode();
        await worker.SayAsync("");

        (await worker.EndedAsync()).ShouldBe(0, worker.Said());
        (await TasksOfAsync(server))[0].Status.ShouldBe(TaskRunStatus.Cancelled);
    }

    private static async Task<IReadOnlyList<TaskSnapshot>> TasksOfAsync(HubServer server) =>
        (await server.Http.GetFromJsonAsync(new Uri(Routes.Tasks, UriKind.Relative), ContractsJson.TypeInfo<TaskPage>()))!.Tasks;

    private static async Task<string[]> ShellAsync(HubServer server, string block)
    {
        var (code, lines) = await ChildProcess.RunAsync("bash", "-c", ClientsPage.Block(block, server.Http.BaseAddress!));
        code.ShouldBe(0, string.Join('\n', lines));
        return lines;
    }
}
