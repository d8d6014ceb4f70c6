using System.Diagnostics;
using System.Text.Json;
using Roadmap.Contracts;
using Roadmap.Contracts.Json;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Deploy;

/// <summary>Both instances of one Redis are restarted, one after the other, behind <c>deploy/nginx.conf</c>.</summary>
public sealed class RollingDeployTests
{
    /// <summary>All of the roadmap takes half a minute, and each step of it so little that a stop need not wait long for it.</summary>
    private static readonly TimeSpan s_slowly = TimeSpan.FromSeconds(2);

    [Fact]
    public async Task Every_watcher_sees_every_event_once_and_a_generation_is_made_to_its_end()
    {
        await using var redis = await RedisServer.StartAsync();
        var instances = new TwoInstances();
        await instances.StartAsync(s_slowly, redis);
        try
        {
            var task = await new OutsideWorker(instances.Nginx.Http).StartTaskAsync();
            await using var direct = NodeWatcher.Connect(instances.HubUrl, "WebSockets", skipNegotiation: true);
            await using var negotiating = NodeWatcher.Connect(instances.HubUrl, "WebSockets");
            foreach (var watcher in new[] { direct, negotiating })
            {
                await watcher.SubscribeAsync(task);
                await watcher.UntilAsync(TaskEventTypes.CurrentStatus);
            }

            using var enough = new CancellationTokenSource();
            var reporting = ReportUntilAsync(new OutsideWorker(instances.Nginx.Http), task, enough.Token);

            var generation = await GenerateAsync(instances.First.Http);
            await Wait.Eventually("one of the two is at work on the roadmap",
                async () => await StatusAsync(instances.First, generation) == TaskRunStatus.Processing);
            foreach (var instance in new[] { instances.First, instances.Second })
            {
                instance.Send(Signal.Terminate);
                (await instance.EndedAsync()).ShouldBe(0);
                await instance.StartAgainAsync(TimeSpan.FromMilliseconds(20));
            }

            await enough.CancelAsync();
            var last = await reporting.InTime();
            foreach (var watcher in new[] { direct, negotiating })
                await SeesAllAsync(watcher, last);
            await MadeOnceAsync(instances.First, generation);
        }
        finally
        {
            await instances.DisposeAsync();
        }
    }

    private static async Task<string> GenerateAsync(HttpClient http)
    {
        var task = Some.TaskId();
        using var accepted = await http.PostAsync(
            new Uri(Routes.GenerateRoadmap, UriKind.Relative),
            new StringContent(
                $$"""{"task_id":"{{task}}","require_review":false,"preferences":{"learning_goal":"Testing","current_level":"beginner","available_hours_per_week":10} }""",
                System.Text.Encoding.UTF8, "application/json"));
        accepted.EnsureSuccessStatusCode();
        return task;
    }

    private static async Task<TaskRunStatus> StatusAsync(ServerProcess server, string task) =>
        JsonSerializer.Deserialize(await server.GetAsync(Routes.For(Routes.Task, task)), ContractsJson.TypeInfo<TaskSnapshot>())!.Status;

    /// <summary>What was not answered is repeated: its event id tells the log whether it has it. Returns the number of the last.</summary>
    private static async Task<int> ReportUntilAsync(OutsideWorker worker, string task, CancellationToken enough)
    {
        // Steadily, and not as fast as it goes: the instances are to start beside it.
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(10), TimeProvider.System);
        var number = 1;
        var waited = Stopwatch.StartNew();
        while (waited.Elapsed < Wait.Patience)
        {
            await timer.WaitForNextTickAsync(CancellationToken.None);
            try
            {
                await worker.ReportOnceAsync(task, number);
                if (enough.IsCancellationRequested)
                    return number;
                number++;
                waited.Restart();
            }
            catch (Exception e) when (e is HttpRequestException or ShouldAssertException)
            {
                // nginx leaves an instance alone that has just come back.
            }
        }

        throw new TimeoutException($"Report {number} was never accepted.");
    }

    private static async Task SeesAllAsync(NodeWatcher watcher, int last)
    {
        var returns = 0;
        for (var next = 1; next <= last;)
        {
            var (what, message) = await watcher.NextAsync();
            if (what == TaskEventTypes.Progress)
            {
                (message.GetProperty("seq").GetInt32(), message.GetProperty("message").GetString()).ShouldBe((next, $"{next}"));
                next++;
            }
            else if (what == TaskEventTypes.Connected)
            {
                message.GetProperty("recovered").GetBoolean().ShouldBeTrue();
                returns++;
            }
        }

        returns.ShouldBeGreaterThan(0);
    }

    private static async Task MadeOnceAsync(ServerProcess server, string task)
    {
        IReadOnlyList<TaskEvent> events = [];
        await Wait.Eventually("the roadmap is made", async () =>
        {
            var json = await server.GetAsync($"{Routes.For(Routes.TaskEvents, task)}?limit={ContractLimits.EventsPerPage}");
            events = JsonSerializer.Deserialize(json, ContractsJson.TypeInfo<EventPage>())!.Events;
            return events[^1] is CompletedEvent;
        }, () => $"The last events are {string.Join(", ", events.TakeLast(3))}.");

        events.OfType<TaskRecoveringEvent>().ShouldNotBeEmpty("one of the two was at work on it when it was told to stop");
        // A piece that was begun was finished before its instance gave the task up: none is begun twice, and none is made twice.
        events.OfType<ConceptStartEvent>().Select(start => (start.ConceptId, start.ContentType)).ShouldBeUnique();
        events.OfType<ConceptCompleteEvent>().Select(made => (made.ConceptId, made.ContentType)).ShouldBeUnique();
    }
}
