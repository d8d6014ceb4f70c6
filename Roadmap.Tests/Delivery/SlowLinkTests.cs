using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Roadmap.Contracts;
using Roadmap.Hubs.FanOut;
using Roadmap.Hubs.Hub;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Delivery;

/// <summary>A slow link is no dead one: who takes a kilobyte a second is kept, by whatever transport, and who takes less is not.</summary>
public sealed class SlowLinkTests : IAsyncLifetime
{
    private const string Raw = "raw";
    private const string Stream = "event stream";
    private const string Hub = "hub";
    private const string HubStream = "hub over SSE";
    private const int Events = 3;
    private const string Handshake = """{"protocol":"json","version":1}""" + "\u001e";

    private static readonly TimeSpan s_tick = TimeSpan.FromSeconds(1);
    private static readonly string s_event =
        $$"""{"type":"progress","step":"work","status":"processing","message":"{{new string('x', 60_000)}}"}""";

    private readonly FakeTime _time = new();
    private HubServer _server = null!;
    private string _task = "";

    public static TheoryData<string> Transports => [Raw, Stream, Hub, HubStream];

    /// <summary>The server's outboxes have a tick when a test says so, and only then.</summary>
    public async ValueTask InitializeAsync()
    {
        _server = await HubServer.StartAsync(replace: services =>
        {
            services.AddSmallBuffers().AddSingleton<TimeProvider>(_time);
            services.Remove(services.Single(service => service.ImplementationType == typeof(StalledWriteWatch)));
        });
        _task = await _server.StartTaskAsync();
        await _server.ReportAsync(_task, $"[{string.Join(',', Enumerable.Repeat(s_event, Events))}]");
        await _server.ReportAsync(_task, """{"type":"completed"}""");
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _server.Logged.Lines.ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Transports))]
    public async Task Events_of_60_kB_reach_who_reads_3_kB_a_second(string transport)
    {
        const int BytesPerTick = 3_000;
        using var client = await ConnectAsync(transport);

        while (await client.TakeAsync(BytesPerTick, () => HasAll(client, transport)))
            Tick();

        HasAll(client, transport).ShouldBeTrue(
            $"after {client.Taken.Length} bytes it ended with {client.Text[^Math.Min(200, client.Text.Length)..]}");
        for (var seq = 1; seq <= Events; seq++)
            client.Text.ShouldContain($"\"seq\":{seq},");
        if (transport == Raw)
            (await client.FramesAsync())[^1].Closing.Code.ShouldBe(CloseCodes.Ended);
    }

    [Theory]
    [MemberData(nameof(Transports))]
    public async Task Who_takes_a_byte_now_and_then_is_cut_and_hears_why_if_it_reads_after_all(string transport)
    {
        const int Ticks = 60;
        const int Everything = 1_000_000;
        using var client = await ConnectAsync(transport);
        await client.TakeAsync(2_000);

        for (var ticks = 0; ticks < Ticks; ticks++)
        {
            _server.Services.GetRequiredService<TaskGroupLifetimeManager>().Tick();
            await client.TakeAsync(1);
        }

        await client.TakeAsync(Everything, () => HasAll(client, transport)
            || (transport == Raw && client.Text.EndsWith("position.", StringComparison.Ordinal)));
        client.Text.ShouldNotContain("\"type\":\"completed\"");
        if (transport == Raw)
            (await client.FramesAsync())[^1].Closing.Code.ShouldBe(CloseCodes.TooSlow);
    }

    /// <summary>Then no write is in flight, and nothing more comes that would have to wait.</summary>
    [Theory]
    [MemberData(nameof(Transports))]
    public async Task Who_takes_a_byte_now_and_then_is_cut_also_when_the_kernel_has_taken_all_of_it(string transport)
    {
        const int Ticks = 60;
        const int Everything = 1_000_000;
        const int EventBytes = 30_000;
        _task = await _server.StartTaskAsync();
        await _server.ReportAsync(
            _task, $$"""{"type":"progress","step":"work","status":"processing","message":"{{new string('x', EventBytes)}}"}""");
        using var client = await ConnectAsync(transport);
        await client.TakeAsync(2_000);

        for (var ticks = 0; ticks < Ticks; ticks++)
        {
            _server.Services.GetRequiredService<TaskGroupLifetimeManager>().Tick();
            await client.TakeAsync(1);
        }

        await client.TakeAsync(Everything, () => transport == Raw && client.Text.EndsWith("position.", StringComparison.Ordinal));
        if (transport == Raw)
            (await client.FramesAsync())[^1].Closing.Code.ShouldBe(CloseCodes.TooSlow);
        else
            client.Taken.Length.ShouldBeLessThan(EventBytes);
    }

    private static bool HasAll(DripClient client, string transport) => transport == Raw
        ? client.Text.EndsWith(CloseReason.TaskEnded.Message, StringComparison.Ordinal)
        : client.Text.Contains("\"type\":\"completed\"", StringComparison.Ordinal);

    /// <summary>Of the outboxes, and of whatever waits for the clock.</summary>
    private void Tick()
    {
        _server.Services.GetRequiredService<TaskGroupLifetimeManager>().Tick();
        _time.Advance(s_tick);
    }

    private async Task<DripClient> ConnectAsync(string transport)
    {
        var server = _server.Http.BaseAddress!;
        const string AsStream = "Accept: text/event-stream\r\n";
        switch (transport)
        {
            case Raw:
                return await DripClient.UpgradeAsync(server, $"{Routes.Hub}/{_task}?after_seq=0");
            case Stream:
                return await DripClient.GetAsync(server, $"{Routes.Tasks}/{_task}/events?after_seq=0", AsStream);
            case Hub:
                var socket = await DripClient.UpgradeAsync(server, $"{Routes.Hub}?task_id={_task}&after_seq=0");
                await socket.SendAsync(Frame.OfText(Handshake).ToBytes());
                return socket;
            default:
                var id = await NegotiateAsync();
                var stream = await DripClient.GetAsync(server, $"{Routes.Hub}?id={id}&task_id={_task}&after_seq=0", AsStream);
                using (var handshake = new StringContent(Handshake, MediaTypeHeaderValue.Parse("text/plain")))
                    (await _server.Http.PostAsync(new Uri($"{Routes.Hub}?id={id}", UriKind.Relative), handshake)).EnsureSuccessStatusCode();
                return stream;
        }
    }

    private async Task<string> NegotiateAsync()
    {
        using var answer = await _server.Http.PostAsync(
            new Uri($"{Routes.Hub}/negotiate?negotiateVersion=1", UriKind.Relative), content: null);
        using var negotiated = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        return negotiated.RootElement.GetProperty("connectionToken").GetString()!;
    }
}
