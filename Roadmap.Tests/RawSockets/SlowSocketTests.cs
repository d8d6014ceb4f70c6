using Microsoft.Extensions.DependencyInjection;
using Roadmap.Contracts;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.RawSockets;

/// <summary>Who does not read what it is sent harms only itself, and takes only so much of the server.</summary>
public sealed class SlowSocketTests
{
    private const int Others = 3;
    private const int Reports = 24;
    private const int EventsPerReport = 8;

    /// <summary>1.9 MB in all: far more than is kept for one connection.</summary>
    private static readonly string s_event =
        $$"""{"type":"progress","step":"work","status":"processing","message":"{{new string('x', 10_000)}}"}""";

    [Fact]
    public async Task Who_falls_behind_is_cut_alone_hears_why_if_it_reads_after_all_and_comes_back_from_its_position()
    {
        var time = new FakeTime();
        await using var server = await HubServer.StartAsync(replace: services => services
            .AddSmallBuffers()
            .AddSingleton<TimeProvider>(time));
        var task = await server.StartTaskAsync();
        using var stuck = await FrameClient.ConnectAsync(server.RawUrl(task, "?after_seq=0"), receiveBuffer: 4096);
        using var slow = await FrameClient.ConnectAsync(server.RawUrl(task, "?after_seq=0"), receiveBuffer: 4096);
        var others = await Task.WhenAll(Enumerable.Range(0, Others).Select(_ => server.WatchRawAsync(task, "?after_seq=0")));

        await Task.WhenAll(others.Select(other => other.NextAsync<ConnectedMessage>()));
        for (var report = 0; report < Reports; report++)
        {
            await server.ReportAsync(task, $"[{string.Join(',', Enumerable.Repeat(s_event, EventsPerReport))}]");
            await Task.WhenAll(others.Select(other => SeesProgressAsync(other, (report * EventsPerReport) + 1, EventsPerReport)));
        }

        foreach (var other in others)
            other.Dispose();

        var frames = await slow.ReadToCloseAsync();
        frames[^1].Closing.Code.ShouldBe(CloseCodes.TooSlow);
        RawMessages.Read(frames[0].Payload).ShouldBeOfType<ConnectedMessage>();
        var seen = frames[1..^1].Select(frame => RawMessages.Read(frame.Payload).ShouldBeOfType<ProgressEvent>().Seq).ToList();
        seen.ShouldBe(Enumerable.Range(1, seen.Count).Select(seq => (long)seq));
        var missed = (Reports * EventsPerReport) - seen.Count;
        missed.ShouldBeGreaterThan(0);

        using var again = await server.WatchRawAsync(task, $"?after_seq={seen.Count}");
        (await again.NextAsync<ConnectedMessage>()).Recovered.ShouldBe(true);
        await SeesProgressAsync(again, seen.Count + 1, missed);

        await Wait.Eventually("the other one's connection is ended", async () =>
        {
            time.Advance(TimeSpan.FromSeconds(1));
            return await IsEndedAsync(stuck);
        });
        server.Logged.Lines.ShouldBeEmpty();
    }

    [Fact]
    public async Task Who_asks_without_reading_is_not_listened_to_any_more_and_cut()
    {
        const int Questions = 5_000;
        var time = new FakeTime();
        await using var server = await HubServer.StartAsync(replace: services => services
            .AddSmallBuffers()
            .AddSingleton<TimeProvider>(time));
        var task = await server.StartTaskAsync();
        using var client = await FrameClient.ConnectAsync(server.RawUrl(task), receiveBuffer: 4096);

        var asking = CountSentAsync(client, Frame.OfText("""{"type":"ping","pad":" """.PadRight(4_000, 'x') + "\"}"), Questions);
        var (sent, polls) = (0, 0);
        await Wait.Eventually("it is not listened to any more", () =>
        {
            polls = sent == client.Sent ? polls + 1 : 0;
            sent = client.Sent;
            return polls > 100 || asking.IsCompleted;
        });
        asking.IsCompleted.ShouldBeFalse();
        await Wait.Eventually("it is cut", async () =>
        {
            time.Advance(TimeSpan.FromSeconds(1));
            return asking.IsCompleted && await IsEndedAsync(client);
        });

        server.Logged.Lines.ShouldBeEmpty();
    }

    /// <summary>The WebSocket itself answers these. What notices that the answers are not read is the server's own ping.</summary>
    [Fact]
    public async Task Who_does_not_answer_pings_is_cut_also_when_it_sends_its_own_without_end()
    {
        const int Pings = 200_000;
        var time = new FakeTime();
        await using var server =
            await HubServer.StartAsync(replace: services => services.AddSmallBuffers().AddSingleton<TimeProvider>(time));
        var task = await server.StartTaskAsync();
        using var silent = await FrameClient.ConnectAsync(server.RawUrl(task));
        using var flooding = await FrameClient.ConnectAsync(server.RawUrl(task), receiveBuffer: 4096);

        var pinging = CountSentAsync(flooding, new Frame(Frame.Ping, new byte[125]), Pings);
        var reading = silent.ReadToCloseAsync();
        await Wait.Eventually("both are cut", () =>
        {
            time.Advance(TimeSpan.FromSeconds(1));
            return reading.IsCompleted && pinging.IsCompleted;
        });
        (await reading)[^1].Opcode.ShouldBe(Frame.Ping);
        (await pinging).ShouldBeLessThan(Pings);
        server.Logged.Lines.ShouldBeEmpty();
    }

    private static async Task SeesProgressAsync(RawWatcher watcher, int first, int count)
    {
        for (var seq = first; seq < first + count; seq++)
            (await watcher.NextAsync<ProgressEvent>()).Seq.ShouldBe(seq);
    }

    /// <summary>How many of so many frames a client can send before its connection is ended.</summary>
    private static async Task<int> CountSentAsync(FrameClient client, Frame frame, int most)
    {
        var sent = 0;
        while (sent < most && await client.TrySendAsync(frame))
            sent++;
        return sent;
    }

    private static async Task<bool> IsEndedAsync(FrameClient client) => !await client.TrySendAsync(new Frame(Frame.Pong, []));
}
