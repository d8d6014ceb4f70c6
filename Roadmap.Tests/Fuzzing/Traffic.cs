using System.Text;
using System.Text.Json;
using MessagePack;
using Roadmap.Contracts;
using Roadmap.Contracts.Json;
using Roadmap.Tests.Ingest;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Fuzzing;

/// <summary>One request over HTTP, as it is sent.</summary>
internal sealed record FuzzedRequest(
    string Method, string Path, string Query, IReadOnlyList<(string Name, string Value)> Headers, byte[] Body)
{
    public override string ToString() =>
        $"{Method} {Path}{Query}\n{string.Join('\n', Headers.Select(header => $"{header.Name}: {header.Value}"))}\n\n{Traffic.Show(Body)}";
}

/// <summary>Real traffic, mutated: every message of the protocol, and every call.</summary>
internal static class Traffic
{
    private static readonly string s_golden = System.IO.Path.Combine(AppContext.BaseDirectory, "Contracts", "Golden");

    private static readonly string[] s_ends = [
        TaskEventTypes.Completed, TaskEventTypes.Failed, TaskEventTypes.Cancelled, TaskEventTypes.RetryStarted
    ];

    /// <summary>Every event that workers report, with what the log gives left out.</summary>
    private static readonly string[] s_events =
    [
        .. TaskEventConverter.Types.Keys.Select(
            type => Golden(type).Replace(""","seq":8,"epoch":"e.1","attempt":2""", "", StringComparison.Ordinal)
            .Replace("\"task_id\":\"t-1\",", "", StringComparison.Ordinal)),
        """{"type":"progress","step":"reading","status":"processing","percentage":40,"event_id":"e-1","data":{"a":[1,{"b":null}]}}""",
        """{"type":"control","command_id":"k-1","command":"cancel","phase":"effective"}""",
        """{"type":"completed","attempt":1}""",
        """{"type":"retry_started"}""",
    ];

    private static readonly string[] s_eventsOnTheWay = [
        .. s_events.Where(json => !s_ends.Any(end => json.Contains($"\"type\":\"{end}\"", StringComparison.Ordinal)))
    ];

    private static readonly string[] s_published = [.. CeleryPayloads.All.Values];

