using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Roadmap.Contracts;
using Roadmap.Contracts.Json;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Hosting;

/// <summary>How the built program ends when it is told to.</summary>
public sealed class SignalledServerTests
{
    [Theory]
    [InlineData(Signal.Terminate)]
    [InlineData(Signal.Interrupt)]
    public async Task With_few_clients_it_ends_at_once(Signal signal)
    {
        // Longer than the test's patience.
        await using var server = await ServerProcess.StartAsync(TimeSpan.Zero, "--Draining:Period=00:10:00", "--Draining:Timeout=00:20:00");
        await using var watcher = new HubWatcher(server.HubUrl);
        await watcher.StartAsync();

        server.Send(signal);

        (await server.EndedAsync()).ShouldBe(0);
        await watcher.ClosedAsync();
        server.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Stock_clients_come_back_by_themselves_and_miss_nothing()
    {
        await using var server = await ServerProcess.StartAsync(TimeSpan.Zero);
        var worker = new OutsideWorker(server.Http);
        var task = await worker.StartTaskAsync();
        await using var direct = NodeWatcher.Connect(server.HubUrl, "WebSockets", skipNegotiation: true);
        await using var sockets = NodeWatcher.Connect(server.HubUrl, "WebSockets");
        await using var events = NodeWatcher.Connect(server.HubUrl, "ServerSentEvents");
        await using var polling = NodeWatcher.Connect(server.HubUrl, "LongPolling");
        NodeWatcher[] watchers = [direct, sockets, events, polling];
        foreach (var watcher in watchers)
        {
            await watcher.SubscribeAsync(task);
            await watcher.NextAsync(TaskEventTypes.Connected);
            await watcher.NextAsync(TaskEventTypes.CurrentStatus);
        }

        var last = ReportUntilRefusedAsync(worker, task);
        server.Send(Signal.Terminate);
        (await server.EndedAsync()).ShouldBe(0);
        await server.StartAgainAsync(TimeSpan.Zero);
        // It is not known whether the one that failed was stored; its event id tells the log.
        await worker.ReportOnceAsync(task, await last);
        await worker.ReportOnceAsync(task, await last + 1);

        foreach (var watcher in watchers)
            await SeesAllOverOneReconnectAsync(watcher, await last + 1);
        server.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_generation_stops_at_a_checkpoint_and_goes_on_from_there()
    {
        // Slow enough that most of the content is still to be made when the first piece was seen.
        await using var server = await ServerProcess.StartAsync(TimeSpan.FromSeconds(1));
        var task = Some.TaskId();
        await GenerateAsync(server, task);
        await UntilAsync(server, task, TaskEventTypes.ConceptComplete);

        server.Send(Signal.Terminate);
        (await server.EndedAsync()).ShouldBe(0);
        await server.StartAgainAsync(TimeSpan.Zero);
        await UntilAsync(server, task, TaskEventTypes.Completed);

        var events = await TypesAsync(server, task);
        var recovery = events.IndexOf(TaskEventTypes.TaskRecovering);
        var before = events.Take(recovery).ToList();
        // Each piece that was begun was finished: nothing is begun anew.
        before.Count(type => type == TaskEventTypes.ConceptStart).ShouldBe(before.Count(type => type == TaskEventTypes.ConceptComplete));
        events.Count(type => type == TaskEventTypes.TaskRecovering).ShouldBe(1);
        server.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_second_signal_ends_it_at_once()
    {
        await using var server = await ServerProcess.StartAsync(TimeSpan.FromMinutes(1), "--Draining:Timeout=00:10:00");
        var task = Some.TaskId();
        await GenerateAsync(server, task);
        await UntilAsync(server, task, TaskEventTypes.Progress);

        server.Send(Signal.Terminate);
        await Wait.Eventually("it is draining", async () => !(await server.Http.GetAsync(Routes.HealthReady)).IsSuccessStatusCode);
        server.Send(Signal.Interrupt);

        (await server.EndedAsync()).ShouldNotBe(0);
    }

    [Fact]
    public async Task A_request_in_flight_is_answered()
    {
        await using var server = await ServerProcess.StartAsync(TimeSpan.Zero, "--Draining:Timeout=00:20:00");
        using var client = new HalfSentRequest(server.Address);

        await client.SendFirstHalfAsync();
        server.Send(Signal.Terminate);
        await Wait.Eventually("nobody new is let in", () => !HalfSentRequest.CanConnect(server.Address));
        await client.SendSecondHalfAsync();

        (await client.AnswerAsync()).ShouldStartWith("HTTP/1.1 201 ");
        (await server.EndedAsync()).ShouldBe(0);
        server.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_request_that_never_ends_does_not_keep_it_beyond_its_time()
    {
        // So long the host alone would wait: longer than the test's patience.
        await using var server = await ServerProcess.StartAsync(
            TimeSpan.Zero, "--Draining:Period=00:00:00", "--Draining:Timeout=00:00:05", "--shutdownTimeoutSeconds=1200");
        using var client = new HalfSentRequest(server.Address);
        // Its feed is among what is left no time to stop in.
        var task = await new OutsideWorker(server.Http).StartTaskAsync();
        await using var watcher = new HubWatcher(server.HubUrl);
        await watcher.StartAsync();
        await watcher.SubscribeAsync(task);

        await client.SendFirstHalfAsync();
        server.Send(Signal.Terminate);

        (await server.EndedAsync()).ShouldBe(0);
        server.Complaints.ShouldAllBe(complaint => complaint.Contains("not waited for", StringComparison.Ordinal));
    }

    private static async Task GenerateAsync(ServerProcess server, string task)
    {
        var body = new GenerateRoadmapBody
        {
            TaskId = task,
            RequireReview = false,
            Preferences = new LearnerPreferences
            {
                LearningGoal = "Become a data analyst",
                CurrentLevel = LearnerLevel.Beginner,
                AvailableHoursPerWeek = 10,
            },
        };
        using var accepted = await server.Http.PostAsJsonAsync(Routes.GenerateRoadmap, body, ContractsJson.TypeInfo<GenerateRoadmapBody>());
        accepted.EnsureSuccessStatusCode();
    }

    private static Task UntilAsync(ServerProcess server, string task, string type) =>
        Wait.Eventually($"{task} has come to {type}", async () => (await TypesAsync(server, task)).Contains(type));

    /// <summary>The types of the task's events, in the log's order.</summary>
    private static async Task<List<string>> TypesAsync(ServerProcess server, string task)
    {
        var page = JsonDocument.Parse(await server.GetAsync($"{Routes.For(Routes.TaskEvents, task)}?limit={ContractLimits.EventsPerPage}"));
        return [.. page.RootElement.GetProperty("events").EnumerateArray().Select(each => each.GetProperty("type").GetString()!)];
    }

    private static async Task<int> ReportUntilRefusedAsync(OutsideWorker worker, string task)
    {
        for (var number = 1; ; number++)
        {
            try
            {
                await worker.ReportOnceAsync(task, number);
            }
            catch (HttpRequestException)
            {
                return number;
            }
        }
    }

    private static async Task SeesAllOverOneReconnectAsync(NodeWatcher watcher, int last)
    {
        var reconnects = 0;
        for (var next = 1; next <= last;)
        {
            var (what, message) = await watcher.NextAsync();
            switch (what)
            {
                case TaskEventTypes.Progress:
                    message.GetProperty("seq").GetInt32().ShouldBe(next++);
                    break;
                case TaskEventTypes.Connected:
                    message.GetProperty("recovered").GetBoolean().ShouldBeTrue();
                    reconnects++;
                    break;
                default:
                    what.ShouldBeOneOf("reconnecting", "reconnected");
                    break;
            }
        }

        reconnects.ShouldBe(1);
    }

    /// <summary>A request to make a task, written by hand in two halves.</summary>
    private sealed class HalfSentRequest(Uri server) : IDisposable
    {
        /// <summary>
        /// Kestrel ends a request by itself of whose body it gets less than 240 bytes a second: this is enough for minutes.
        /// </summary>
        private const int FirstHalf = 50_000;

        private readonly TcpClient _client = new(server.Host, server.Port);
        private readonly string _body = JsonSerializer.Serialize(new { task_id = Some.TaskId(), kind = "import" })
            .Insert(1, new string(' ', FirstHalf));

        public static bool CanConnect(Uri server)
        {
            try
            {
                using var client = new TcpClient(server.Host, server.Port);
                return true;
            }
            catch (SocketException)
            {
                return false;
            }
        }

        /// <summary>Sends until the server has begun to work on it: it says so, as it was asked to.</summary>
        public async Task SendFirstHalfAsync()
        {
            await SendAsync($"POST {Routes.Tasks} HTTP/1.1\r\nHost: {server.Authority}\r\nContent-Type: application/json\r\nExpect: "
                + $"100-continue\r\nContent-Length: {_body.Length}\r\n\r\n");
            (await AnswerAsync()).ShouldStartWith("HTTP/1.1 100 ");
            await SendAsync(_body[..FirstHalf]);
        }

        public Task SendSecondHalfAsync() => SendAsync(_body[FirstHalf..]);

        public async Task<string> AnswerAsync()
        {
            var buffer = new byte[4096];
            var read = await _client.GetStream().ReadAsync(buffer);
            return Encoding.ASCII.GetString(buffer, 0, read);
        }

        public void Dispose() => _client.Dispose();

        private Task SendAsync(string text) => _client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(text)).AsTask();
    }
}
