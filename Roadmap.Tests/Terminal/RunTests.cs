using System.Net.Http.Json;
using Roadmap.Contracts;
using Roadmap.Contracts.Json;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Terminal;

/// <summary><c>roadmap run</c>: somebody else's command, as a task.</summary>
public sealed class RunTests : HubTest
{
    private readonly string _taskId = Some.TaskId();

    [Fact]
    public async Task Percentages_and_fractions_become_progress()
    {
        await using var run = StartInSteps("echo begun; echo 'reading 10%'", "echo '[3/10] writing' >&2", "echo 42.5 %");
        await PassAsync(run, 10);
        await PassAsync(run, 30);

        (await run.EndedAsync()).ShouldBe(0, run.Said());
        (await run.RestAsync()).ShouldBe(["begun", "reading 10%", "42.5 %"]);
        var events = await EventsAsync();
        events.OfType<ProgressEvent>().Select(e => (e.Percentage, e.Message)).ShouldBe(
            [(0, null), (10, "reading 10%"), (30, "[3/10] writing"), (42.5, "42.5 %")]);
        events[^1].ShouldBeOfType<CompletedEvent>();
    }

    [Fact]
    public async Task A_bar_of_tqdm_that_is_drawn_over_and_over_becomes_progress()
    {
        await using var run = StartInSteps(
            "printf '\\rrows:   7%%|▋         | 7/100 [00:01<?, ?it/s]' >&2",
            "printf '\\rrows:  42%%|████▏     | 42/100 [00:10<00:13,  4.20it/s]' >&2",
            "printf '\\rrows: 100%%|██████████| 100/100 [00:20<00:00,  5.00it/s]\\n' >&2");
        await PassAsync(run, 7);
        await PassAsync(run, 42);

        (await run.EndedAsync()).ShouldBe(0, run.Said());
        var progress = (await EventsAsync()).OfType<ProgressEvent>().ToList();
        progress.Select(e => e.Percentage).ShouldBe([0, 7, 42, 100]);
        progress.Single(e => e.Percentage == 42).Message.ShouldBe("rows: 42% 42/100 [00:10<00:13, 4.20it/s]");
    }

    [Fact]
    public async Task The_output_goes_through_byte_for_byte()
    {
        using var folder = new TempFolder();
        var bytes = new byte[200_000];
        Random.Shared.NextBytes(bytes);
        await File.WriteAllBytesAsync(folder.File("in"), bytes);
        await using var shell = ChildProcess.Start(
            "bash",
            ["-c", $"cd '{folder.File("")}' && {Tool.CommandLine} run -- bash -c 'cat in; tac in >&2' >out 2>err && cmp in out && "
                + "tac in | cmp - err && echo same"],
            Tool.EnvironmentFor(Server.Http.BaseAddress!));

        await shell.EndedAsync();

        (await shell.RestAsync()).ShouldBe(["same"], shell.Said());
    }

    [Fact]
    public async Task Who_fails_fails_the_task_with_its_last_words_and_its_own_exit_code()
    {
        var run = await RunAsync("echo 10%; echo 'the disk is full' >&2; exit 7");

        run.ExitCode.ShouldBe(7);
        (await EventsAsync())[^1].ShouldBeOfType<FailedEvent>().Error.ShouldBe("bash ended with exit code 7: the disk is full");
    }

    [Fact]
    public async Task A_command_that_is_not_there_fails_the_task()
    {
        var run = await Tool.RunAsync(Server.Http.BaseAddress!, "run", "--task-id", _taskId, "--", "no-such-program");

        run.ExitCode.ShouldBe(127);
        (await EventsAsync())[^1].ShouldBeOfType<FailedEvent>().Error.ShouldStartWith("no-such-program cannot be started");
    }

    [Fact]
    public async Task Somebody_who_cancels_the_task_ends_the_command_and_all_that_it_has_started()
    {
        // A shell that waits for another program does not pass a signal on.
        await using var run = Start($"sleep 1000 & echo $!; bash -c 'sleep 1000; echo never' ; echo neither");
        var sleeper = int.Parse(await run.NextLineAsync());
        await Wait.Eventually("the task is worked on", async () => (await TaskAsync())?.Status == TaskRunStatus.Processing);

        await CancelAsync();

        (await run.EndedAsync()).ShouldBe(143, run.Said());
        (await run.RestAsync()).ShouldBeEmpty();
        (await EventsAsync())[^1].ShouldBeOfType<CancelledEvent>();
        await Wait.Eventually("what it had started has ended", () => !IsRunning(sleeper));
    }

    [Fact]
    public async Task Who_does_not_end_when_it_is_asked_to_is_killed()
    {
        await using var run = Start("trap 'echo no' TERM; echo ready; while true; do sleep 0.05; done", "--kill-after", "0.3");
        await run.NextLineAsync();
        await Wait.Eventually("the task is worked on", async () => (await TaskAsync())?.Status == TaskRunStatus.Processing);

        await CancelAsync();

        (await run.EndedAsync()).ShouldBe(137, run.Said());
        (await run.RestAsync()).ShouldContain("no");
        (await EventsAsync())[^1].ShouldBeOfType<CancelledEvent>();
    }

    [Fact]
    public async Task A_signal_to_it_ends_the_command_and_cancels_the_task()
    {
        await using var run = Start("echo ready; sleep 1000");
        await run.NextLineAsync();
        await Wait.Eventually("the task is worked on", async () => (await TaskAsync())?.Status == TaskRunStatus.Processing);

        run.Send(Signal.Terminate);

        (await run.EndedAsync()).ShouldBe(143, run.Said());
        (await EventsAsync())[^1].ShouldBeOfType<CancelledEvent>().Reason.ShouldBe("The command was interrupted.");
        run.Said().ShouldNotContain("somebody has cancelled");
    }