    private static readonly string[] s_methods = ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "get", "CONNECT"];
    private static readonly string[] s_contentTypes = ["application/json", "application/json; charset=utf-8", "text/plain",
        "application/x-www-form-urlencoded", "", "application/merge-patch+json"];
    private static readonly string[] s_accepts = [
        "*/*", "application/json", "text/event-stream", "text/event-stream;q=0.5, */*", "text/event-stream;q=0", ";;q=,"
    ];
    private static readonly string[] s_hosts = [
        "localhost", "roadmap.example", "xn--mller-kva.example", "xn--99999999", "[::1]:80", "a:b:c", ""
    ];

    private static readonly string[] s_rawFrames =
        ["""{"type":"ping"}""", """{"type":"get_status"}""", """{"type":"ping","id":1}""", """{"type":"subscribe","task_id":"t-1"}""",
            "[]", "null"];

    private static readonly string[] s_hubFrames =
    [
        """{"type":1,"invocationId":"1","target":"Subscribe","arguments":[{"task_id":"TASK","include_history":true}]}""",
        """{"type":1,"invocationId":"2","target":"Subscribe","arguments":[{"task_id":"TASK","after":{"seq":0}}]}""",
        """{"type":1,"invocationId":"3","target":"Subscribe","arguments":[{"task_id":"TASK","after":{"epoch":"e.1","seq":7}}]}""",
        """{"type":1,"invocationId":"4","target":"Unsubscribe","arguments":[{"task_id":"TASK"}]}""",
        """{"type":1,"invocationId":"5","target":"GetStatus","arguments":[{"task_id":"TASK"}]}""",
        """{"type":1,"target":"Ping","arguments":[]}""",
        """{"type":4,"invocationId":"6","target":"GetStatus","arguments":[{"task_id":"TASK"}]}""",
        """{"type":5,"invocationId":"6"}""",
        """{"type":3,"invocationId":"1","result":{}}""",
        """{"type":2,"invocationId":"1","item":1}""",
        """{"type":6}""",
        """{"type":8,"sequenceId":1}""",
        """{"type":9,"sequenceId":1}""",
    ];

    private static readonly string[] s_packs =
    [
        """[1,{},"1","Subscribe",[{"task_id":"TASK","include_history":true}],[]]""",
        """[1,{},"2","Subscribe",[{"task_id":"TASK","after":{"seq":0}}],[]]""",
        """[1,{"a":"b"},"3","Subscribe",[{"task_id":"TASK","after":{"epoch":"e.1","seq":7}}]]""",
        """[1,{},"4","Unsubscribe",[{"task_id":"TASK"}],[]]""",
        """[1,{},"5","GetStatus",[{"task_id":"TASK"}],[]]""",
        """[1,{},null,"Ping",[],[]]""",
        """[1,{},"6","WatchTasks",[{"kind":"import"}],[]]""",
        """[4,{},"6","GetStatus",[{"task_id":"TASK"}],[]]""",
        """[5,{},"6"]""",
        """[3,{},"1",3,{"a":1}]""",
        """[3,{},"1",1,"no"]""",
        """[2,{},"1",1]""",
        """[6]""",
        """[7,"no",true]""",
        """[8,1]""",
        """[9,1]""",
    ];

    public static FuzzedRequest Request(Random random, string task)
    {
        var mutator = new Mutator(random);
        var (method, path, body) = Call(random, mutator, task);
        var query = Query(random);
        if (random.Next(12) == 0)
            method = mutator.Of(s_methods);
        if (random.Next(10) == 0)
            path = string.Join('/', path.Split('/').Select(part => random.Next(3) == 0 ? mutator.Word(part) : part));
        if (random.Next(8) == 0)
            query = mutator.Word(query);
        return new FuzzedRequest(method, path.StartsWith('/') ? path : $"/{path}",
            query.StartsWith('?') || query.Length == 0 ? query : $"?{query}", Headers(random, mutator), body);
    }

    public static byte[] HubFrame(Random random, string task) =>
        new Mutator(random).Mutate(new Mutator(random).Of(s_hubFrames).Replace("TASK", task, StringComparison.Ordinal));

    /// <summary>A message in MessagePack, without its length: changed as JSON, or byte by byte.</summary>
    public static byte[] Pack(Random random, string task)
    {
        var mutator = new Mutator(random);
        var json = mutator.Of(s_packs).Replace("TASK", task, StringComparison.Ordinal);
        return random.Next(2) == 0 && TryPack(mutator.Mutate(json)) is { } pack ? pack : mutator.Pack(Packed.Of(json));
    }

    public static byte[] RawFrame(Random random) => new Mutator(random).Mutate(new Mutator(random).Of(s_rawFrames));

    public static byte[] Published(Random random, string task) =>
        new Mutator(random).Mutate(new Mutator(random).Of(s_published).Replace(CeleryPayloads.TaskId, task, StringComparison.Ordinal));

    /// <summary>So that it can be put into a test.</summary>
    public static string Show(byte[] bytes)
    {
        var text = Encoding.UTF8.GetString(bytes);
        return Encoding.UTF8.GetBytes(text).AsSpan().SequenceEqual(bytes) ? text : $"base64 {Convert.ToBase64String(bytes)}";
    }

    private static byte[]? TryPack(byte[] json)
    {
        try
        {
            return Packed.Of(JsonElement.Parse(json));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or MessagePackSerializationException)
        {
            return null;
        }
    }

    private static (string Method, string Path, byte[] Body) Call(Random random, Mutator mutator, string task)
    {
        string For(string route) => Routes.For(route, task);
        return random.Next(32) switch
        {
            < 16 => ("POST", For(Routes.TaskEvents), mutator.Mutate(Report(random, mutator))),
            16 => ("POST", Routes.Tasks, mutator.Mutate(
                Golden("create_task_body").Replace("t-1", $"{task}-{random.Next(3)}", StringComparison.Ordinal))),
            17 => ("POST", Routes.GenerateRoadmap, mutator.Mutate(Golden("generate_body")
                .Replace("t-1", $"{task}-g{random.Next(3)}", StringComparison.Ordinal)
                .Replace("2026-01", "2036-01", StringComparison.Ordinal))),
            18 => ("POST", Routes.For(Routes.ApproveRoadmap, random.Next(2) == 0 ? task : $"{task}-g0"), mutator.Mutate(
                Golden("review_body"))),
            19 => ("POST", For(Routes.RetryRoadmap), []),
            20 => ("POST", random.Next(4) == 0 ? For(Routes.CancelTask) : Routes.For(Routes.CancelTask, $"{task}-g1"), []),
            21 => ("GET", random.Next(2) == 0 ? For(Routes.Roadmap) : $"{For(Routes.RoadmapCalendar)}?start=2026-01-31", []),
            22 => ("GET", For(Routes.RoadmapActiveTask), []),
            23 => ("GET", For(Routes.RoadmapStatus), []),
            24 => ("GET", Routes.Tasks, []),
            25 => ("GET", For(Routes.Task), []),
            26 => ("POST", $"{Routes.Hub}/negotiate", []),
            27 => ("GET", Routes.For(Routes.RawSocket, task), []),
            28 => ("GET", mutator.Of([
                Routes.Health, Routes.HealthLive, Routes.HealthReady, Routes.OpenApi, Routes.Docs, Routes.Metrics, "/", "/index.html"
            ]), []),
            _ => ("GET", For(Routes.TaskEvents), []),
        };
    }

    private static string Report(Random random, Mutator mutator) => random.Next(3) > 0
        ? Event(random, mutator)
        : $"[{string.Join(',', Enumerable.Range(0, random.Next(4)).Select(_ => Event(random, mutator)))}]";

    /// <summary>A task that has ended takes nothing more, so most are of one that has not.</summary>
    private static string Event(Random random, Mutator mutator) =>
        mutator.Of(random.Next(12) == 0 ? s_events : s_eventsOnTheWay).Replace("e-1", $"e-{random.Next(1_000)}", StringComparison.Ordinal);

    private static string Query(Random random) => random.Next(10) switch
    {
        0 => "?after_seq=0&limit=5",
        1 => "?after_seq=3&epoch=e.1",
        2 => "?cursor=5&limit=2&status=processing&kind=import",
        3 => "?include_history=false",
        4 => "?approved=true&feedback=shorter",
        5 => "?negotiateVersion=1&id=nobody",
        6 or 7 => "?limit=3",
        _ => "",
    };

    private static List<(string Name, string Value)> Headers(Random random, Mutator mutator)
    {
        var headers = new List<(string, string)>
        {
            ("Host", random.Next(20) == 0 ? mutator.Of(s_hosts) : "localhost"),
            ("Content-Type", random.Next(12) == 0 ? mutator.Of(s_contentTypes) : "application/json"),
        };
        if (random.Next(6) == 0)
            headers.Add(("Accept", mutator.Of(s_accepts)));
        if (random.Next(16) == 0)
            headers.Add(("Origin", mutator.Word($"http://{mutator.Of(s_hosts)}")));
        if (random.Next(16) == 0)
            headers.Add(("Content-Encoding", mutator.Of(["gzip", "br", "deflate", "zstd", "identity", "gzip, br"])));
        if (random.Next(24) == 0)
            headers.Add(("Last-Event-ID", mutator.Word("01a2.1:42")));
        if (random.Next(24) == 0)
            headers.Add(("X-Forwarded-For", mutator.Word("10.0.0.7, 127.0.0.1")));
        return headers;
    }

    private static string Golden(string name) => File.ReadAllText(System.IO.Path.Combine(s_golden, $"{name}.json")).Trim();
}
