using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Roadmap.Client.Connection;
using Roadmap.Contracts;

namespace Roadmap.Client.Watching;

/// <summary>
/// Keeps a list of tasks: watches first, then fetches; fetches again when a beat tells of a loss; and does both anew on every new
/// connection.
/// </summary>
/// <param name="lines">Over which it watches.</param>
/// <param name="options">How the server is reached.</param>
/// <param name="client">By which it fetches.</param>
/// <param name="filter">Which tasks.</param>
/// <param name="limit">The newest so many.</param>
/// <param name="failure">Told why the list may be old, and null when it is as it should be again. The reader calls it.</param>
/// <param name="closing">Ends it with its client.</param>
internal sealed class TaskListWatch(HubLines lines, RoadmapClientOptions options, RoadmapClient client, WatchTasksRequest filter, int limit,
    IProgress<RoadmapException?>? failure, CancellationToken closing) : ILineUser
{
    /// <summary>Losses are noticed in bursts: a page is not fetched more often.</summary>
    private static readonly TimeSpan s_fetchEvery = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_lookEvery = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly TaskList _list = new(filter.Status, limit);
    private readonly BeatCounter _counter = new(options.Time);
    private readonly Channel<bool> _news =
        Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private bool _isOld = true;
    private bool _isConnected;
    private RoadmapException? _failure;
    private RoadmapException? _refusal;

    string? ILineUser.TaskId => null;

    void ILineUser.LineChanged(HubLine line, LineState state)
    {
        lock (_gate)
        {
            _isConnected = state.Phase == LinePhase.Connected;
            if (state.Phase == LinePhase.Waiting)
                _failure = state.Error;
        }

        if (state.Phase == LinePhase.Connected)
            _ = BeginAsync(line);
        else if (state.Phase == LinePhase.Refused)
            Refuse(state.Error!);
        else if (state.Phase == LinePhase.Waiting)
            _news.Writer.TryWrite(true);
    }

    void ILineUser.Receive(object message)
    {
        lock (_gate)
        {
            switch (message)
            {
                case TaskChangedMessage changed:
                    _counter.Changed(changed.Sender);
                    _isOld |= _list.Change(changed);
                    break;
                case TasksBeatMessage beat:
                    _isOld |= _counter.Beat(beat);
                    break;
                default:
                    return;
            }
        }

        _news.Writer.TryWrite(true);
    }

    public async IAsyncEnumerable<IReadOnlyList<ListedTask>> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, closing);
        var line = lines.Join(this);
        try
        {
            var fetchedAt = (long?)null;
            var told = (RoadmapException?)null;
            while (true)
            {
                await WaitForNewsAsync(over.Token).ConfigureAwait(false);
                TellFailure(ref told);
                if (_refusal is { } refusal)
                    throw refusal;
                if (IsOld() && fetchedAt is { } at && options.Time.GetElapsedTime(at) is var age && age < s_fetchEvery)
                    await Task.Delay(s_fetchEvery - age, options.Time, over.Token).ConfigureAwait(false);
                if (IsOld())
                {
                    fetchedAt = options.Time.GetTimestamp();
                    await FetchAsync(over.Token).ConfigureAwait(false);
                    TellFailure(ref told);
                }

                IReadOnlyList<ListedTask>? shown;
                lock (_gate)
                    shown = _list.TakeIfChanged();
                if (shown is not null)
                    yield return shown;
            }
        }
        finally
        {
            line.Leave(this);
        }
    }

    private void TellFailure(ref RoadmapException? told)
    {
        RoadmapException? now;
        lock (_gate)
            now = _failure;
        if (ReferenceEquals(now, told))
            return;
        told = now;
        failure?.Report(now);
    }

    private bool IsOld()
    {
        lock (_gate)
            return _isOld;
    }

    /// <summary>Or until it is time to look whether a beat is overdue.</summary>
    private async Task WaitForNewsAsync(CancellationToken cancellationToken)
    {
        using var timer = options.Time.CreateTimer(_ => _news.Writer.TryWrite(true), state: null, s_lookEvery, Timeout.InfiniteTimeSpan);
        await _news.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        lock (_gate)
            _isOld |= _counter.IsOverdue();
    }

    private async Task BeginAsync(HubLine line)
    {
        lock (_gate)
            _counter.Reset();
        try
        {
            var beat = await line.InvokeAsync<TasksBeatMessage>(HubMethods.WatchTasks, filter).ConfigureAwait(false);
            lock (_gate)
            {
                _counter.Begun(beat);
                _isOld = true;
            }

            _news.Writer.TryWrite(true);
        }
        catch (RoadmapException e) when (e.IsFinal)
        {
            Refuse(e);
        }
        catch (RoadmapException)
        {
            // The list is fetched all the same, and again when a beat is overdue.
            lock (_gate)
                _isOld = true;
            _news.Writer.TryWrite(true);
        }
    }

    private async Task FetchAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _list.Asking();
            _isOld = false;
        }

        try
        {
            var page = await client.ListTasksAsync(
                new TaskQuery { Status = filter.Status, Kind = filter.Kind, Owner = filter.Owner, Limit = limit }, cancellationToken)
                    .ConfigureAwait(false);
            lock (_gate)
            {
                _list.Page(page.Tasks);
                // Without a connection it grows old at once.
                if (_isConnected)
                    _failure = null;
            }
        }
        catch (RoadmapException e) when (!e.IsFinal)
        {
            lock (_gate)
            {
                _isOld = true;
                _failure ??= e;
            }
        }
    }

    private void Refuse(RoadmapException error)
    {
        _refusal = error;
        _news.Writer.TryWrite(true);
    }
}
