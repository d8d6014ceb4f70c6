using System.Reflection;
using System.Text.Json;
using Roadmap.Contracts;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Web;

/// <summary>
/// The TypeScript class for front ends of the earlier system, against the server. What it does in each case is tested beside it.
/// </summary>
public sealed class TaskWebSocketTests
{
    [Fact]
    public async Task It_watches_a_task_across_a_restart_of_the_server_and_rests_after_the_end()
    {
        await using var server = await HubServer.StartAsync();
        var task = await server.StartTaskAsync();
        await using var client = Start(server, task);

        (await NextAsync(client)).ShouldBe(("connected", 0));
        (await NextAsync(client)).ShouldBe(("current_status", 0));
        await server.ReportProgressAsync(task, 1);
        (await NextAsync(client)).ShouldBe(("progress", 1));

        await server.RestartAsync(whileAway: () => server.ReportProgressAsync(task, 2, count: 2));
        (await NextAsync(client)).ShouldBe(("connected", 1));
        (await NextAsync(client)).ShouldBe(("progress", 2));
        (await NextAsync(client)).ShouldBe(("progress", 3));

        await server.ReportAsync(task, """{"type":"completed"}""");
        (await NextAsync(client)).ShouldBe(("completed", 4));
        (await NextAsync(client)).ShouldBe((ClosingReasons.TaskEnded, 0));
        (await client.EndedAsync()).ShouldBe(0, client.Said());
    }

    private static ChildProcess Start(HubServer server, string task)
    {
        var webPackage = typeof(TaskWebSocketTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(
            metadata => metadata.Key == "WebPackage").Value!;
        return ChildProcess.Start("node",
            [Path.Combine(AppContext.BaseDirectory, "Web", "task-web-socket.mjs"), webPackage, server.Http.BaseAddress!.ToString(), task]);
    }

    /// <summary>
    /// What comes next, and its place: a message's type, or why the server closes. That it goes away is left out, which its clients may or
    /// may not hear.
    /// </summary>
    private static async Task<(string What, long Seq)> NextAsync(ChildProcess client)
    {
        while (true)
        {
            var message = JsonElement.Parse(await client.NextLineAsync());
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
