using System.Globalization;
using System.Text;
using System.Text.Json;
using Roadmap.Api.Rest;
using Roadmap.Contracts;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Fuzzing;

/// <summary>
/// One seed's inputs, one after the other, on tasks of its own. An input depends on nothing but the seed and its number, so that a failing
/// one can be made again; it is printed too.
/// </summary>
internal sealed class FuzzLane(FuzzServer server, int seed, FuzzWatcher watcher)
{
    private const int InputsPerTask = 250;
    private const int FramesPerConnection = 12;
    private const char End = '\u001e';

    private readonly Dictionary<string, long> _acknowledged = new(StringComparer.Ordinal);

    /// <summary>Returns how many events have been stored.</summary>
    public static async Task<long> RunAsync(FuzzServer server, int seed, int inputs, Func<FuzzLane, int, Task> one)
    {
        var watcher = await FuzzWatcher.StartAsync(server);
        var lane = new FuzzLane(server, seed, watcher);
        for (var index = 0; index < inputs; index++)
        {
            if (index % InputsPerTask == 0)
                await lane.StartTaskAsync(lane.TaskAt(index), index / InputsPerTask % 2 == 0 ? "import" : TaskKinds.RoadmapGeneration);
            await one(lane, index);
        }

        var stored = 0L;
        foreach (var task in lane._acknowledged.Keys)
            stored += await lane.CheckAsync(task);
        await watcher.EndAsync();
        return stored;
    }

    public async Task RequestAsync(int index)
    {
        var request = Traffic.Request(RandomOf(index), TaskAt(index));
        var input = Describe(index, request.ToString);
        MemoryExchange answer;
        try
        {
            answer = await server.AskAsync(request.Method, request.Path, request.Query, request.Headers, request.Body).InTime(input);
        }
        catch (Exception e) when (e is not TimeoutException)
        {
            throw new InvalidOperationException($"Unhandled, at {input()}", e);
        }

        Check(answer, input);
        if (answer.StatusCode == 200 && request.Method == "POST" && request.Path == Routes.For(Routes.TaskEvents, TaskAt(index)))
            Acknowledge(TaskAt(index), JsonDocument.Parse(answer.Answer).RootElement.GetProperty("seq").GetInt64());
        server.LoggedNothing(input);
    }

    public async Task PublishAsync(int index)
    {
        var payload = Traffic.Published(RandomOf(index), TaskAt(index));
        var input = Describe(index, () => Traffic.Show(payload));
        await server.PublishAsync(TaskAt(index), payload).InTime(input);
        server.LoggedNothing(input);
    }

    /// <summary>A hub connection with its frames, which all count as inputs: it is opened at the first.</summary>
    public Task HubFramesAsync(int index) => index % FramesPerConnection != 0 ? Task.CompletedTask : FramesAsync(
        index,
        Routes.Hub,
        random => [.. Traffic.HubFrame(random, TaskAt(index)), (byte)End],
        first: Encoding.UTF8.GetBytes("""{"protocol":"json","version":1}""" + End),
        last: MemorySocket.FrameOf(Encoding.UTF8.GetBytes("""{"type":1,"invocationId":"last","target":"Ping","arguments":[]}""" + End)),
        IsLastJson);

    /// <inheritdoc cref="HubFramesAsync"/>
    public Task PackedFramesAsync(int index)
    {
        var isShaken = false;
        return index % FramesPerConnection != 0 ? Task.CompletedTask : FramesAsync(
            index,
            Routes.Hub,
            random => Packed.Message(Traffic.Pack(random, TaskAt(index))),
            first: Encoding.UTF8.GetBytes("""{"protocol":"messagepack","version":1}""" + End),
            last: MemorySocket.FrameOf(Packed.Call("last", HubMethods.Ping)),
            message =>
            {
                ReadOnlySpan<byte> rest = message;
                // The handshake is JSON, and the first messages may come with its answer.
                if (!isShaken)
                    rest = rest[(rest.IndexOf((byte)End) + 1)..];
                isShaken = true;
                var isLast = Packed.Read(ref rest).Exists(read => read[0].GetInt32() == 3 && read[2].GetString() == "last");
                rest.IsEmpty.ShouldBeTrue("a frame holds whole messages");
                return isLast;
            });
    }

    /// <inheritdoc cref="HubFramesAsync"/>
    public Task RawFramesAsync(int index) => index % FramesPerConnection != 0 ? Task.CompletedTask : FramesAsync(
        index, Routes.For(Routes.RawSocket, TaskAt(index)), Traffic.RawFrame, first: null, last: [0x88, 0x82, 0, 0, 0, 0, 0x03, 0xE8],
        IsLastJson);

    private static bool IsLastJson(byte[] message)
    {
        using var _ = JsonDocument.Parse(Encoding.UTF8.GetString(message).TrimEnd(End).Split(End)[^1]);
        return message.AsSpan().IndexOf("\"invocationId\":\"last\""u8) >= 0;
    }

