using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Roadmap.Contracts;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Fuzzing;

/// <summary>A hub client that watches every task of a lane while it is fuzzed, and takes nothing but one event after the other.</summary>
internal sealed class FuzzWatcher
{
    private const char End = '\u001e';

    private readonly ConcurrentDictionary<string, long> _seen = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _faults = new();
    private readonly MemorySocket _socket;

    private FuzzWatcher(FuzzServer server) => _socket = new MemorySocket(server.Memory, Routes.Hub, "", Take);

    public static async Task<FuzzWatcher> StartAsync(FuzzServer server)
    {
        var watcher = new FuzzWatcher(server);
        await watcher.SendAsync("""{"protocol":"json","version":1}""");
        return watcher;
    }

    public Task WatchAsync(string taskId) =>
        SendAsync($$$"""{"type":1,"target":"Subscribe","arguments":[{"task_id":"{{{taskId}}}","after":{"seq":0}}]}""");

    public Task SawAsync(string taskId, long seq) =>
        Wait.Eventually($"the watcher of {taskId} sees event {seq}", () => _seen.GetValueOrDefault(taskId) >= seq
            || !_faults.IsEmpty
            || _socket.IsClosed, () => $"It saw {_seen.GetValueOrDefault(taskId)}.");

    public async Task EndAsync()
    {
        _socket.IsClosed.ShouldBeFalse("nobody closed the watcher");
        await _socket.LeaveAsync();
        _faults.ShouldBeEmpty();
    }

    private Task SendAsync(string message) => _socket.SendAsync(MemorySocket.FrameOf(Encoding.UTF8.GetBytes(message + End)));

    private void Take(byte[] frame)
    {
        foreach (var text in Encoding.UTF8.GetString(frame).Split(End, StringSplitOptions.RemoveEmptyEntries))
        {
            using var json = JsonDocument.Parse(text);
            if (!json.RootElement.TryGetProperty("arguments", out var arguments))
                continue;
            var message = arguments[0];
            switch (json.RootElement.GetProperty("target").GetString())
            {
                case TaskEventTypes.Connected when message.TryGetProperty("recovered", out var recovered) && !recovered.GetBoolean():
                    _faults.Enqueue(text);
                    break;
                case TaskEventTypes.Connected or TaskEventTypes.CurrentStatus:
                    break;
                default:
                    Apply(message, text);
                    break;
            }
        }
    }

    private void Apply(JsonElement message, string text)
    {
        if (!message.TryGetProperty("seq", out var seq) || !message.TryGetProperty("task_id", out var taskId))
        {
            _faults.Enqueue(text);
            return;
        }

        var last = _seen.GetValueOrDefault(taskId.GetString()!);
        if (seq.GetInt64() != last + 1)
            _faults.Enqueue($"After {last} came {text}");
        _seen[taskId.GetString()!] = seq.GetInt64();
    }
}
