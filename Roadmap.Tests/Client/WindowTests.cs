using System.Collections.Concurrent;
using Roadmap.Client;
using Roadmap.Contracts;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Client;

/// <summary>Programs with windows hear of a task on their own thread.</summary>
public sealed class WindowTests(RunningServer running) : IClassFixture<RunningServer>
{
    private HubServer Server => running.Server;

    [Fact]
    public async Task Progress_is_reported_on_the_thread_of_the_window()
    {
        var taskId = await Server.StartTaskAsync();
        await using var client = new RoadmapClient(Server.Http.BaseAddress!);
        using var window = new Window();
        ConcurrentQueue<(int Thread, double Percentage)> shown = [];
        var followed = await window.CallAsync(() => client.FollowAsync(
            taskId, new Progress<TaskSnapshot>(task => shown.Enqueue((Environment.CurrentManagedThreadId, task.Percentage)))));
        await Wait.Eventually("the task is shown", () => !shown.IsEmpty);

        await Server.ReportAsync(
            taskId, """[{"type":"progress","step":"work","status":"processing","percentage":40},{"type":"completed"}]""");

        (await followed.InTime()).Status.ShouldBe(TaskRunStatus.Completed);
        await Wait.Eventually("the end is shown", () => shown.Any(one => one.Percentage == 100));
        shown.Select(one => one.Percentage).ShouldBe([0, 40, 100]);
        shown.ShouldAllBe(one => one.Thread == window.ThreadId);
    }

    [Fact]
    public async Task A_monitor_raises_its_events_on_the_thread_of_the_window()
    {
        var taskId = await Server.StartTaskAsync();
        await using var client = new RoadmapClient(Server.Http.BaseAddress!);
        using var window = new Window();
        ConcurrentQueue<(int Thread, object What)> heard = [];
        void Hear(object what) => heard.Enqueue((Environment.CurrentManagedThreadId, what));
        await using var monitor = await window.CallAsync(() =>
        {
            var made = client.Monitor(taskId, WatchOptions.FromTheStart);
            made.StateChanged += (_, state) => Hear(state);
            made.EventReceived += (_, stored) => Hear(stored);
            made.Changed += (_, task) => Hear(task);
            made.Ended += (_, task) => Hear($"ended: {task.Status}");
            made.Start();
            return made;
        });

        await Server.ReportProgressAsync(taskId, 1, 10);
        await Server.ReportAsync(taskId, """{"type":"completed"}""");

        await Wait.Eventually("the end is heard of", () => heard.Any(one => one.What is string), () => string.Join('\n', heard));
        heard.ShouldAllBe(one => one.Thread == window.ThreadId);
        heard.Select(one => one.What).OfType<TaskEvent>().CountInOrder().ShouldBe(11);
        heard.Last().What.ShouldBe("ended: Completed");
        Should.Throw<InvalidOperationException>(monitor.Start);
    }

    [Fact]
    public async Task A_monitor_says_that_a_task_cannot_be_watched()
    {
        await using var client = new RoadmapClient(Server.Http.BaseAddress!);
        await using var monitor = client.Monitor("nobody-made-it");
        var failed = new TaskCompletionSource<RoadmapException>(TaskCreationOptions.RunContinuationsAsynchronously);
        monitor.Failed += (_, error) => failed.TrySetResult(error);

        monitor.Start();

        (await failed.Task.InTime()).Code.ShouldBe(ErrorCodes.TaskNotFound);
    }
}