    private async Task FramesAsync(
        int index, string path, Func<Random, byte[]> frame, byte[]? first, byte[] last, Func<byte[], bool> isLast)
    {
        var random = RandomOf(index);
        var sent = new List<byte[]>();
        var input = Describe(index, () => $"{path}\n{string.Join('\n', sent.Select(Traffic.Show))}");
        var answered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var socket = new MemorySocket(server.Memory, path, random.Next(6) == 0 ? "?after_seq=0" : "", message =>
        {
            if (isLast(message))
                answered.TrySetResult();
        });

        // Behind what is no frame, or no handshake, nothing can be waited for.
        var isWhole = true;
        if (first is not null)
            await SendAsync(random.Next(20) == 0, first);
        for (var i = 0; i < FramesPerConnection; i++)
            await SendAsync(random.Next(60) == 0, frame(random));
        await socket.SendAsync(last);
        if (isWhole)
            await Task.WhenAny(answered.Task, socket.Closed).InTime(input);
        try
        {
            await socket.LeaveAsync();
        }
        catch (Exception e) when (e is not TimeoutException)
        {
            throw new InvalidOperationException($"Unhandled, at {input()}", e);
        }

        socket.CloseCode.ShouldNotBe(CloseCodes.InternalError, input());
        server.LoggedNothing(input);

        Task SendAsync(bool isBroken, byte[] payload)
        {
            var isInFrame = random.Next(2) == 0;
            var part = isBroken && isInFrame ? new Mutator(random).Bytes(payload) : payload;
            var bytes = isBroken && !isInFrame ? new Mutator(random).Bytes(MemorySocket.FrameOf(part)) : MemorySocket.FrameOf(part);
            isWhole &= !isBroken;
            sent.Add(isBroken ? bytes : payload);
            return socket.SendAsync(bytes);
        }
    }

    /// <summary>Everything that was accepted is there, is replayed, and has been delivered.</summary>
    private async Task<long> CheckAsync(string task)
    {
        var head = 0L;
        while (true)
        {
            var page = await server.AskAsync("GET", Routes.For(Routes.TaskEvents, task), $"?after_seq={head}&limit=1000");
            page.StatusCode.ShouldBe(200, page.Answer);
            using var json = JsonDocument.Parse(page.Answer);
            foreach (var stored in json.RootElement.GetProperty("events").EnumerateArray())
                stored.GetProperty("seq").GetInt64().ShouldBe(++head, task);
            if (head == json.RootElement.GetProperty("seq").GetInt64())
                break;
        }

        head.ShouldBeGreaterThanOrEqualTo(_acknowledged[task], task);
        await watcher.SawAsync(task, head);
        await ReplayAsync(task, head);
        server.LoggedNothing(() => $"the replay of {task}");
        return head;
    }

    private async Task ReplayAsync(string task, long head)
    {
        var next = 1L;
        var replayed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var socket = new MemorySocket(server.Memory, Routes.For(Routes.RawSocket, task), "?after_seq=0", message =>
        {
            using var json = JsonDocument.Parse(message);
            if (json.RootElement.TryGetProperty("seq", out var seq)
                && json.RootElement.GetProperty("type").GetString() != TaskEventTypes.CurrentStatus)
            {
                if (seq.GetInt64() != next++)
                    replayed.TrySetException(
                        new InvalidOperationException($"{next - 1} was to come, and then came {Encoding.UTF8.GetString(message)}"));
                if (seq.GetInt64() == head)
                    replayed.TrySetResult();
            }
            else if (head == 0)
            {
                replayed.TrySetResult();
            }
        });
        await replayed.Task.InTime(() => $"{task}: {next} of {head}, closed {socket.CloseCode}");
        await socket.LeaveAsync();
    }

    private async Task StartTaskAsync(string task, string kind)
    {
        var made = await server.AskAsync(
            "POST", Routes.Tasks, body: Encoding.UTF8.GetBytes($$"""{"task_id":"{{task}}","kind":"{{kind}}"}"""));
        made.StatusCode.ShouldBe(201, made.Answer);
        Acknowledge(task, 0);
        await watcher.WatchAsync(task);
    }

    private void Acknowledge(string task, long seq) => _acknowledged[task] = Math.Max(seq, _acknowledged.GetValueOrDefault(task));

    private static void Check(MemoryExchange answer, Func<string> input)
    {
        answer.StatusCode.ShouldBeLessThan(500, $"{answer.Answer}\n{input()}");
        if (answer.StatusCode >= 400)
        {
            answer.Headers.ContentType.ToString().ShouldBe(ProblemResult.MediaType, $"{answer.StatusCode} {answer.Answer}\n{input()}");
            using var problem = JsonDocument.Parse(answer.Answer);
            ErrorCatalogue.Statuses[problem.RootElement.GetProperty("code").GetString()!].ShouldBe(answer.StatusCode, input());
        }
        else if (answer.Headers.ContentType.ToString().StartsWith("application/json", StringComparison.Ordinal))
        {
            JsonDocument.Parse(answer.Answer).Dispose();
        }
    }

    private string TaskAt(int index) => string.Create(CultureInfo.InvariantCulture, $"fuzz-{seed}-{index / InputsPerTask}");

    private Random RandomOf(int index) => new(unchecked((seed * 1_000_003) + index));

    private Func<string> Describe(int index, Func<string> input) => () => $"seed {seed}, input {index}:\n{input()}";
}
