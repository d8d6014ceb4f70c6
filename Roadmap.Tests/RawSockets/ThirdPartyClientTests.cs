using System.Reflection;
using System.Text;
using Roadmap.Contracts;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.RawSockets;

/// <summary>The raw WebSocket as clients of other makers see it. Chromium's is among the browser tests.</summary>
public sealed class ThirdPartyClientTests : HubTest
{
    /// <summary>Debian's own Python, for which <c>python3-websockets</c> is.</summary>
    private const string Python = "/usr/bin/python3";

    private static readonly string s_webPackage =
        typeof(ThirdPartyClientTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(
            metadata => metadata.Key == "WebPackage").Value!;

    [Fact]
    public Task Python_s_websockets_watches_a_task_to_its_end() => WatchesToTheEndAsync(Python, "watch.py");

    [Fact]
    public Task Node_s_ws_watches_a_task_to_its_end() => WatchesToTheEndAsync("node", "watch.mjs", s_webPackage);

    private async Task WatchesToTheEndAsync(string program, string script, params string[] more)
    {
        var task = await Server.StartTaskAsync();
        await Server.ReportProgressAsync(task, 1);
        string[] arguments = [Path.Combine(AppContext.BaseDirectory, "RawSockets", "ThirdPartyClients", script),
            $"{Server.RawUrl(task, "?after_seq=0")}", .. more];
        await using var client = ChildProcess.Start(program, arguments, new Dictionary<string, string> { ["PYTHONIOENCODING"] = "utf-8" });
        async Task<T> NextAsync<T>() => RawMessages.Read(Encoding.UTF8.GetBytes(await client.NextLineAsync())).ShouldBeOfType<T>();

        (await NextAsync<ConnectedMessage>()).Recovered.ShouldBe(true);
        (await NextAsync<ProgressEvent>()).Seq.ShouldBe(1);
        await NextAsync<PongMessage>();
        var text = string.Concat(Enumerable.Repeat("读取 🎓 ", 3_000));
        await Server.ReportAsync(
            task, $$"""[{"type":"progress","step":"work","status":"processing","message":"{{text}}"},{"type":"completed"}]""");
        (await NextAsync<ProgressEvent>()).Message.ShouldBe(text);
        (await NextAsync<CompletedEvent>()).Seq.ShouldBe(3);
        var closing = await NextAsync<ClosingMessage>();
        (await client.NextLineAsync()).ShouldBe($"{CloseCodes.Ended} {closing.Message}");
        (await client.EndedAsync()).ShouldBe(0, client.Said());
    }
}
