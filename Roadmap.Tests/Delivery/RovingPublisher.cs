using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using Roadmap.Contracts;
using Roadmap.Contracts.Json;

namespace Roadmap.Tests.Delivery;

/// <summary>
/// A worker that reports to whichever instance it is sent to, and repeats a report, with the same event ids, until it hears where the
/// events are.
/// </summary>
internal sealed class RovingPublisher(string name, string taskId, Cluster cluster, HttpClient http, Random random)
{
    private static readonly TimeSpan s_pauseAfterFailure = TimeSpan.FromMilliseconds(100);

    private readonly ConcurrentQueue<PublishedReport> _reports = new();

    /// <summary>Bytes that each event carries along, beside its ids.</summary>
    public int Padding { get; init; } = 80;

    /// <summary>What it reported so far, and what it was told.</summary>
    public IReadOnlyCollection<PublishedReport> Reports => _reports;

    public int AcknowledgedEvents { get; private set; }

    /// <summary>How often it did not hear what became of a report.</summary>
    public int Repeats { get; private set; }

    /// <summary>One report of progress.</summary>
    public Task ReportAsync(int first, int count, CancellationToken cancellationToken) =>
        ReportAsync([.. Enumerable.Range(first, count).Select(number => $"{name}.{number}")], Progress, cancellationToken);

    /// <summary>Reports so many progress events, in an even pace with some chance in it.</summary>
    public async Task PublishAsync(int events, int eventsPerReport, TimeSpan lasting, CancellationToken cancellationToken)
    {
        var pause = lasting / (events / (double)eventsPerReport);
        for (var first = 0; first < events; first += eventsPerReport)
        {
            await ReportAsync(first, Math.Min(eventsPerReport, events - first), cancellationToken);
            await Task.Delay(2 * random.NextDouble() * pause, TimeProvider.System, cancellationToken);
        }
    }

    /// <summary>Reports the end of the task.</summary>
    public Task CompleteAsync(CancellationToken cancellationToken) =>
        ReportAsync([$"{name}.end"], id => $$"""{"type":"completed","event_id":"{{id}}","message":"{{id}}"}""", cancellationToken);

    private string Progress(string id) =>
        $$$"""{"type":"progress","event_id":"{{{id}}}","message":"{{{id}}}","step":"work","status":"processing","data":{"note":"{{{new string('x', Padding)}}}"}}""";

    private async Task ReportAsync(IReadOnlyList<string> ids, Func<string, string> write, CancellationToken cancellationToken)
    {
        var json = $"[{string.Join(',', ids.Select(write))}]";
        ReportReply? answer = null;
        try
        {
            while ((answer = await TryAsync(json, cancellationToken)) is null)
            {
                Repeats++;
                await Task.Delay(s_pauseAfterFailure, TimeProvider.System, cancellationToken);
            }

            AcknowledgedEvents += ids.Count;
        }
        finally
        {
            _reports.Enqueue(new PublishedReport(taskId, ids, answer));
        }
    }

    /// <summary>The answer; null when it is not known what became of the report.</summary>
    private async Task<ReportReply?> TryAsync(string json, CancellationToken cancellationToken)
    {
        try
        {
            using var body = new StringContent(json, Encoding.UTF8, "application/json");
            using var answer =
                await http.PostAsync(new Uri(cluster.Pick(random), Routes.For(Routes.TaskEvents, taskId)), body, cancellationToken);
            if (answer.StatusCode == HttpStatusCode.ServiceUnavailable)
                return null;
            answer.IsSuccessStatusCode.ShouldBeTrue(
                $"{name} of {taskId}: {answer.StatusCode} {await answer.Content.ReadAsStringAsync(cancellationToken)}");
            return await answer.Content.ReadFromJsonAsync(ContractsJson.TypeInfo<ReportReply>(), cancellationToken);
        }
        catch (Exception e) when (e is HttpRequestException or IOException
            || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return null;
        }
    }
}