    [Fact]
    public async Task Control_C_at_a_terminal_is_the_commands_to_hear()
    {
        await using var terminal = await TmuxTerminal.OpenAsync(Server.Http.BaseAddress!, 80);
        await terminal.TypeAsync($"roadmap run --task-id {_taskId} -- bash -c 'trap \"echo heard; exit 3\" INT; echo ready; sleep 1000'");
        await terminal.UntilAsync("\nready");
        await Wait.Eventually("the task is worked on", async () => (await TaskAsync())?.Status == TaskRunStatus.Processing);

        await terminal.PressAsync("C-c");

        (await terminal.ExitCodeAsync()).ShouldBe(3);
        (await terminal.ScreenAsync()).ShouldContain("heard");
        (await EventsAsync())[^1].ShouldBeOfType<CancelledEvent>();
    }

    [Fact]
    public async Task Without_a_server_the_command_runs_all_the_same()
    {
        var run = await Tool.RunAsync(new Uri("http://127.0.0.1:1"), "run", "--", "bash", "-c", "echo 50%; exit 5");

        run.ExitCode.ShouldBe(5);
        run.Lines.ShouldBe(["50%"]);
        run.Said.ShouldContain("roadmap: the command runs, but nobody can watch it yet: ");
    }

    [Fact]
    public async Task Who_has_no_right_to_make_a_task_is_told_and_the_command_runs()
    {
        await using var proxy = new CuttingProxy(Server.Http.BaseAddress!) { Judge = _ => System.Net.HttpStatusCode.Unauthorized };

        var run = await Tool.RunAsync(proxy.Address, "run", "--", "echo", "done");

        run.ExitCode.ShouldBe(0);
        run.Lines.ShouldBe(["done"]);
        run.Said.ShouldContain("roadmap: nothing more is told of task");
    }

    [Fact]
    public async Task A_restart_of_the_server_takes_nothing_from_the_task()
    {
        await using var run = StartInSteps("echo 10%", "echo 90%");
        await Wait.Eventually("the task is worked on", async () => (await TaskAsync())?.Percentage == 10);

        await Server.RestartAsync(() => PassAsync(run, 10));

        (await run.EndedAsync()).ShouldBe(0, run.Said());
        var events = await EventsAsync();
        events.OfType<ProgressEvent>().Select(e => e.Percentage).ShouldBe([0, 10, 90]);
        events[^1].ShouldBeOfType<CompletedEvent>();
    }

    [Fact]
    public async Task What_the_command_has_left_running_is_not_waited_for()
    {
        var run = await RunAsync("sleep 30 & echo $!");

        run.ExitCode.ShouldBe(0);
        (await EventsAsync())[^1].ShouldBeOfType<CompletedEvent>();
        await ChildProcess.SucceedAsync("kill", run.Lines[0]);
    }

    [Fact]
    public async Task Thousands_of_lines_a_second_are_a_few_events()
    {
        var run = await RunAsync("for i in $(seq 20000); do echo $i/20000; done");

        run.Lines.Length.ShouldBe(20_000);
        var events = await EventsAsync();
        events.OfType<ProgressEvent>().Last().Percentage.ShouldBe(100);
        events.Count.ShouldBeLessThan(100);
    }

    /// <summary>Each step but the first waits until it may begin: <see cref="PassAsync"/>.</summary>
    private ChildProcess StartInSteps(params string[] steps) => Start(string.Join("; read; ", steps));

    /// <summary>Lets the next step begin when the task has come so far.</summary>
    private async Task PassAsync(ChildProcess run, double percentage)
    {
        await Wait.Eventually($"the task is at {percentage} %", async () => (await TaskAsync())?.Percentage == percentage, run.Said);
        await run.SayAsync("");
    }

    private static bool IsRunning(int processId) =>
        File.Exists($"/proc/{processId}/stat") && !File.ReadAllText($"/proc/{processId}/stat").Contains(") Z ", StringComparison.Ordinal);

    private Task<ToolRun> RunAsync(string script) =>
        Tool.RunAsync(Server.Http.BaseAddress!, "run", "--task-id", _taskId, "--", "bash", "-c", script);

    private ChildProcess Start(string script, params string[] options) =>
        Tool.Start(Server.Http.BaseAddress!, ["run", "--task-id", _taskId, .. options, "--", "bash", "-c", script]);

    private async Task CancelAsync()
    {
        using var answer = await Server.Http.PostAsync(new Uri(Routes.For(Routes.CancelTask, _taskId), UriKind.Relative), content: null);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>Null before it is made.</summary>
    private async Task<TaskSnapshot?> TaskAsync()
    {
        using var answer = await Server.Http.GetAsync(new Uri(Routes.For(Routes.Task, _taskId), UriKind.Relative));
        return answer.IsSuccessStatusCode ? await answer.Content.ReadFromJsonAsync(ContractsJson.TypeInfo<TaskSnapshot>()) : null;
    }

    private async Task<IReadOnlyList<TaskEvent>> EventsAsync() =>
        (await Server.Http.GetFromJsonAsync(
            new Uri(Routes.For(Routes.TaskEvents, _taskId) + "?limit=1000", UriKind.Relative),
            ContractsJson.TypeInfo<EventPage>()))!.Events;
}
