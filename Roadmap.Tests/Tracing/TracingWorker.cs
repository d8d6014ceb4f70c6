using System.Text;
using Roadmap.Contracts;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Tracing;

/// <summary>A worker that traces what it does, and so sends along which trace its report is a part of.</summary>
internal sealed class TracingWorker(HttpClient http)
{
    private const string OwnSpan = "00f067aa0ba902b7";

    public string TraceId { get; } = Guid.NewGuid().ToString("N");

    public Task<string> StartTaskAsync() => new OutsideWorker(http).StartTaskAsync();

    /// <summary>Reports, and returns the status of the answer.</summary>
    public async Task<int> ReportAsync(string task, string json, bool isSampled = true)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Routes.For(Routes.TaskEvents, task))
        {
            Content = new StringContent(json, Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("traceparent", $"00-{TraceId}-{OwnSpan}-{(isSampled ? "01" : "00")}");
        using var answer = await http.SendAsync(request);
        return (int)answer.StatusCode;
    }

    public Task<int> ReportProgressAsync(string task, bool isSampled = true) =>
        ReportAsync(task, """{"type":"progress","step":"work","status":"processing"}""", isSampled);

    /// <summary>The span of this trace whose name begins so, when the collector has it.</summary>
    public async Task<CollectedSpan> SpanAsync(OtlpCollector collector, string name)
    {
        CollectedSpan? found = null;
        await Wait.Eventually($"the span {name} is told", () => (found = Spans(collector)
            .FirstOrDefault(span => span.Name.StartsWith(name, StringComparison.Ordinal))) is not null, collector.ToString);
        return found!;
    }

    /// <summary>From that span up to the first one of the server, when the collector has them all.</summary>
    public async Task<CollectedSpan[]> PathAsync(OtlpCollector collector, string name)
    {
        var from = await SpanAsync(collector, name);
        await Wait.Eventually(
            "the spans that it is a part of are told", () => collector.PathFrom(from).Last().ParentId == OwnSpan, collector.ToString);
        return [.. collector.PathFrom(from)];
    }

    private IEnumerable<CollectedSpan> Spans(OtlpCollector collector) => collector.Spans.Where(span => span.TraceId == TraceId);
}
