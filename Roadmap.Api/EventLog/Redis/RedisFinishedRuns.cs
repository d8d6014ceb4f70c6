using Roadmap.Api.EventLog.Redis.Scripts;
using Roadmap.Api.EventLog.Redis.Shards;
using Roadmap.Api.EventLog.Runs;
using Roadmap.Hubs.State;

namespace Roadmap.Api.EventLog.Redis;

/// <summary>Runs in Redis. Each part of the log has those of its own tasks: the last of all of them count.</summary>
internal sealed class RedisFinishedRuns(RedisShards shards, RedisScripts scripts) : IFinishedRuns
{
    public async Task<IReadOnlyList<FinishedRun>> ReadAsync(string group, CancellationToken cancellationToken)
    {
        var parts = await shards.All.AskThoseThatAnswerAsync(
            async shard => RedisReply.Texts(await scripts.RunAsync(RedisScript.Runs, shard, [group], cancellationToken)));
        return
        [
            .. parts.SelectMany(runs => runs).Select(RunJson.ReadRun).OfType<FinishedRun>()
                .OrderByDescending(run => run.At).Take(IFinishedRuns.PerGroup),
        ];
    }
}
