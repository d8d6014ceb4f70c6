using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Threading.Channels;
using Roadmap.Contracts;
using Roadmap.Contracts.Json;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Delivery;

/// <summary>
/// Watches of the npm package as it is built, in a Node process: a few clients, each with one connection for all its watches.
/// </summary>
internal sealed class NodeClientWatches : ITaskWatches, IAsyncDisposable
{
    private static readonly string s_script = Path.Combine(AppContext.BaseDirectory, "Delivery", "node-client-watches.mjs");
    private static readonly string s_webPackage = typeof(NodeClientWatches).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(metadata => metadata.Key == "WebPackage").Value!;

    private readonly ConcurrentDictionary<int, Channel<Said>> _watches = new();
    private readonly SemaphoreSlim _speaking = new(1);
    private readonly ChildProcess _process;
    private int _count;

    /// <param name="address">Where the clients connect.</param>
    /// <param name="clients">How many; the watches are dealt out to them in turn.</param>
    /// <param name="skipNegotiation">As the package's option.</param>
    /// <param name="token">What they answer when they are asked for one.</param>
    public NodeClientWatches(Uri address, int clients = 1, bool skipNegotiation = false, string? token = null)
    {
        var options = JsonSerializer.Serialize(new { webPackage = s_webPackage, count = clients, url = address, skipNegotiation, token });
        _process = ChildProcess.Start("node", [s_script, options], hear: Hear);
    }

    public async Task<ITaskWatch> OpenAsync(string taskId, AfterPosition? after, CancellationToken cancellationToken)
    {
        if (_process.HasEnded)
            throw new InvalidOperationException($"The Node process has ended: {_process.Said()}");
        var watch = new NodeWatch(this, Interlocked.Increment(ref _count), after);
        var position = after is null ? "null" : JsonSerializer.Serialize(after, ContractsJson.TypeInfo<AfterPosition>());
        await SayAsync($$"""{"watch":{{watch.Number}},"task":"{{taskId}}","after":{{position}}}""");
        return watch;
    }

    public async ValueTask DisposeAsync()
    {
        _process.SayNoMore();
        await _process.DisposeAsync();
        _speaking.Dispose();
    }

    private async Task SayAsync(string line)
    {
        await _speaking.WaitAsync().InTime(_process.Said);
        try
        {
            await _process.SayAsync(line);
        }
        finally
        {
            _speaking.Release();
        }
    }

    private void Hear(string line)
    {
        // What is no JSON is the word of Node itself, and is kept for whoever looks for a reason.
        if (!line.StartsWith('{'))
            return;
        var said = JsonSerializer.Deserialize<Said>(line, JsonSerializerOptions.Web)!;
        if (_watches.TryGetValue(said.Watch, out var channel))
            channel.Writer.TryWrite(said);
    }

    /// <param name="Watch">Its number.</param>
    /// <param name="Message">What it yielded.</param>
    /// <param name="End">In which state it ended.</param>
    /// <param name="Error">What it threw.</param>
    private sealed record Said(int Watch, JsonElement? Message, string? End, string? Error);

    private sealed class NodeWatch : ITaskWatch
    {
        private readonly Queue<object> _told = new();
        private readonly Channel<Said> _said = Channel.CreateUnbounded<Said>();
        private readonly NodeClientWatches _all;
        private readonly ClientStory _story;

        public NodeWatch(NodeClientWatches all, int number, AfterPosition? after)
        {
            (_all, Number, _story) = (all, number, new ClientStory(after));
            _all._watches[number] = _said;
        }

        public int Number { get; }

        public async Task<object> NextAsync(CancellationToken cancellationToken) =>
            await TryNextAsync(cancellationToken) ?? throw new IOException("The watch ended.");

        public async IAsyncEnumerable<object> RestAsync([EnumeratorCancellation] CancellationToken cancellationToken)
        {
            while (await TryNextAsync(cancellationToken) is { } message)
                yield return message;
        }

        public async ValueTask DisposeAsync()
        {
            _all._watches.TryRemove(Number, out _);
            if (!_all._process.HasEnded)
                await _all.SayAsync($$"""{"watch":{{Number}}}""");
        }

        private async Task<object?> TryNextAsync(CancellationToken cancellationToken)
        {
            while (_told.Count == 0)
            {
                var said = await _said.Reader.ReadAsync(cancellationToken);
                if (said.Error is not null)
                    throw new InvalidOperationException($"The client gave up: {said.Error}");
                if (said.Message is not { } message)
                    return null;
                foreach (var told in _story.Tell(WireMessage.Read(message.GetProperty("type").GetString()!, message)))
                    _told.Enqueue(told);
            }

            return _told.Dequeue();
        }
    }
}
