using System.Net.Http.Headers;
using System.Net.WebSockets;
using System.Text;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Roadmap.Contracts;

namespace Roadmap.Benchmarks;

/// <summary>What it costs to know who calls and what they may: the same work with tokens and without.</summary>
internal static class AuthFigure
{
    private const int Rounds = 5;
    private const int AtOnce = 8;
    private const int RawConnects = 2_000;
    private const int HubConnects = 1_000;
    private const int Reports = 5_000;
    private const int Watchers = 20;
    private const int LargeReports = 400;
    private const int EventsPerReport = 100;
    private const string Key = "a key of at least thirty-two bytes, for a benchmark";

    private static readonly string[] s_roles = ["worker"];

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    /// <summary>Rates count users, and nobody of this machine who shows no token: that is not what is measured here.</summary>
    private static readonly string[] s_unlimited =
    [
        "--Limits:CallsPerMinute=0", "--Limits:ReportsPerMinute=0", "--Limits:TasksPerMinute=0", "--Limits:ConnectsPerMinute=0",
    ];

    private static readonly (string What, int Count, double? Aim, Func<Contestant, Task> WorkAsync)[] s_works =
    [
        ("a connect of a raw WebSocket", RawConnects, 1.1, ConnectRawAsync),
        ("a connect of the hub, with a subscription", HubConnects, 1.1, ConnectHubAsync),
        ($"an event to one of {Watchers} watchers, reported by {EventsPerReport}", LargeReports * EventsPerReport * Watchers, 1.01,
            DeliverAsync),
        ("a report of one event that nobody watches: a call", Reports, null, ReportAsync),
    ];

    public static async Task<FigureTable> MeasureAsync(Workplace workplace)
    {
        await using var open = await ServerProcess.StartAsync(workplace, s_unlimited);
        await using var asking = await ServerProcess.StartAsync(
            workplace, [.. s_unlimited, "--Auth:Mode=Jwt", $"--Auth:SigningKey={Key}"]);
        var token = MakeToken();
        asking.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        Contestant[] contestants = [new(open, Token: null), new(asking, token)];
        var runs = s_works.Select(_ => contestants.Select(_ => new List<double>()).ToArray()).ToArray();
        for (var round = 0; round <= Rounds; round++)
        {
            foreach (var (ofWork, work) in runs.Zip(s_works))
            {
                foreach (var (ofContestant, contestant) in ofWork.Zip(contestants))
                {
                    var run = await RunAsync(contestant, work.WorkAsync);
                    // The first round warms up.
                    if (round > 0)
                        ofContestant.Add(run);
                }
            }
        }

        return new FigureTable(
            "Knowing who calls",
            $"""
            The same work, in turns, of two published Release programs: one with `Auth:Mode=None`, one that asks for tokens (HS256) and for what the caller may do with the task. Limits of rates are off in both.
            Processor time of the server, by `/proc`, for each connect, delivery or call; {Rounds} runs, medians, in brackets the worst. Read the ratio of the medians.
            """,
            ["what", "without", "with a token", "ratio", "aim"],
            [.. runs.Zip(s_works, (ofWork, work) => Row(work.What, work.Count, work.Aim, ofWork[0], ofWork[1]))]);
    }

    private static string[] Row(string what, int count, double? aim, List<double> without, List<double> with)
    {
        var ratio = Samples.Median(with) / Samples.Median(without);
        return
        [
            what, Microseconds(without, count), Microseconds(with, count), $"{ratio:0.000}",
            aim is { } most ? FigureTable.Verdict($"{most}", ratio <= most) : "",
        ];
    }

    private static string Microseconds(List<double> runs, int count)
    {
        List<double> each = [.. runs.Select(cpu => cpu / count * 1e6)];
        return $"{Samples.Median(each):0.00} µs ({each.Max():0.00})";
    }

