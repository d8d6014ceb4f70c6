using System.Net.Http.Headers;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Roadmap.Api.EventLog;
using Roadmap.Api.Reporting;
using Roadmap.Api.Tasks;
using Roadmap.Contracts;
using Roadmap.Hubs.Access;

namespace Roadmap.Benchmarks;

/// <summary>
/// The whole program in this process, and the two ways of reporting to it: through its mediator, and over HTTP on the loopback.
/// </summary>
internal sealed class PipelineUnderLoad : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly IMediator _mediator;
    private readonly HttpClient _http;

    private PipelineUnderLoad(WebApplication app)
    {
        _app = app;
        _mediator = app.Services.GetRequiredService<IMediator>();
        _http = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
    }

    /// <param name="log">The settings that name the log.</param>
    public static async Task<PipelineUnderLoad> StartAsync(params string[] log)
    {
        var app = Program.Build(["--Urls=http://127.0.0.1:0", .. log, "--Logging:LogLevel:Default=Error", "--Auth:Mode=None"]);
        await app.StartAsync();
        return new PipelineUnderLoad(app);
    }

    public Task CreateTaskAsync(string id) => _mediator.Send(
        new CreateTask(new CreateTaskBody { TaskId = id, Kind = "benchmark" }) { Caller = Caller.Unrestricted });

    public async Task SendAsync(string taskId, IReadOnlyList<ReportedEvent> events)
    {
        var result = await _mediator.Send(new ReportTaskEvents { TaskId = taskId, Caller = Caller.Unrestricted, Events = events });
        if (result is not AppendResult.Appended)
            throw new InvalidOperationException($"A report was answered with {result}.");
    }

    public async Task PostAsync(string taskId, byte[] json)
    {
        using var body = new ByteArrayContent(json) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        using var answer = await _http.PostAsync(Routes.For(Routes.TaskEvents, taskId), body);
        answer.EnsureSuccessStatusCode();
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
