using System.Net.Http.Json;
using Roadmap.Contracts;
using Roadmap.Contracts.Json;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Tasks;

/// <summary>Whoever looks at a task for the first time sees how long it may take, by what earlier ones of its kind took.</summary>
public sealed class ExpectedWorkTests
{
    private static readonly string s_ada = SomeTokens.Of("ada");
    private static readonly string s_worker = SomeTokens.Of("importer", "worker");

    [Fact]
    public async Task The_second_run_knows_what_the_first_took_at_every_edge()
    {
        await using var server = await HubServer.StartAsync();
        await server.ReadyAsync();
        var first = await server.StartTaskAsync();
        (await server.GetAsync(first)).Expected.ShouldBeNull("nobody knows yet");
        await RunAsync(new OutsideWorker(server.Http), first);

        var second = await server.StartTaskAsync();
        IsWhole((await server.GetAsync(second)).Expected);
        await server.ReportAsync(second, Step("reading", 100));

        Expects(await server.GetAsync(second));
        await using var hub = new HubWatcher(server.HubUrl);
        await hub.StartAsync();
        Expects(await hub.InvokeAsync<TaskSnapshot>(HubMethods.GetStatus, new TaskRequest { TaskId = second }));
        await hub.SubscribeAsync(second);
        await hub.NextAsync<ConnectedMessage>();
        Expects(await hub.NextAsync<TaskSnapshot>());
        using var raw = await server.WatchRawAsync(second);
        await raw.NextAsync<ConnectedMessage>();
        Expects(await raw.NextAsync<TaskSnapshot>());
        using var stream = await server.StreamAsync(second);
        await stream.NextAsync<ConnectedMessage>();
        Expects(await stream.NextAsync<TaskSnapshot>());

        await server.ReportAsync(second, Step("storing", 130));
        var storing = (await server.GetAsync(second)).Expected.ShouldNotBeNull();
        (storing.Low, storing.High).ShouldBe((13.3, 30));
        (await server.GetAsync(await StartOtherAsync())).Expected.ShouldBeNull("it is of another kind");
        (await server.GetAsync(first)).Expected.ShouldBeNull("it has ended");
        server.Logged.Lines.ShouldBeEmpty();

        Task<string> StartOtherAsync() => new OutsideWorker(server.Http).StartTaskAsync(kind: "export");
    }

    [Fact]
    public async Task Those_who_were_there_first_and_those_who_come_to_them_are_told_the_same()
    {
        await using var server = await HubServer.StartAsync();
        await server.ReadyAsync();
        var (slow, quick) = (await server.StartTaskAsync(), await server.StartTaskAsync());
        await server.ReportAsync(slow, Step("reading", 100));
        await using var hub = new HubWatcher(server.HubUrl);
        await hub.StartAsync();
        await hub.SubscribeAsync(slow);
        await hub.NextAsync<ConnectedMessage>();
        (await hub.NextAsync<TaskSnapshot>()).Expected.ShouldBeNull();

        await RunAsync(new OutsideWorker(server.Http), quick);

        await Wait.Eventually("whoever asks is told", async () =>
        {
            await hub.InvokeAsync<TaskSnapshot>(HubMethods.GetStatus, new TaskRequest { TaskId = slow });
            return (await hub.NextAsync<TaskSnapshot>()).Expected is not null;
        });
        using var late = await server.WatchRawAsync(slow);
        await late.NextAsync<ConnectedMessage>();
        Expects(await late.NextAsync<TaskSnapshot>());
    }

    [Fact]
    public async Task Another_instance_knows_it_too_and_tells_it_to_whoever_has_a_link()
    {
        await using var redis = await RedisServer.StartAsync();
        string[] settings = [.. SomeTokens.Settings, $"--ConnectionStrings:Redis={redis.ConnectionString}", "--Redis:Shards=3"];
        await using var one = await HubServer.StartAsync(settings);
        await using var other = await HubServer.StartAsync(settings);
        await Task.WhenAll(one.ReadyAsync(), other.ReadyAsync());
        await RunAsync(one.Http, await one.Http.MakeTaskAsync(s_worker, "ada"));
        await RunAsync(other.Http, await other.Http.MakeTaskAsync(s_worker, "grace"));
        var task = await one.Http.MakeTaskAsync(s_worker, "ada");
        await ReportAsync(one.Http, task, Step("reading", 100));
        var link = await one.Http.MakeLinkAsync(s_ada, task);

        await Wait.Eventually("each knows both", async () =>
        {
            foreach (var instance in new[] { one, other })
            {
                using var raw = await RawWatcher.ConnectAsync(instance.RawUrl(task, $"?access_token={link.Token}"));
                await raw.NextAsync<ConnectedMessage>();
                if ((await raw.NextAsync<TaskSnapshot>()).Expected is not { Runs: 2, High: 75 })
                    return false;
            }

            return true;
        });
    }

    /// <summary>60 seconds of work, and an hour of waiting.</summary>
    private static async Task RunAsync(OutsideWorker worker, string task)
    {
        foreach (var report in Reports())
            await worker.ReportAsync(task, report);
    }

    private static async Task RunAsync(HttpClient http, string task)
    {
        foreach (var report in Reports())
            await ReportAsync(http, task, report);
    }

    private static async Task ReportAsync(HttpClient http, string task, string json)
    {
        using var answer = await http.AskAsync(HttpMethod.Post, Routes.For(Routes.TaskEvents, task), s_worker, json);
        answer.EnsureSuccessStatusCode();
    }

    private static IEnumerable<string> Reports() =>
    [
        Step("reading", 0), Step("checking", 40, "human_review_pending"), Step("storing", 3_600),
        $$"""{"type":"completed","timestamp":"{{At(3_620)}}"}""",
    ];

    private static string Step(string step, int second, string status = "processing") =>
        $$"""{"type":"progress","step":"{{step}}","status":"{{status}}","timestamp":"{{At(second)}}"}""";

    private static string At(int second) => $"{Some.Timestamp.AddSeconds(second):yyyy-MM-ddTHH:mm:ssZ}";

    private static void IsWhole(ExpectedWork? expected)
    {
        var (low, high) = (expected.ShouldNotBeNull().Low, expected.High);
        (expected.Runs, low, high).ShouldBe((1, 40, 90));
    }

    private static void Expects(TaskSnapshot snapshot)
    {
        IsWhole(snapshot.Expected);
        snapshot.Expected!.At.ShouldBe(Some.Timestamp.AddSeconds(100));
        snapshot.Expected.Steps.Select(step => (step.Step, step.Low, step.High)).ShouldBe(
            [("reading", 40, 90), ("checking", 13.3, 30), ("storing", 13.3, 30)]);
    }
}

file static class StatusCalls
{
    public static async Task<TaskSnapshot> GetAsync(this HubServer server, string task) => (await server.Http.GetFromJsonAsync(
        Routes.For(Routes.Task, task), ContractsJson.TypeInfo<TaskSnapshot>()).InTime()).ShouldNotBeNull();
}
