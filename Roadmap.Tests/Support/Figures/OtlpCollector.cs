using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace Roadmap.Tests.Support;

/// <summary>A span as a collector gets it.</summary>
/// <param name="Instance">Of the service: <c>service.instance.id</c>.</param>
internal sealed record CollectedSpan(
    string Instance, string Scope, string TraceId, string SpanId, string ParentId, string Name, int Kind, bool HasFailed,
    IReadOnlyDictionary<string, string> Attributes, IReadOnlyList<string> Links)
{
    private static readonly string[] s_kinds = ["unspecified", "internal", "server", "client", "producer", "consumer"];

    /// <summary>Instance, name and kind.</summary>
    public override string ToString() => $"{Instance}: {Name} ({s_kinds[Kind]})";
}

/// <summary>
/// A collector that takes what OpenTelemetry's exporters send, over HTTP or gRPC (<c>opentelemetry.io/docs/specs/otlp</c>), as they are: on
/// a port of its own.
/// </summary>
internal sealed class OtlpCollector : IAsyncDisposable
{
    private const string Grpc = "application/grpc";
    private const int GrpcHead = 5;

    private readonly ConcurrentQueue<CollectedSpan> _spans = new();
    private readonly ConcurrentDictionary<string, bool> _metrics = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _logged = new();
    private readonly WebApplication _app;

    private OtlpCollector(HttpProtocols protocols, int port)
    {
        Port = port;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenLocalhost(Port, listen => listen.Protocols = protocols));
        _app = builder.Build();
        _app.MapPost("/v1/traces", context => TakeAsync(context, TakeSpans));
        _app.MapPost("/v1/metrics", context => TakeAsync(context, TakeMetrics));
        _app.MapPost("/v1/logs", context => TakeAsync(context, TakeLogs));
        _app.MapPost("/opentelemetry.proto.collector.trace.v1.TraceService/Export", context => TakeAsync(context, TakeSpans));
        _app.MapPost("/opentelemetry.proto.collector.metrics.v1.MetricsService/Export", context => TakeAsync(context, TakeMetrics));
        _app.MapPost("/opentelemetry.proto.collector.logs.v1.LogsService/Export", context => TakeAsync(context, TakeLogs));
    }

    public int Port { get; }

    public IReadOnlyCollection<CollectedSpan> Spans => _spans;

    /// <summary>Their names.</summary>
    public ICollection<string> Metrics => _metrics.Keys;

    /// <summary>The lines of the log, as they are for people, each behind its trace id.</summary>
    public IReadOnlyCollection<string> Logged => _logged;

    /// <param name="protocol">As in <c>OTEL_EXPORTER_OTLP_PROTOCOL</c>.</param>
    /// <param name="port">Where it listens; a free one by itself.</param>
    public static async Task<OtlpCollector> StartAsync(string protocol = "http/protobuf", int? port = null)
    {
        var collector = new OtlpCollector(protocol == "grpc" ? HttpProtocols.Http2 : HttpProtocols.Http1, port ?? FreePort.Take());
        await collector._app.StartAsync().InTime();
        return collector;
    }

    /// <summary>What an instance needs to export to here, soon.</summary>
    public Dictionary<string, string> SettingsFor(string instance, string protocol = "http/protobuf") =>
        SettingsFor(instance, Port, protocol);

    /// <summary>The same of a collector that is not there yet.</summary>
    public static Dictionary<string, string> SettingsFor(string instance, int port, string protocol) => new(StringComparer.Ordinal)
    {
        ["OTEL_EXPORTER_OTLP_ENDPOINT"] = $"http://localhost:{port}",
        ["OTEL_EXPORTER_OTLP_PROTOCOL"] = protocol,
        ["OTEL_RESOURCE_ATTRIBUTES"] = $"service.instance.id={instance}",
        ["OTEL_BSP_SCHEDULE_DELAY"] = "50",
        ["OTEL_BLRP_SCHEDULE_DELAY"] = "50",
        ["OTEL_METRIC_EXPORT_INTERVAL"] = "200",
    };

    /// <summary>From a span up to that which is a part of no other one here.</summary>
    public IEnumerable<CollectedSpan> PathFrom(CollectedSpan from)
    {
        for (var span = from; span is not null; span = _spans.FirstOrDefault(other => other.SpanId == span.ParentId))
            yield return span;
    }

    /// <summary>All spans, for when the one that is waited for does not come.</summary>
    public override string ToString() =>
        string.Join('\n', _spans.Select(span => $"{span.TraceId} {span.SpanId} in {span.ParentId}: {span}"));

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync().InTime();
        await _app.DisposeAsync().AsTask().InTime();
    }

    private static async Task TakeAsync(HttpContext context, Action<ReadOnlyMemory<byte>> take)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        var isGrpc = context.Request.ContentType?.StartsWith(Grpc, StringComparison.Ordinal) == true;
        TokenSearch.OfAll.Look("export", Encoding.UTF8.GetString(body.GetBuffer().AsSpan(0, (int)body.Length)));
        take(body.ToArray().AsMemory(isGrpc ? GrpcHead : 0));
        context.Response.ContentType = isGrpc ? Grpc : "application/x-protobuf";
        if (!isGrpc)
            return;
        // An empty message.
        await context.Response.Body.WriteAsync(new byte[GrpcHead]);
        context.Response.AppendTrailer("grpc-status", "0");
    }

    private void TakeSpans(ReadOnlyMemory<byte> request)
    {
        foreach (var resource in request.Within(1))
        {
            var instance = Attributes(resource.Field(1).Bytes, 1).GetValueOrDefault("service.instance.id", "");
            foreach (var scope in resource.Within(2))
            {
                foreach (var span in scope.Within(2))
                    _spans.Enqueue(Read(span, instance, scope.Field(1).Bytes.Field(1).Text));
            }
        }
    }

    private void TakeMetrics(ReadOnlyMemory<byte> request)
    {
        foreach (var metric in request.Within(1).SelectMany(resource => resource.Within(2)).SelectMany(scope => scope.Within(2)))
            _metrics[metric.Field(1).Text] = true;
    }

    private void TakeLogs(ReadOnlyMemory<byte> request)
    {
        foreach (var record in request.Within(1).SelectMany(resource => resource.Within(2)).SelectMany(scope => scope.Within(2)))
            _logged.Enqueue($"{record.Field(9).Hex} {Value(record.Field(5).Bytes)}");
    }

    private static CollectedSpan Read(ReadOnlyMemory<byte> span, string instance, string scope) => new(
        instance, scope, span.Field(1).Hex, span.Field(2).Hex, span.Field(4).Hex, span.Field(5).Text, (int)span.Field(6).Value,
        span.Field(15).Bytes.Field(3).Value == 2, Attributes(span, 9), [.. span.Within(13).Select(link => link.Field(2).Hex)]);

    private static Dictionary<string, string> Attributes(ReadOnlyMemory<byte> message, int number) =>
        message.Within(number).ToDictionary(pair => pair.Field(1).Text, pair => Value(pair.Field(2).Bytes), StringComparer.Ordinal);

    private static string Value(ReadOnlyMemory<byte> any)
    {
        var value = Protobuf.Fields(any).FirstOrDefault();
        return value.Number == 1 ? value.Text : value.Value.ToString(CultureInfo.InvariantCulture);
    }
}
