using System.Runtime.CompilerServices;
using Roadmap.Client.Connection;
using Roadmap.Client.Rest;
using Roadmap.Client.Watching;
using Roadmap.Contracts;

namespace Roadmap.Client;

/// <summary>
/// Watches tasks of a Roadmap server, any number of them over one connection, and calls it. It may be used from any thread, and lives as
/// long as the program does.
/// </summary>
public sealed class RoadmapClient : IAsyncDisposable
{
    private readonly RoadmapClientOptions _options;
    private readonly HubLines _lines;
    private readonly HttpClient? _ownHttp;
    private readonly RestApi _rest;
    private readonly CancellationTokenSource _closing = new();
    private readonly CancellationToken _closed;
    private int _isDisposed;

    /// <summary>Connects to nothing yet: that is done when something is asked for.</summary>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public RoadmapClient(RoadmapClientOptions? options = null)
    {
        _options = options ?? RoadmapClientOptions.Default;
        if (_options.FindFault() is { } fault)
            throw new ArgumentException(fault, nameof(options));
        _closed = _closing.Token;
        _lines = new HubLines(_options);
        if (_options.Http is null)
            _ownHttp = new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
        _rest = new RestApi(_options, _options.Http ?? _ownHttp!);
    }

    /// <inheritdoc cref="RoadmapClient(RoadmapClientOptions?)"/>
    /// <param name="server">Where the server is, such as <c>https://roadmap.example</c>.</param>
    public RoadmapClient(Uri server)
        : this(RoadmapClientOptions.Default with { Server = server })
    {
    }

    /// <summary>A watch with its state and its position. It begins when it is enumerated.</summary>
    public TaskWatch Watch(string taskId, WatchOptions? options = null) =>
        new(_lines, _options, taskId, options ?? WatchOptions.Default, _closed);

    /// <summary>
    /// The task as it is now, then its events as they happen, each once and in order, until it has ended. Where events are lost for good,
    /// another <see cref="TaskSnapshot"/> takes their place.
    /// </summary>
    /// <exception cref="RoadmapException">There is no such task, or it may not be watched.</exception>
    public IAsyncEnumerable<ITaskMessage> WatchAsync(string taskId, CancellationToken cancellationToken = default) =>
        WatchAsync(taskId, WatchOptions.Default, cancellationToken);

