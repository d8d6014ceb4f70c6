using System.Globalization;
using System.Text.RegularExpressions;
using Roadmap.Api.EventLog;
using Roadmap.Api.EventLog.Redis.Scripts;
using Roadmap.Contracts;

namespace Roadmap.Benchmarks.Redis;

/// <summary>Appends through our Redis log, beside <c>redis-benchmark</c> running the log's own script.</summary>
internal static partial class RedisAppendFigure
{
    private const int Tasks = 64;
    private const int Callers = 64;
    private const int Connections = 4;
    private const int Calls = 40_000;
    private const double Aim = 0.5;
    private const string Prefix = "roadmap";
    private const string Message = "Imported 4,200 of 10,000 rows";

    /// <summary><c>redis-benchmark</c> writes twelve digits in its place, each time others.</summary>
    private const string AnyNumber = "__rand_int__";

    /// <summary>It cannot know a task's position, so the script looks for itself what it is called with otherwise.</summary>
    private const string Prelude = """

        local at = load(ARGV[2])
        ARGV[4], ARGV[5], ARGV[6], ARGV[7], ARGV[8] = at.wire, tostring(at.seq), tostring(at.run), at.live, at.expired

        """;

    public static async Task<FigureTable> MeasureAsync(Workplace workplace)
    {
        await using var redis = await RedisProcess.StartAsync(workplace);
        await using var pipeline = await PipelineUnderLoad.StartAsync($"--ConnectionStrings:Redis={redis.ConnectionString}");
        string[] ours = [.. Enumerable.Range(0, Tasks).Select(i => $"ours-{i}")];
        string[] theirs = [
            .. Enumerable.Range(0, Tasks).Select(i => string.Create(CultureInfo.InvariantCulture, $"bare-{i:000000000000}"))
        ];
        foreach (var task in ours.Concat(theirs))
            await pipeline.CreateTaskAsync(task);
        await pipeline.SendAsync(theirs[0], [Reported()]);
        var text = RedisScript.Append.TextFor(await redis.AskAsync("HGET", $"{Prefix}:life", "run_id"));
        var script = await redis.AskAsync(
            "SCRIPT", "LOAD", text.Replace(RedisScript.Shared, RedisScript.Shared + Prelude, StringComparison.Ordinal));
        var state = await redis.AskAsync("HGET", StateOf(theirs[0]), "state");
        var line = (await redis.AskAsync("XRANGE", $"{Prefix}:{{{theirs[0]}}}:events", "-", "+"))
            .Split('\n')
            .SkipWhile(part => part != "line")
            .ElementAt(1);

        var contender = new Contender("pipeline", Callers, 1, report => pipeline.SendAsync(ours[report % Tasks], [Reported()]));
        var before = await SeqsAsync(redis, theirs);
        List<double> pipelineRates = [], bareRates = [];
        for (var round = 0; round <= AppendTurns.Rounds; round++)
        {
            var rate = await AppendTurns.RunTurnAsync(contender);
            var bare = await BareAsync(redis, script, state, line);
            if (round == 0)
                continue;
            pipelineRates.Add(rate);
            bareRates.Add(bare);
        }

        var stored = await SeqsAsync(redis, theirs) - before;
        if (stored != Calls * (AppendTurns.Rounds + 1))
            throw new InvalidOperationException($"redis-benchmark's calls stored {stored} events, and not one each.");

        var ratio = Samples.Median(pipelineRates.Zip(bareRates, (mine, its) => mine / its));
        return new FigureTable(
            "Appends through Redis",
            $"""
            Events per second, one event a report, to {Tasks} tasks in turn, to a Redis that keeps nothing on disk. *Pipeline*: `IMediator.Send(ReportTaskEvents)` in this process, {Callers} callers, one connection: validate, decide, one script call, announce.
            *redis-benchmark*: the same script with the same arguments for the same event, {Connections} connections with {Callers / Connections} calls in flight each; it cannot know positions, so the script reads the task once more. What it stored is counted: an event for each call.
            Medians of {AppendTurns.Rounds} rounds of turns after one for warming up; the ratio is the median of the rounds' ratios. All on one machine: Redis has one core, and whoever calls it the rest.
            """,
            ["", "events/s", "lowest", "highest", "ratio", "aim"],
            [Row("redis-benchmark", bareRates, "1", ""), Row(
                "pipeline", pipelineRates, $"{ratio:0.00}", FigureTable.Verdict($"{Aim}", ratio >= Aim))]);
    }

    private static ReportedEvent Reported() =>
        new(new ProgressEvent
        {
            Step = "importing",
            Status = "processing",
            Percentage = 42,
            Message = Message,
            Timestamp = TimeProvider.System.GetUtcNow(),
        }, Index: 0);

    private static async Task<double> BareAsync(RedisProcess redis, string script, string state, string line)
    {
        var task = $"bare-{AnyNumber}";
        string[] arguments =
        [
            Prefix, task, $"{Prefix}:{{{task}}}", "", "0", "0", "0", "0", "", "0123456789abcdef", state, "1", "10000", "67108864", "", "",
            "", "0", line, "",
        ];
        var said = await redis.BenchmarkAsync(["-c", $"{Connections}", "-P", $"{Callers / Connections}", "-n", $"{Calls}", "-r", $"{Tasks}",
            "-q", "EVALSHA", script, "0", .. arguments]);
        return double.Parse(PerSecond().Matches(said)[^1].Groups["rate"].Value, CultureInfo.InvariantCulture);
    }

    private static async Task<long> SeqsAsync(RedisProcess redis, IEnumerable<string> tasks)
    {
        var sum = 0L;
        foreach (var task in tasks)
            sum += long.Parse(await redis.AskAsync("HGET", StateOf(task), "seq"), CultureInfo.InvariantCulture);
        return sum;
    }

    private static string[] Row(string name, List<double> rates, string ratio, string aim) =>
        [name, $"{Samples.Median(rates):N0}", $"{rates.Min():N0}", $"{rates.Max():N0}", ratio, aim];

    private static string StateOf(string task) => $"{Prefix}:{{{task}}}:state";

    [GeneratedRegex(@"(?<rate>[\d.]+) requests per second", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex PerSecond();
}