    /// <summary>Returns seconds of the server's processor.</summary>
    private static async Task<double> RunAsync(Contestant contestant, Func<Contestant, Task> workAsync)
    {
        var cpu = contestant.Server.CpuSeconds;
        await workAsync(contestant).WaitAsync(s_patience, TimeProvider.System);
        return contestant.Server.CpuSeconds - cpu;
    }

    private static async Task ConnectRawAsync(Contestant contestant)
    {
        var task = await contestant.Server.CreateTaskAsync();
        var url = new UriBuilder(new Uri(contestant.Server.Http.BaseAddress!, Routes.For(Routes.RawSocket, task))) { Scheme = "ws" }.Uri;
        await ManyAsync(RawConnects, async () =>
        {
            using var socket = new ClientWebSocket();
            if (contestant.Token is { } token)
                socket.Options.SetRequestHeader("Authorization", $"Bearer {token}");
            await socket.ConnectAsync(url, CancellationToken.None);
            await socket.ReceiveAsync(new byte[4096], CancellationToken.None);
            socket.Abort();
        });
    }

    private static async Task ConnectHubAsync(Contestant contestant)
    {
        var task = await contestant.Server.CreateTaskAsync();
        await ManyAsync(HubConnects, async () =>
        {
            await using var hub = new HubConnectionBuilder()
                .WithUrl(contestant.Server.HubUrl, HttpTransportType.WebSockets, http =>
                {
                    http.SkipNegotiation = true;
                    http.AccessTokenProvider = () => Task.FromResult(contestant.Token);
                })
                .Build();
            await hub.StartAsync();
            await hub.InvokeAsync<SubscribeReply>(HubMethods.Subscribe, new SubscribeRequest { TaskId = task, IncludeHistory = false });
        });
    }

    private static async Task DeliverAsync(Contestant contestant)
    {
        var task = await contestant.Server.CreateTaskAsync();
        List<Watcher> watchers = [.. Enumerable.Range(0, Watchers).Select(_ =>
            new Watcher(contestant.Server.HubUrl, LargeReports * EventsPerReport, contestant.Token))];
        try
        {
            foreach (var watcher in watchers)
                await watcher.WatchAsync(task);
            for (var i = 0; i < LargeReports; i++)
            {
                var events = Enumerable.Range(i * EventsPerReport, EventsPerReport).Select(Event);
                await PostAsync(contestant, task, $"[{string.Join(',', events)}]");
            }

            await Task.WhenAll(watchers.Select(watcher => watcher.HasAll));
        }
        finally
        {
            foreach (var watcher in watchers)
                await watcher.DisposeAsync();
        }
    }

    private static async Task ReportAsync(Contestant contestant)
    {
        var task = await contestant.Server.CreateTaskAsync();
        await ManyAsync(Reports, () => PostAsync(contestant, task, Event(0)));
    }

    private static string Event(int number) =>
        $$"""{"type":"progress","step":"working","status":"processing","message":"{{number}}"}""";

    private static async Task PostAsync(Contestant contestant, string task, string json)
    {
        using var body = new StringContent(json, Encoding.UTF8, "application/json");
        using var answer = await contestant.Server.Http.PostAsync(Routes.For(Routes.TaskEvents, task), body);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>So many, a few at a time.</summary>
    private static Task ManyAsync(int count, Func<Task> workAsync) => Task.WhenAll(Enumerable.Range(0, AtOnce).Select(async _ =>
    {
        for (var i = 0; i < count / AtOnce; i++)
            await workAsync();
    }));

    /// <summary>Of a worker, who sees what it has made.</summary>
    private static string MakeToken() => new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
    {
        Issuer = "roadmap",
        Audience = "roadmap",
        Claims = new Dictionary<string, object>(StringComparer.Ordinal) { ["sub"] = "worker-1", ["roles"] = s_roles },
        Expires = TimeProvider.System.GetUtcNow().AddHours(1).UtcDateTime,
        SigningCredentials = new SigningCredentials(new SymmetricSecurityKey(Encoding.UTF8.GetBytes(Key)), SecurityAlgorithms.HmacSha256),
    });

    private sealed record Contestant(ServerProcess Server, string? Token);
}