    /// <inheritdoc cref="WatchAsync(string, CancellationToken)"/>
    public async IAsyncEnumerable<ITaskMessage> WatchAsync(
        string taskId, WatchOptions options, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var message in Watch(taskId, options).WithCancellation(cancellationToken).ConfigureAwait(false))
            yield return message;
    }

    /// <summary>
    /// Reports the task after every change, until it has ended. <see cref="Progress{T}"/> made on a window's thread reports there.
    /// </summary>
    /// <returns>The task as it ended.</returns>
    /// <exception cref="RoadmapException">There is no such task, or it may not be watched.</exception>
    public async Task<TaskSnapshot> FollowAsync(
        string taskId, IProgress<TaskSnapshot>? progress = null, CancellationToken cancellationToken = default)
    {
        var watch = Watch(taskId);
        await foreach (var _ in watch.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            if (watch.Snapshot is { } snapshot)
                progress?.Report(snapshot);
        }

        return watch.Snapshot!;
    }

    /// <summary>
    /// Raises events on the context that this is called on, such as a window's thread. It begins with <see cref="TaskMonitor.Start"/>.
    /// </summary>
    public TaskMonitor Monitor(string taskId, WatchOptions? options = null) => new(Watch(taskId, options));

    /// <summary>The newest tasks, as they are and whenever one of them changes. Who reads slowly gets the latest.</summary>
    /// <param name="filter">Which tasks; absent: all.</param>
    /// <param name="limit">How many: 1 to 1,000.</param>
    /// <param name="cancellationToken">Ends the watch.</param>
    /// <exception cref="RoadmapException">The filter is wrong, or they may not be watched.</exception>
    public IAsyncEnumerable<IReadOnlyList<ListedTask>> WatchTasksAsync(
        WatchTasksRequest? filter = null, int limit = ContractLimits.DefaultPage, CancellationToken cancellationToken = default) =>
        WatchTasksAsync(filter, limit, failure: null, cancellationToken);

    /// <inheritdoc cref="WatchTasksAsync(WatchTasksRequest?, int, CancellationToken)"/>
    /// <param name="filter">Which tasks; null: all.</param>
    /// <param name="limit">How many: 1 to 1,000.</param>
    /// <param name="failure">
    /// Told why the list may be old, such as that the server is away, and null when it is as it should be again. Called while somebody
    /// waits for the next list.
    /// </param>
    /// <param name="cancellationToken">Ends the watch.</param>
    public IAsyncEnumerable<IReadOnlyList<ListedTask>> WatchTasksAsync(
        WatchTasksRequest? filter, int limit, IProgress<RoadmapException?>? failure, CancellationToken cancellationToken = default) =>
        new TaskListWatch(_lines, _options, this, filter ?? new WatchTasksRequest(), limit, failure, _closed).ReadAsync(cancellationToken);

    /// <summary>Begins a roadmap. With a <see cref="GenerateRoadmapBody.TaskId"/> of one's own the call may be repeated.</summary>
    /// <exception cref="RoadmapException">The request is refused, or the server cannot be reached.</exception>
    public Task<GenerateRoadmapReply> GenerateAsync(GenerateRoadmapBody request, CancellationToken cancellationToken = default) =>
        _rest.PostAsync<GenerateRoadmapBody, GenerateRoadmapReply>(Routes.GenerateRoadmap, request, cancellationToken);

    /// <summary>Takes the decision on a plan that waits for review.</summary>
    /// <param name="taskId">Whose plan it is.</param>
    /// <param name="approved">Whether content is to be made for it.</param>
    /// <param name="feedback">What should be different.</param>
    /// <param name="cancellationToken">Gives up waiting for the answer.</param>
    /// <exception cref="RoadmapException">Nothing waits for review, or the server cannot be reached.</exception>
    public Task<ReviewReply> ReviewAsync(
        string taskId, bool approved, string? feedback = null, CancellationToken cancellationToken = default) =>
        _rest.PostAsync<ReviewBody, ReviewReply>(
            Routes.For(Routes.ApproveRoadmap, taskId), new ReviewBody { Approved = approved, Feedback = feedback }, cancellationToken);

    /// <summary>Says what feedback would do to a plan that waits for review, and changes nothing.</summary>
    /// <exception cref="RoadmapException">Nothing waits for review, or the server cannot be reached.</exception>
    public Task<ReviewPreview> PreviewReviewAsync(string taskId, string feedback, CancellationToken cancellationToken = default) =>
        _rest.PostAsync<ReviewPreviewBody, ReviewPreview>(
            Routes.For(Routes.PreviewReview, taskId), new ReviewPreviewBody { Feedback = feedback }, cancellationToken);

    /// <summary>Asks for a task to be called off.</summary>
    /// <exception cref="RoadmapException">It has ended, there is none, or the server cannot be reached.</exception>
    public Task<CancelReply> CancelAsync(string taskId, CancellationToken cancellationToken = default) =>
        _rest.PostAsync<CancelReply>(Routes.For(Routes.CancelTask, taskId), cancellationToken);

    /// <summary>Begins the next attempt of a roadmap that has failed, was cancelled, or has completed without some content.</summary>
    /// <exception cref="RoadmapException">It cannot be tried again, or the server cannot be reached.</exception>
    public Task<RetryReply> RetryAsync(string taskId, CancellationToken cancellationToken = default) =>
        _rest.PostAsync<RetryReply>(Routes.For(Routes.RetryRoadmap, taskId), cancellationToken);

    /// <summary>A task as it is.</summary>
    /// <exception cref="RoadmapException">There is none, or the server cannot be reached.</exception>
    public Task<TaskSnapshot> GetTaskAsync(string taskId, CancellationToken cancellationToken = default) =>
        _rest.GetAsync<TaskSnapshot>(Routes.For(Routes.Task, taskId), cancellationToken);

    /// <summary>A page of tasks, newest first.</summary>
    /// <exception cref="RoadmapException">The query is refused, or the server cannot be reached.</exception>
    public Task<TaskPage> ListTasksAsync(TaskQuery? query = null, CancellationToken cancellationToken = default) =>
        _rest.GetAsync<TaskPage>(Routes.Tasks + (query ?? TaskQuery.Default).ToQuery(), cancellationToken);

    /// <summary>A roadmap, with the content made so far.</summary>
    /// <exception cref="RoadmapException">There is none, or the server cannot be reached.</exception>
    public Task<RoadmapDocument> GetRoadmapAsync(string roadmapId, CancellationToken cancellationToken = default) =>
        _rest.GetAsync<RoadmapDocument>(Routes.For(Routes.Roadmap, roadmapId), cancellationToken);

    /// <summary>A page of a task's log, for those who do not watch.</summary>
    /// <exception cref="RoadmapException">The position is lost, there is no such task, or the server cannot be reached.</exception>
    public Task<EventPage> GetEventsAsync(
        string taskId, AfterPosition? after = null, int? limit = null, CancellationToken cancellationToken = default) =>
        _rest.GetAsync<EventPage>(
            Routes.For(Routes.TaskEvents, taskId)
            + QueryText.Of(("after_seq", after?.Seq), ("epoch", after?.Epoch), ("limit", limit)), cancellationToken);

    /// <summary>Makes a link to a task, by which somebody without an account watches it.</summary>
    /// <param name="taskId">The task.</param>
    /// <param name="terms">For how long, and what it lets do; absent: a week, and to watch.</param>
    /// <param name="cancellationToken">Gives up waiting for the answer.</param>
    /// <exception cref="RoadmapException">The terms are refused, the task is not yours, or the server cannot be reached.</exception>
    public Task<WatchLinkReply> MakeWatchLinkAsync(
        string taskId, WatchLinkBody? terms = null, CancellationToken cancellationToken = default) =>
        _rest.PostAsync<WatchLinkBody, WatchLinkReply>(
            Routes.For(Routes.WatchLinks, taskId), terms ?? new WatchLinkBody(), cancellationToken);

    /// <summary>The links to a task that have not expired, newest first, without their tokens.</summary>
    /// <exception cref="RoadmapException">The task is not yours, or the server cannot be reached.</exception>
    public async Task<IReadOnlyList<WatchLinkEntry>> ListWatchLinksAsync(string taskId, CancellationToken cancellationToken = default) =>
        (await _rest.GetAsync<WatchLinkList>(Routes.For(Routes.WatchLinks, taskId), cancellationToken).ConfigureAwait(false)).WatchLinks;

    /// <summary>Takes a link back: what was opened with it ends within seconds.</summary>
    /// <exception cref="RoadmapException">The task has no such link, it is not yours, or the server cannot be reached.</exception>
    public Task RevokeWatchLinkAsync(string taskId, string linkId, CancellationToken cancellationToken = default) =>
        _rest.DeleteAsync(Routes.For(Routes.For(Routes.WatchLink, taskId), linkId), cancellationToken);

    /// <summary>Makes a task to report on. With a <see cref="CreateTaskBody.TaskId"/> of one's own the call may be repeated.</summary>
    /// <exception cref="RoadmapException">The request is refused, or the server cannot be reached.</exception>
    public Task<TaskSnapshot> CreateTaskAsync(CreateTaskBody request, CancellationToken cancellationToken = default) =>
        _rest.PostAsync<CreateTaskBody, TaskSnapshot>(Routes.Tasks, request, cancellationToken);

    /// <summary>
    /// Reports events in one act: all are stored, or none. Events with an id may be reported again without being doubled. No event is a
    /// heartbeat, which renews the lease. <see cref="CreateReporter"/> does all of this by itself.
    /// </summary>
    /// <exception cref="RoadmapException">
    /// The report is refused, or the server cannot be reached: then it is not known whether it was stored.
    /// </exception>
    public Task<ReportReply> ReportAsync(
        string taskId, IReadOnlyCollection<ReportedEvent> events, CancellationToken cancellationToken = default) =>
        _rest.PostAsync<ReportReply>(Routes.For(Routes.TaskEvents, taskId), ReportJson.Of(events.Select(ReportJson.Of)), cancellationToken);

    /// <summary>Reports on a task in the background, in batches, through restarts of the server.</summary>
    public TaskReporter CreateReporter(string taskId, TaskReporterOptions? options = null) =>
        new(_rest, _options, taskId, options ?? TaskReporterOptions.Default);

    /// <summary>Ends every watch, and the connection.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0)
            return;
        await _closing.CancelAsync().ConfigureAwait(false);
        await _lines.DisposeAsync().ConfigureAwait(false);
        _ownHttp?.Dispose();
        _closing.Dispose();
    }
}
