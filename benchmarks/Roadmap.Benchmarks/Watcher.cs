using System.Diagnostics;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR.Client;
using Roadmap.Contracts;

namespace Roadmap.Benchmarks;

/// <summary>A stock SignalR client that watches one task and notes when its handler was called for each event.</summary>
internal sealed class Watcher : IAsyncDisposable
{
    private readonly HubConnection _connection;
    private readonly long[] _arrivals;
    private readonly TaskCompletionSource _hasAll = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _count;

    /// <param name="hub">Where it watches.</param>
    /// <param name="events">How many will come; their messages are their numbers, from 0.</param>
    /// <param name="token">By which the server knows it, if that asks.</param>
    public Watcher(Uri hub, int events, string? token = null)
    {
        _arrivals = new long[events];
        _connection = new HubConnectionBuilder()
            .WithUrl(hub, HttpTransportType.WebSockets, http =>
            {
                http.SkipNegotiation = true;
                http.AccessTokenProvider = () => Task.FromResult(token);
            })
            .Build();
        _connection.On<ProgressEvent>(TaskEventTypes.Progress, Take);
    }

    /// <summary>Stopwatch ticks, by the number of the event.</summary>
    public IReadOnlyList<long> Arrivals => _arrivals;

    public Task HasAll => _hasAll.Task;

    public async Task WatchAsync(string taskId)
    {
        await _connection.StartAsync();
        await _connection.InvokeAsync<SubscribeReply>(
            HubMethods.Subscribe, new SubscribeRequest { TaskId = taskId, IncludeHistory = false });
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private void Take(ProgressEvent arrived)
    {
        _arrivals[int.Parse(arrived.Message!)] = Stopwatch.GetTimestamp();
        if (++_count == _arrivals.Length)
            _hasAll.TrySetResult();
    }
}
