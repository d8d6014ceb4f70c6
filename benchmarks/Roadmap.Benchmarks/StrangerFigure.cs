using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Roadmap.Contracts;

namespace Roadmap.Benchmarks;

/// <summary>Whether somebody can tell by the time that it takes whether a task that is not theirs is there.</summary>
internal static class StrangerFigure
{
    private const int Tries = 1_000;
    private const int WarmUp = 300;
    private const int Events = 200;

    private static readonly byte[] s_key = RandomNumberGenerator.GetBytes(48);

    private static readonly string[] s_settings =
    [
        "--Auth:Mode=Jwt", $"--Auth:SigningKey={Convert.ToBase64String(s_key)}",
        "--Limits:CallsPerMinute=0", "--Limits:ReportsPerMinute=0", "--Limits:TasksPerMinute=0", "--Limits:ConnectsPerMinute=0",
    ];

    public static async Task<FigureTable> MeasureAsync(Workplace workplace)
    {
        await using var server = await ServerProcess.StartAsync(workplace, s_settings);
        var tasks = await MakeTasksAsync(server);
        var token = TokenOf("stranger");
        server.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        await using var hub = new HubConnectionBuilder()
            .WithUrl(server.HubUrl, options => options.AccessTokenProvider = () => Task.FromResult<string?>(token))
            .Build();
        await hub.StartAsync();

        (string Name, Func<string, Task> Try)[] ways =
        [
            ("`GET` of the task", task => RefusedAsync(server.Http, HttpMethod.Get, Routes.For(Routes.Task, task))),
            ("`GET` of its events", task => RefusedAsync(server.Http, HttpMethod.Get, Routes.For(Routes.TaskEvents, task))),
            ("`POST` of a cancel", task => RefusedAsync(server.Http, HttpMethod.Post, Routes.For(Routes.CancelTask, task))),
            ("`POST` of a watch link", task => RefusedAsync(server.Http, HttpMethod.Post, Routes.For(Routes.WatchLinks, task))),
            ("hub: `Subscribe`", task => RefusedAsync(hub, HubMethods.Subscribe, new SubscribeRequest { TaskId = task })),
            ("hub: `GetStatus`", task => RefusedAsync(hub, HubMethods.GetStatus, new TaskRequest { TaskId = task })),
        ];
        var rows = new List<IReadOnlyList<string>>();
        foreach (var (name, tryAsync) in ways)
            rows.Add(Row(name, await TimeAsync(tasks, tryAsync)));
        return new FigureTable(
            "What a stranger hears by the clock",
            $"""
            Somebody with a valid token asks for tasks of somebody else, of {Events} events each, and for tasks that are not there: {Tries:N0} times each, in turns.
            What is not there is asked for in two series, which differ by chance only: *noise* is what their medians differ by in the worst of ten parts of the run.
            The published Release program in a process of its own. Medians, in microseconds.
            """,
            ["call", "somebody else's", "not there", "not there, again", "difference", "noise", "aim"],
            rows);
    }

    private static IReadOnlyList<string> Row(string name, Series times)
    {
        var (foreign, absent, again) = (Samples.Median(times.Foreign), Samples.Median(times.Absent), Samples.Median(times.Again));
        var difference = foreign - Samples.Median(times.Absent.Concat(times.Again));
        var noise = times.Absent.Chunk(Tries / 10)
            .Zip(times.Again.Chunk(Tries / 10), (one, other) => Math.Abs(Samples.Median(one) - Samples.Median(other))).Max();
        return
        [
            name, $"{foreign:0}", $"{absent:0}", $"{again:0}", $"{difference:+0;-0;0}", $"{noise:0}",
            FigureTable.Verdict("within the noise", Math.Abs(difference) <= noise),
        ];
    }

    /// <summary>In turns, so that whatever else the machine does falls on all alike.</summary>
    private static async Task<Series> TimeAsync(IReadOnlyList<string> tasks, Func<string, Task> tryAsync)
    {
        var times = new Series([], [], []);
        for (var i = -WarmUp; i < Tries; i++)
        {
            List<double>[] turns = [times.Foreign, times.Absent, times.Again];
            Random.Shared.Shuffle(turns);
            foreach (var turn in turns)
            {
                var task = ReferenceEquals(turn, times.Foreign) ? tasks[Random.Shared.Next(tasks.Count)] : NewId();
                var began = Stopwatch.GetTimestamp();
                await tryAsync(task);
                if (i >= 0)
                    turn.Add(Stopwatch.GetElapsedTime(began).TotalMicroseconds);
            }
        }

        return times;
    }

    private static async Task RefusedAsync(HttpClient http, HttpMethod method, string path)
    {
        using var request = new HttpRequestMessage(method, path);
        using var answer = await http.SendAsync(request);
        if (answer.StatusCode != HttpStatusCode.NotFound)
            throw new InvalidOperationException($"{method} {path} was answered with {answer.StatusCode}.");
    }

    private static async Task RefusedAsync(HubConnection hub, string method, object argument)
    {
        try
        {
            await hub.InvokeAsync<object>(method, argument);
        }
        catch (HubException e) when (e.Message.Contains(ErrorCodes.TaskNotFound, StringComparison.Ordinal))
        {
            return;
        }

        throw new InvalidOperationException($"{method} was not refused.");
    }

    private static async Task<IReadOnlyList<string>> MakeTasksAsync(ServerProcess server)
    {
        server.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", TokenOf("owner", "worker"));
        var events = new ByteArrayContent(Encoding.UTF8.GetBytes($"[{string.Join(
            ',', Enumerable.Repeat("""{"type":"progress","step":"working","status":"processing"}""", Events))}]"))
        {
            Headers = { ContentType = new MediaTypeHeaderValue("application/json") },
        };
        var tasks = new List<string>();
        for (var i = 0; i < 20; i++)
        {
            tasks.Add(await server.CreateTaskAsync(NewId()));
            using var reported = await server.Http.PostAsync(Routes.For(Routes.TaskEvents, tasks[^1]), events);
            reported.EnsureSuccessStatusCode();
        }

        return tasks;
    }

    private static string NewId() => Guid.NewGuid().ToString();

    private static string TokenOf(string sub, params string[] roles)
    {
        var now = TimeProvider.System.GetUtcNow();
        var body = JsonSerializer.SerializeToUtf8Bytes(new
        {
            iss = "roadmap",
            aud = "roadmap",
            sub,
            roles,
            iat = now.ToUnixTimeSeconds(),
            exp = now.AddHours(1).ToUnixTimeSeconds(),
        });
        var signed = $"{Encode("""{"alg":"HS256","typ":"JWT"}"""u8)}.{Encode(body)}";
        var key = Encoding.UTF8.GetBytes(Convert.ToBase64String(s_key));
        return $"{signed}.{Encode(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(signed)))}";
    }

    private static string Encode(ReadOnlySpan<byte> bytes) => System.Buffers.Text.Base64Url.EncodeToString(bytes);

    private sealed record Series(List<double> Foreign, List<double> Absent, List<double> Again);
}
