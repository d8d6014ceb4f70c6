using System.Diagnostics;
using Roadmap.Benchmarks.Backplane;
using Roadmap.Benchmarks.Client;
using Roadmap.Benchmarks.FanOut;
using Roadmap.Benchmarks.Http;
using Roadmap.Benchmarks.Micro;
using Roadmap.Benchmarks.Page;
using Roadmap.Benchmarks.Plots;
using Roadmap.Benchmarks.Redis;

namespace Roadmap.Benchmarks;

/// <summary>Measures one figure after the other, prints each as it comes, and writes all of them as one Markdown page.</summary>
internal static class BenchmarkProgram
{
    private const string Usage = """
        Prints figures of this server, measured on this machine: of the whole program in about seven minutes, of its fan-out beside a stock SignalR hub in about eight,
        of both over HTTP from a load client in C in about three, for which gcc must be there, and of several instances on one Redis in about two,
        for which redis-server, redis-cli and redis-benchmark must be there, of what a host sends by IHubContext beside the stock hub in about five,
        of our clients beside the bare SignalR ones in about two, for which node must be there, of single steps of an event's way in about five,
        of callers beyond their limits in about four, of what strangers hear by the clock in about one, of what it costs to know who calls in
        about three, and of the page in a browser in about one, for which /usr/bin/chromium must be there.

          dotnet run -c Release --project benchmarks/Roadmap.Benchmarks
            [-- [fan-out | http | redis | backplane | client | micro | refusals | stranger | auth | page] options]

          --out FILE     writes the page to FILE too, and plots of its tables into plots/ beside it
          --only NAME    one figure: appends, delivery, fairness, list, start or memory;
                         with fan-out: saturated, overloaded, steady, groups, lanes, raw, messagepack, stopped, reconnect, memory or growth;
                         with http: single, groups or steady;
                         with redis: appends, instances or masters;
                         with backplane: messages or connection;
                         with client: dotnet, node, sizes or assemblies;
                         with micro: encode, fold, feed, outbox or telemetry;
                         with refusals: limits;
                         with stranger: timing;
                         with auth: tokens;
                         with page: load
          --help         this text

          … -- plots FILE…   draws the plots of pages anew, without measuring

        Data goes to a temporary folder; set TMPDIR to measure another disk. How to read the figures: benchmarks/README.md
        """;

    private const string FanOutVerb = "fan-out";
    private const string HttpVerb = "http";
    private const string RedisVerb = "redis";
    private const string BackplaneVerb = "backplane";
    private const string ClientVerb = "client";
    private const string MicroVerb = "micro";
    private const string RefusalsVerb = "refusals";
    private const string StrangerVerb = "stranger";
    private const string AuthVerb = "auth";
    private const string PageVerb = "page";
    private const string PlotsVerb = "plots";

    private static readonly Dictionary<string, Func<Workplace, Task<FigureTable>>> s_program = new(StringComparer.Ordinal)
    {
        ["appends"] = AppendFigure.MeasureAsync,
        ["delivery"] = DeliveryFigure.MeasureAsync,
        ["fairness"] = FairnessFigure.MeasureAsync,
        ["list"] = ListFigure.MeasureAsync,
        ["start"] = StartFigure.MeasureAsync,
        ["memory"] = MemoryFigure.MeasureAsync,
    };

    private static readonly Dictionary<string, Func<Workplace, Task<FigureTable>>> s_fanOut = new(StringComparer.Ordinal)
    {
        ["saturated"] = FanOutFigures.SaturatedAsync,
        ["overloaded"] = FanOutFigures.OverloadedAsync,
        ["steady"] = FanOutFigures.SteadyAsync,
        ["groups"] = FanOutFigures.GroupsAsync,
        ["lanes"] = LanesFigure.MeasureAsync,
        ["raw"] = FanOutFigures.RawAsync,
        ["messagepack"] = FanOutFigures.PackedAsync,
        ["stopped"] = StoppedWatcherFigure.MeasureAsync,
        ["reconnect"] = ReconnectFigure.MeasureAsync,
        ["memory"] = IdleConnectionFigure.MeasureAsync,
        ["growth"] = GrowthFigure.MeasureAsync,
    };

    private static readonly Dictionary<string, Func<Workplace, Task<FigureTable>>> s_http = new(StringComparer.Ordinal)
    {
        ["single"] = HttpFigures.SingleAsync,
        ["groups"] = HttpFigures.GroupsAsync,
        ["steady"] = HttpFigures.SteadyAsync,
    };

    private static readonly Dictionary<string, Func<Workplace, Task<FigureTable>>> s_redis = new(StringComparer.Ordinal)
    {
        ["appends"] = RedisAppendFigure.MeasureAsync,
        ["instances"] = InstancesFigure.MeasureAsync,
        ["masters"] = MastersFigure.MeasureAsync,
    };

    private static readonly Dictionary<string, Func<Workplace, Task<FigureTable>>> s_backplane = new(StringComparer.Ordinal)
    {
        ["messages"] = GroupMessagesFigure.MeasureAsync,
        ["connection"] = ConnectionFigure.MeasureAsync,
    };

