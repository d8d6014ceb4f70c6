using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;
using System.Reflection;
using System.Text.Json;
using Roadmap.Contracts;
using Roadmap.Contracts.Json;

namespace Roadmap.Tests.Support;

/// <summary>A stock <c>@microsoft/signalr</c> client in a Node process of its own, <c>Hub/JavaScript/watcher.mjs</c>: what it saw, in order.</summary>
internal sealed class NodeWatcher : IAsyncDisposable
{
    /// <summary>Who has not ended by itself so long after it was told to is killed.</summary>
    private static readonly TimeSpan s_farewell = TimeSpan.FromSeconds(20);

    private static readonly string s_script = Path.Combine(AppContext.BaseDirectory, "Hub", "JavaScript", "watcher.mjs");
    private static readonly string s_webPackage = typeof(NodeWatcher).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(metadata => metadata.Key == "WebPackage").Value!;
    private static readonly string[] s_types =
        [TaskEventTypes.Connected, TaskEventTypes.CurrentStatus, TaskEventTypes.Error, TaskEventTypes.Pong, .. TaskEventConverter.Types.Keys];

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _complaints = [];

    private NodeWatcher(Process process)
    {
        _process = process;
        _process.ErrorDataReceived += (_, line) => _complaints.Enqueue(line.Data ?? "");
        _process.BeginErrorReadLine();
    }

    /// <summary>Connects over one transport, named as <c>HttpTransportType</c> does.</summary>
    public static NodeWatcher Connect(Uri url, string transport, bool skipNegotiation = false)
    {
        var signalR = Path.Combine(Path.GetDirectoryName(s_webPackage)!, "node_modules", "@microsoft", "signalr");
        Directory.Exists(signalR).ShouldBeTrue("@microsoft/signalr is not installed: run `npm ci` in clients/web.");

        var setup = JsonSerializer.Serialize(new { webPackage = s_webPackage, url, transport, skipNegotiation, types = s_types });
        var start = new ProcessStartInfo("node", [s_script, setup])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        try
        {
            return new NodeWatcher(Process.Start(start)!);
        }
        catch (Win32Exception e)
        {
            throw new InvalidOperationException("Node was not found. Install Node 20 or later.", e);
        }
    }

    public Task SubscribeAsync(string taskId) => CallAsync(HubMethods.Subscribe, new { task_id = taskId });

    /// <summary>Calls a hub method. A refusal is seen as <c>refused</c>.</summary>
    public async Task CallAsync(string method, object argument)
    {
        await _process.StandardInput.WriteLineAsync(JsonSerializer.Serialize(new { method, argument }));
        await _process.StandardInput.FlushAsync();
    }

    /// <summary>The next thing that the client saw, and what came with it.</summary>
    public async Task<(string What, JsonElement Message)> NextAsync()
    {
        using var patience = new CancellationTokenSource(Wait.Patience);
        var seen = await ReadAsync(patience.Token);
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
        using var patience = new CancellationTokenSource(Wait.Patience);
        Seen seen;
        do
            seen = await ReadAsync(patience.Token);
        while (seen.What != what);
    }

    /// <summary>SIGKILL: the client is gone without a word.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        using var farewell = new CancellationTokenSource(s_farewell);
        try
        {
            _process.StandardInput.Close();
            await _process.WaitForExitAsync(farewell.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            await KillAsync();
        }

        _process.Dispose();
    }

    private async Task<Seen> ReadAsync(CancellationToken patience)
    {
        try
        {
            var line = await _process.StandardOutput.ReadLineAsync(patience);
            return JsonSerializer.Deserialize<Seen>(line.ShouldNotBeNull("the client ended"), JsonSerializerOptions.Web)!;
        }
        catch (Exception e) when (e is OperationCanceledException or ShouldAssertException)
        {
            throw new InvalidOperationException($"The client saw nothing more. It said: {string.Join('\n', _complaints)}", e);
        }
    }

    private sealed record Seen(string What, JsonElement Message);
}
