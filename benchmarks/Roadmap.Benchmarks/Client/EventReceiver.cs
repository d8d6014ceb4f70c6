using System.Globalization;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR.Client;
using Roadmap.Benchmarks.FanOut;
using Roadmap.Client;
using Roadmap.Contracts;

namespace Roadmap.Benchmarks.Client;

/// <summary>The process that receives all events of a task, in the way that it is told, each time that its parent asks it to.</summary>
internal sealed class EventReceiver(string way, Uri server)
{
    public const string Verb = "client-receiver";
    public const string Bare = "bare";
    public const string Iteration = "iteration";
    public const string Monitor = "monitor";

    /// <summary>As in a program with a window or a worker.</summary>
    public static IReadOnlyDictionary<string, string> Environment { get; } =
        new Dictionary<string, string>(StringComparer.Ordinal) { ["DOTNET_gcServer"] = "0" };

    public static Task RunAsync(string way, string server) =>
        Conversation.HoldAsync("ready", new EventReceiver(way, new Uri(server)).AnswerAsync);

    private async Task<string> AnswerAsync(string[] words)
    {
        var events = int.Parse(words[^1], CultureInfo.InvariantCulture);
        await (way switch
        {
            Bare => ReceiveBareAsync(events),
            Iteration => IterateAsync(events),
            _ => MonitorAsync(events),
        });
        return "received";
    }

    private async Task ReceiveBareAsync(int events)
    {
        await using var connection = new HubConnectionBuilder()
            .WithUrl(new Uri(server, Routes.Hub), HttpTransportType.WebSockets, http => http.SkipNegotiation = true)
            .Build();
        var all = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        connection.On<ProgressEvent>(TaskEventTypes.Progress, received =>
        {
            if (received.Seq == events)
                all.SetResult();
        });
        await connection.StartAsync();
        await connection.InvokeAsync<SubscribeReply>(
            HubMethods.Subscribe, new SubscribeRequest { TaskId = "t", After = new AfterPosition { Seq = 0 } });
        await all.Task;
    }

    private async Task IterateAsync(int events)
    {
        await using var client = ClientOf();
        await foreach (var message in client.WatchAsync("t", WatchOptions.FromTheStart))
        {
            if (message.Seq == events)
                return;
        }
    }

    private async Task MonitorAsync(int events)
    {
        await using var client = ClientOf();
        var monitor = client.Monitor("t", WatchOptions.FromTheStart);
        var all = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        monitor.EventReceived += (_, received) =>
        {
            if (received.Seq == events)
                all.SetResult();
        };
        monitor.Start();
        await all.Task;
        await monitor.DisposeAsync();
    }

    /// <summary>The server sends without pause, as no real one does: a reader that is behind does not ask it to hold.</summary>
    private RoadmapClient ClientOf() =>
        new(RoadmapClientOptions.Default with { Server = server, SkipNegotiation = true, Buffer = int.MaxValue });
}