    private static readonly Dictionary<string, Func<Workplace, Task<FigureTable>>> s_client = new(StringComparer.Ordinal)
    {
        ["dotnet"] = ReceivingFigure.MeasureAsync,
        ["node"] = NodeFigures.ReceivingAsync,
        ["sizes"] = NodeFigures.SizesAsync,
        ["assemblies"] = AssemblyFigure.MeasureAsync,
    };

    private static readonly Dictionary<string, Func<Workplace, Task<FigureTable>>> s_micro = new(StringComparer.Ordinal)
    {
        ["encode"] = MicroFigures.EncodeAsync,
        ["fold"] = MicroFigures.FoldAsync,
        ["feed"] = MicroFigures.FeedAsync,
        ["outbox"] = MicroFigures.OutboxAsync,
        ["telemetry"] = MicroFigures.TelemetryAsync,
    };

    private static readonly Dictionary<string, Func<Workplace, Task<FigureTable>>> s_refusals = new(StringComparer.Ordinal)
    {
        ["limits"] = RefusalsFigure.MeasureAsync,
    };

    private static readonly Dictionary<string, Func<Workplace, Task<FigureTable>>> s_stranger = new(StringComparer.Ordinal)
    {
        ["timing"] = StrangerFigure.MeasureAsync,
    };

    private static readonly Dictionary<string, Func<Workplace, Task<FigureTable>>> s_auth = new(StringComparer.Ordinal)
    {
        ["tokens"] = AuthFigure.MeasureAsync,
    };

    private static readonly Dictionary<string, Func<Workplace, Task<FigureTable>>> s_page = new(StringComparer.Ordinal)
    {
        ["load"] = PageFigure.MeasureAsync,
    };

    public static async Task<int> Main(string[] args)
    {
        switch (args)
        {
            case [FanOutServer.Verb, var kind, var setting]:
                await FanOutServer.RunAsync(kind, setting);
                return 0;
            case [LoadClient.Verb, var server]:
                await LoadClient.RunAsync(server);
                return 0;
            case [AppendLoad.Verb, var servers, .. var settings]:
                await AppendLoad.RunAsync(servers, settings);
                return 0;
            case [EventReplay.Verb, var events]:
                await EventReplay.RunAsync(events);
                return 0;
            case [EventReceiver.Verb, var way, var server]:
                await EventReceiver.RunAsync(way, server);
                return 0;
            case [FanOutVerb, .. var options]:
                return await MeasureAsync(s_fanOut, options);
            case [HttpVerb, .. var options]:
                return await MeasureAsync(s_http, options);
            case [RedisVerb, .. var options]:
                return await MeasureAsync(s_redis, options);
            case [BackplaneVerb, .. var options]:
                return await MeasureAsync(s_backplane, options);
            case [ClientVerb, .. var options]:
                return await MeasureAsync(s_client, options);
            case [MicroVerb, .. var options]:
                return await MeasureAsync(s_micro, options);
            case [RefusalsVerb, .. var options]:
                return await MeasureAsync(s_refusals, options);
            case [StrangerVerb, .. var options]:
                return await MeasureAsync(s_stranger, options);
            case [AuthVerb, .. var options]:
                return await MeasureAsync(s_auth, options);
            case [PageVerb, .. var options]:
                return await MeasureAsync(s_page, options);
            case [PlotsVerb, _, ..]:
                foreach (var page in args[1..])
                    await PlottedPage.DrawAsync(page);
                return 0;
            default:
                return await MeasureAsync(s_program, args);
        }
    }

    private static async Task<int> MeasureAsync(Dictionary<string, Func<Workplace, Task<FigureTable>>> figures, string[] args)
    {
        string? file = null;
        IEnumerable<string> names = figures.Keys;
        for (var i = 0; i < args.Length; i++)
        {
            switch (args[i], args.ElementAtOrDefault(i + 1))
            {
                case ("--help" or "-h", _):
                    Console.WriteLine(Usage);
                    return 0;
                case ("--out", { } path):
                    file = Path.GetFullPath(path);
                    i++;
                    break;
                case ("--only", { } name) when figures.ContainsKey(name):
                    names = [name];
                    i++;
                    break;
                default:
                    await Console.Error.WriteLineAsync(
                        $"'{args[i]}' is not an option, or what follows it is not one of its values.\n\n{Usage}");
                    return 2;
            }
        }

        await RunAsync([.. names.Select(name => figures[name])], file);
        return 0;
    }

    private static async Task RunAsync(IReadOnlyList<Func<Workplace, Task<FigureTable>>> figures, string? file)
    {
        var started = Stopwatch.GetTimestamp();
        using var workplace = new Workplace();
        List<string> page = [await Machine.DescribeAsync(workplace)];
        Console.WriteLine(page[0]);
        foreach (var measureAsync in figures)
        {
            page.Add((await measureAsync(workplace)).ToMarkdown());
            Console.WriteLine(page[^1]);
        }

        page.Add($"Measured in {Stopwatch.GetElapsedTime(started).TotalSeconds:0} s; load average at the end: {Machine.LoadAverage}.\n");
        Console.WriteLine(page[^1]);
        if (file is null)
            return;
        await File.WriteAllTextAsync(file, string.Join('\n', page));
        await PlottedPage.DrawAsync(file);
    }
}
