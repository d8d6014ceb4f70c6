using System.Collections.Frozen;

namespace Roadmap.Api.EventLog.Redis.Scripts;

/// <summary>The hashes by which one Redis process knows the log's scripts.</summary>
internal sealed class LoadedScripts(string runId)
{
    /// <summary>No process has this one: a call is told that it does not know the script.</summary>
    public static LoadedScripts None { get; } = new("");

    private readonly FrozenDictionary<RedisScript, string> _hashes =
        RedisScript.All.ToFrozenDictionary(script => script, script => script.HashFor(runId));

    public string RunId => runId;

    public string HashOf(RedisScript script) => _hashes[script];
}
