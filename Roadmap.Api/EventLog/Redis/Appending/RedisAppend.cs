using System.Text.Json;
using Roadmap.Api.EventLog.Appending;
using Roadmap.Api.EventLog.Damage;
using Roadmap.Api.EventLog.Quotas;
using Roadmap.Api.EventLog.Redis.Announcements;
using Roadmap.Api.EventLog.Redis.Durability;
using Roadmap.Api.EventLog.Redis.Scripts;
using Roadmap.Api.EventLog.Redis.Shards;
using Roadmap.Api.EventLog.Retention;
using Roadmap.Api.EventLog.Turns;
using Roadmap.Contracts;
using Roadmap.Hubs.EventLog;
using Roadmap.Hubs.State;
using StackExchange.Redis;

namespace Roadmap.Api.EventLog.Redis.Appending;

/// <summary>
/// One append: decided here, on the state that is cached or was read, and stored by the script if that still is the state. Otherwise the
/// script says what the state is, and it is decided again.
/// </summary>
internal sealed class RedisAppend(
    TaskAppend append, RedisShard shard, RedisScripts scripts, RedisOpenTasks open, TaskCache<RedisTask> cache, RetentionOptions retention,
    DamageReports damage, TimeProvider time, ILogger logger)
{
    /// <summary>More than the other instances of a large installation can get in between.</summary>
    private const int Tries = 40;

    private const int TriesWithoutPause = 3;

    private static readonly IReadOnlyDictionary<string, long> s_noneKnown = new Dictionary<string, long>(StringComparer.Ordinal);

    // Stored with the first event. The script finds an append done already whose reply was lost.
    private readonly string _appendId = StoreEpochJudge.NewToken(8);
    private readonly Dictionary<TaskEvent, byte[]> _json = EventNumbering.SerializeAll(append.Events);

    /// <summary>In the measure of <see cref="AppendWeight"/>.</summary>
    public int Weight => AppendWeight.Of(append, _json);

    public async Task<AppendResult> RunAsync(CancellationToken inTime)
    {
        var task = cache.Find(append.TaskId);
        // What is not there is asked for, too.
        if (task is not null && !Admits(task))
            task = null;
        var known = s_noneKnown;
        var isFresh = false;
        for (var i = 0; i < Tries; i++)
        {
            if (i > TriesWithoutPause)
                await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(i)), time, inTime);

            var ending = task is { Unreadable: not null, State.HasEnded: false } ? task : null;
            var report = ReportAgainstLog.Compare(
                ending is null ? append.Events : [], eventId => known.TryGetValue(eventId, out var seq) ? seq : null);
            var decision = ending is not null
                ? UnreadableTask.End(ending.State, time.GetUtcNow())
                : task is null ? null : Decide(task, report, isFresh);
            if (decision is Decision.Refused refused)
                return new AppendResult.Refused(refused.Code, refused.Message, refused.Errors);

            var attempt = decision is Decision.Accepted accepted ? new Attempt(task!, report, accepted) : null;
            var (reply, elsewhere) = await CallAsync(attempt, known, inTime);
            switch ((string?)reply[0])
            {
                case "done" when ending is not null:
                    // What was to be appended meets a task that has ended.
                    Done(attempt!, (long)reply[1]);
                    task = cache.Find(append.TaskId);
                    logger.UnreadableTaskEnded(append.TaskId, ending.Unreadable!);
                    break;
                case "done":
                    return Done(attempt!, (long)reply[1]);
                case "conflict":
                    task = RedisTask.Read(append.TaskId, reply[1], damage);
                    if (!Admits(task))
                        return new AppendResult.NotFound();
                    known = ReadKnown(RedisReply.Parts(reply[2]));
                    isFresh = true;
                    break;
                case "gone":
                    cache.Remove(append.TaskId);
                    return new AppendResult.NotFound();
                case "stale":
                    return new AppendResult.StaleRun();
                case "full":
                    return new AppendResult.Refused(ErrorCodes.RateLimited, open.Refusal(attempt!.After, elsewhere, reply));
                case "owned":
                    throw new InvalidOperationException("A workflow stored a roadmap that belongs to another task.");
                default:
                    throw new InvalidOperationException("A workflow stored content before its roadmap.");
            }
        }

        throw new LogUnavailableException("Others append to the task all the time.");
    }

    private bool Admits(RedisTask task) => append.Admits?.Invoke(task.State) != false;

    /// <summary>
    /// Null when it was refused, or failed, on a state that may be old: then it is read first. What is accepted, the script checks.
    /// </summary>
    private Decision? Decide(RedisTask task, ReportAgainstLog report, bool isFresh)
    {
        try
        {
            var decision = append.Decide(task.Facts, report.New);
            return decision is Decision.Refused && !isFresh ? null : decision;
        }
#pragma warning disable CA1031 // Whatever it is, it is thrown again when the state is the true one.
        catch (Exception) when (!isFresh)
#pragma warning restore CA1031
        {
            return null;
        }
    }

    /// <summary>Also says what the owner had in other parts, if that counted: when the task begins again.</summary>
    private async Task<(RedisResult[] Reply, OpenTasks Elsewhere)> CallAsync(
        Attempt? attempt, IReadOnlyDictionary<string, long> known, CancellationToken inTime)
    {
        return attempt is { On.State.HasEnded: true, After.HasEnded: false }
            ? await open.AddAsync(attempt.After, SendAsync, inTime)
            : await SendAsync(default);

        async Task<(RedisResult[] Reply, OpenTasks Elsewhere)> SendAsync(OpenTasks elsewhere) =>
            (RedisReply.Parts(await scripts.CallAsync(RedisScript.Append, shard, Arguments(attempt, known, elsewhere), inTime)), elsewhere);
    }

    /// <param name="attempt">Null only reads.</param>
    /// <param name="known">Event ids that the log knows.</param>
    /// <param name="elsewhere">What the owner has in other parts, when that counts.</param>
    private List<object> Arguments(Attempt? attempt, IReadOnlyDictionary<string, long> known, OpenTasks elsewhere)
    {
        List<object> arguments = [append.TaskId, shard.ChannelOf(append.TaskId)];
        if (attempt is null)
            arguments.AddRange(["", 0, 0, "0", "0"]);
        else
            arguments.AddRange(
                [attempt.On.State.Epoch, attempt.On.State.Seq, attempt.On.Run, Flag(attempt.On.HasLiveRun), Flag(attempt.On.LeaseExpired)]);

        var changes = attempt is null ? null : AppendChanges.Between(attempt.On.State, attempt.After, attempt.Numbered, append.Workflow);
        arguments.AddRange(
        [
            (object?)append.Workflow?.Run ?? "",
            _appendId,
            attempt is { Numbered.Count: > 0 } ? RedisTask.SerializeState(attempt.After) : "",
            Flag(append.RenewsLease),
            retention.EventsPerTask,
            retention.BytesPerTask,
            changes is null ? "" : JsonSerializer.SerializeToUtf8Bytes(changes, RedisJson.Default.AppendChanges),
            append.Workflow?.Epoch ?? "",
            append.Trace ?? "",
            .. open.Arguments(elsewhere),
        ]);

        var eventIds = append.Events.Select(reported => reported.EventId).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        arguments.Add(eventIds.Count);
        foreach (var eventId in eventIds)
            arguments.AddRange([eventId, known.TryGetValue(eventId, out var seq) ? seq : ""]);
        for (var i = 0; i < attempt?.Numbered.Count; i++)
            arguments.AddRange(
                [EventCodec.Write(attempt.Numbered[i].Attempt, JsonOf(attempt.Accepted[i].Event)), attempt.Accepted[i].EventId ?? ""]);
        return arguments;
    }

    private byte[] JsonOf(TaskEvent reported)
    {
        if (!_json.TryGetValue(reported, out var json))
            _json[reported] = json = EventNumbering.Serialize(reported);
        return json;
    }

    private AppendResult.Appended Done(Attempt attempt, long oldestSeq)
    {
        var (before, after) = (attempt.On.State, attempt.After);
        var isLeaseRenewed = append.RenewsLease || after.HasEnded || before.HasEnded;
        cache.Put(attempt.On with
        {
            State = after,
            Unreadable = null,
            OldestSeq = oldestSeq,
            LeaseExpired = attempt.On.LeaseExpired && !isLeaseRenewed,
        });
        var last = attempt.Report.PositionOfLast(attempt.Numbered, attempt.Accepted, after.Seq);
        return new AppendResult.Appended(before, after, last, attempt.Numbered.Count, attempt.Report.Duplicates);
    }

    private static Dictionary<string, long> ReadKnown(RedisResult[] pairs)
    {
        var known = new Dictionary<string, long>(StringComparer.Ordinal);
        for (var i = 0; i < pairs.Length; i += 2)
            known[RedisReply.Text(pairs[i])] = (long)pairs[i + 1];
        return known;
    }

    private static string Flag(bool value) => value ? "1" : "0";

    /// <summary>One decision, and what it would make of the task.</summary>
    private sealed class Attempt
    {
        public Attempt(RedisTask on, ReportAgainstLog report, Decision.Accepted decided)
        {
            (On, Report, Accepted) = (on, report, decided.Events);
            (_, After, Numbered) = EventNumbering.Number(on.State, decided);
        }

        public RedisTask On { get; }
        public ReportAgainstLog Report { get; }
        public IReadOnlyList<ReportedEvent> Accepted { get; }
        public TaskState After { get; }
        public IReadOnlyList<TaskEvent> Numbered { get; }
    }
}
