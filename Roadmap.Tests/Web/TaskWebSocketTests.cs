using System.Diagnostics;
using System.Reflection;
using System.Text.Json;
using Roadmap.Contracts;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Web;

/// <summary>The TypeScript class for front ends of the earlier system, against the server. What it does in each case is tested beside it.</summary>
public sealed class TaskWebSocketTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task It_watches_a_task_across_a_restart_of_the_server_and_rests_after_the_end()
    {
        await using var server = await HubServer.StartAsync();
        var task = await server.StartTaskAsync();
        using var client = Start(server, task);
        using var patience = new CancellationTokenSource(s_patience);
        try
        {
            (await NextAsync(client, patience.Token)).ShouldBe(("connected", 0));
            (await NextAsync(client, patience.Token)).ShouldBe(("current_status", 0));
            await server.ReportProgressAsync(task, 1);
            (await NextAsync(client, patience.Token)).ShouldBe(("progress", 1));

            await server.RestartAsync(whileAway: () => server.ReportProgressAsync(task, 2, count: 2));
            (await NextAsync(client, patience.Token)).ShouldBe(("connected", 1));
            (await NextAsync(client, patience.Token)).ShouldBe(("progress", 2));
            (await NextAsync(client, patience.Token)).ShouldBe(("progress", 3));

            await server.ReportAsync(task, """{"type":"completed"}""");
            (await NextAsync(client, patience.Token)).ShouldBe(("completed", 4));
            (await NextAsync(client, patience.Token)).ShouldBe((ClosingReasons.TaskEnded, 0));
            await client.WaitForExitAsync(patience.Token);
            client.ExitCode.ShouldBe(0);
        }
        finally
        {
            if (!client.HasExited)
                client.Kill();
        }
    }

    private static Process Start(HubServer server, string task)
    {
        var webPackage = typeof(TaskWebSocketTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(metadata => metadata.Key == "WebPackage").Value!;
        var start = new ProcessStartInfo("node", [Path.Combine(AppContext.BaseDirectory, "Web", "task-web-socket.mjs"), webPackage, server.Http.BaseAddress!.ToString(), task])
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        return Process.Start(start)!;
    }

    /// <summary>What comes next, and its place: a message's type, or why the server closes. That it goes away is left out, which its clients may or may not hear.</summary>
    private static async Task<(string What, long Seq)> NextAsync(Process client, CancellationToken patience)
    {
        while (true)
        {
            var line = (await client.StandardOutput.ReadLineAsync(patience)).ShouldNotBeNull("the client ended");
            var message = JsonElement.Parse(line);
            var type = message.GetProperty("type").GetString()!;
            if (type == TaskEventTypes.Connected)
                return (type, message.GetProperty("position").GetProperty("seq").GetInt64());
            if (type != TaskEventTypes.Closing)
                return (type, message.GetProperty("seq").GetInt64());
            if (message.GetProperty("reason").GetString() is { } reason && reason != ErrorCodes.ServerStopping)
                return (reason, 0);
        }
    }
}
