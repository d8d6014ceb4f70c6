using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Roadmap.Api.Generation.Running;
using Roadmap.Api.Rest;
using Roadmap.Contracts;
using Roadmap.Contracts.Json;

namespace Roadmap.Tests.Support;

/// <summary>
/// The whole program on a free port, with a clock of its own, and without the worker that would work on what is asked for.
/// </summary>
internal sealed class RestServer : IAsyncDisposable
{
    private readonly TempFolder _folder = new();
    private readonly WebApplication _app;
    private IDisposable? _tracked;

    private RestServer(string environment, Action<IServiceCollection>? replace, string? origin)
    {
        string[] args = ["--Urls=http://127.0.0.1:0", $"--environment={environment}", $"--Storage:Path={_folder.File("log.db")}",
            "--Auth:Mode=None", "--AllowedHosts=*",
            .. origin is null ? [] : new[] { $"--Cors:Origins={origin}" }];
        _app = Program.Build(args, services =>
        {
            services.AddLogging(logging => logging.ClearProviders().AddProvider(Logged));
            services.AddSingleton<TimeProvider>(Time);
            services.Remove(services.Single(service => service.ImplementationType == typeof(GenerationWorker)));
            replace?.Invoke(services);
        });
    }

    public FakeTime Time { get; } = new();

    public LoggedErrors Logged { get; } = new();

    public HttpClient Http { get; } = new() { Timeout = Wait.Patience };

    public IServiceProvider Services => _app.Services;

    public static async Task<RestServer> StartAsync(
        string environment = "Production", Action<IServiceCollection>? replace = null, string? origin = null)
    {
        var server = new RestServer(environment, replace, origin);
        try
        {
            await server._app.StartAsync().InTime();
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }

        server.Http.BaseAddress = new Uri(server._app.Urls.First());
        server._tracked = RunningServers.Track($"{server.Http.BaseAddress}", server.Services);
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        _tracked?.Dispose();
        await _app.DisposeAsync().InTime();
        Logged.Dispose();
        _folder.Dispose();
    }

    public Task<HttpResponseMessage> GetAsync(string path) => Http.GetAsync(new Uri(path, UriKind.Relative));

    public async Task<HttpResponseMessage> PostAsync(string path, string? json = null, string contentType = "application/json")
    {
        using var content = json is null ? null : new StringContent(json, Encoding.UTF8, MediaTypeHeaderValue.Parse(contentType));
        return await Http.PostAsync(new Uri(path, UriKind.Relative), content);
    }

    /// <summary>Makes a worker's task and returns its id.</summary>
    public async Task<string> StartTaskAsync(string kind = "import", int? leaseSeconds = null)
    {
        var id = Some.TaskId();
        var lease = leaseSeconds is null ? "" : $",\"lease_seconds\":{leaseSeconds}";
        var made = await PostAsync(Routes.Tasks, $$"""{"task_id":"{{id}}","kind":"{{kind}}"{{lease}}}""");
        made.StatusCode.ShouldBe(HttpStatusCode.Created);
        return id;
    }

    public Task<HttpResponseMessage> ReportAsync(string taskId, string json) => PostAsync(Routes.For(Routes.TaskEvents, taskId), json);

    public async Task<TaskSnapshot> SnapshotAsync(string taskId) =>
        await (await GetAsync(Routes.For(Routes.Task, taskId))).ReadAsync<TaskSnapshot>();
}

internal static class Answers
{
    public static async Task<T> ReadAsync<T>(this HttpResponseMessage response)
        where T : class
    {
        response.IsSuccessStatusCode.ShouldBeTrue($"{response.StatusCode}: {await response.Content.ReadAsStringAsync()}");
        response.Content.Headers.ContentType?.ToString().ShouldBe("application/json; charset=utf-8");
        return JsonSerializer.Deserialize(await response.Content.ReadAsStringAsync(), ContractsJson.TypeInfo<T>()).ShouldNotBeNull();
    }

    /// <summary>Checks that an answer is a proper problem of the given code, and returns it.</summary>
    public static async Task<Problem> RefusedAsync(this HttpResponseMessage response, string code)
    {
        var body = await response.Content.ReadAsStringAsync();
        response.Content.Headers.ContentType?.MediaType.ShouldBe("application/problem+json", $"{response.StatusCode}: {body}");
        var problem = JsonSerializer.Deserialize(body, ContractsJson.TypeInfo<Problem>()).ShouldNotBeNull();
        problem.Code.ShouldBe(code, body);
        problem.Status.ShouldBe((int)response.StatusCode);
        ErrorCatalogue.Statuses[code].ShouldBe(problem.Status);
        problem.Detail.ShouldNotBeNullOrEmpty();
        return problem;
    }

    public static string[] Lines(this Problem problem) => [.. (problem.Errors ?? []).Select(error => $"{error.Path} {error.Message}")];
}
