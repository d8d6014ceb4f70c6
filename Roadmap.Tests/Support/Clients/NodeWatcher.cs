using System.Reflection;
using System.Text.Json;
using Roadmap.Contracts;
using Roadmap.Contracts.Json;

namespace Roadmap.Tests.Support;

/// <summary>
/// A stock <c>@microsoft/signalr</c> client in a Node process of its own, <c>Hub/JavaScript/watcher.mjs</c>: what it saw, in order.
/// </summary>
internal sealed class NodeWatcher : IAsyncDisposable
{
    /// <summary>Who has not ended by itself so long after it was told to is killed.</summary>
    private static readonly TimeSpan s_farewell = TimeSpan.FromSeconds(20);

    private static readonly string s_script = Path.Combine(AppContext.BaseDirectory, "Hub", "JavaScript", "watcher.mjs");
    private static readonly string s_webPackage = typeof(NodeWatcher).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(
        metadata => metadata.Key == "WebPackage").Value!;
    private static readonly string[] s_types =
        [TaskEventTypes.Connected, TaskEventTypes.CurrentStatus, TaskEventTypes.Error, TaskEventTypes.Pong, TaskEventTypes.TaskChanged,
            TaskEventTypes.TasksBeat, .. TaskEventConverter.Types.Keys];

    private readonly ChildProcess _process;

    private NodeWatcher(ChildProcess process) => _process = process;

    /// <summary>Connects over one transport, named as <c>HttpTransportType</c> does.</summary>
    public static NodeWatcher Connect(Uri url, string transport, bool skipNegotiation = false, bool isPacked = false)
    {
        var signalR = Path.Combine(Path.GetDirectoryName(s_webPackage)!, "..", "node_modules", "@microsoft", "signalr");
        Directory.Exists(signalR).ShouldBeTrue("@microsoft/signalr is not installed: run `npm ci` in clients.");

        var setup = JsonSerializer.Serialize(new { webPackage = s_webPackage, url, transport, skipNegotiation, isPacked, types = s_types });
        return new NodeWatcher(ChildProcess.Start("node", [s_script, setup]));
    }

    public Task SubscribeAsync(string taskId) => CallAsync(HubMethods.Subscribe, new { task_id = taskId });

    /// <summary>Calls a hub method, with one argument or none. A refusal is seen as <c>refused</c>.</summary>
    public Task CallAsync(string method, object? argument = null) => _process.SayAsync(JsonSerializer.Serialize(new { method, argument }));

    /// <summary>The next thing that the client saw, and what came with it.</summary>
    public async Task<(string What, JsonElement Message)> NextAsync()
    {
        var seen = JsonSerializer.Deserialize<Seen>(await _process.NextLineAsync(), JsonSerializerOptions.Web)!;
        return (seen.What, seen.Message);
    }

    /// <summary>What came with the next thing that the client saw, which must be this one.</summary>
    public async Task<JsonElement> NextAsync(string what)
    {
        var seen = await NextAsync();
        seen.What.ShouldBe(what, seen.ToString());
        return seen.Message;
    }

    /// <summary>The next message, which must be of this type.</summary>
    public async Task<T> NextAsync<T>(string type)
        where T : class => (await NextAsync(type)).Deserialize(ContractsJson.TypeInfo<T>())!;

    /// <summary>Sees on until this.</summary>
    public async Task UntilAsync(string what)
    {
        while ((await NextAsync()).What != what)
        {
        }
    }

    /// <summary>SIGKILL: the client is gone without a word.</summary>
    public Task KillAsync() => _process.KillAsync();

    public async ValueTask DisposeAsync()
    {
        _process.SayNoMore();
        await _process.MayEndAsync(s_farewell);
        await _process.DisposeAsync();
    }

    private sealed record Seen(string What, JsonElement Message);
}
