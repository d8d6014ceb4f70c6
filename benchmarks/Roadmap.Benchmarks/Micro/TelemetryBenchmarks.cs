using System.Diagnostics;
using System.Diagnostics.Metrics;
using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using Roadmap.Api.Operations;
using Roadmap.Hubs.Operations;

namespace Roadmap.Benchmarks.Micro;

/// <inheritdoc cref="MicroFigures.TelemetryAsync"/>
public class TelemetryBenchmarks : IDisposable
{
    private readonly ServiceProvider _services;
    private readonly MeterProvider _provider;
    private readonly HubsMetrics _metrics;
    private readonly Counter<long> _counter;

    public TelemetryBenchmarks()
    {
        _provider = Sdk.CreateMeterProviderBuilder().AddMeter(HubsMetrics.MeterName).AddShown().AddPrometheusExporter().Build();
        _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var factory = _services.GetRequiredService<IMeterFactory>();
        _metrics = new HubsMetrics(factory);
        _counter = factory.Create(HubsMetrics.MeterName).CreateCounter<long>("counted_each_time");
    }

    [Benchmark(Description = "count a delivered message, as it is")]
    public void Delivered() => _metrics.Delivered(1);

    [Benchmark(Description = "the same as a counter of OpenTelemetry's")]
    public void Counter() => _counter.Add(1);

    [Benchmark(Description = "a span that nobody listens to")]
    public Activity? Span() => HubsTraces.OfTask("append", "send", ActivityKind.Producer, "task", 1);

    public void Dispose()
    {
        _provider.Dispose();
        _services.Dispose();
        GC.SuppressFinalize(this);
    }
}
