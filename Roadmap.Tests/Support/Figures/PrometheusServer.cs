using System.Text.Json;

namespace Roadmap.Tests.Support;

/// <summary>A real <c>prometheus</c> as a process of its own, which scrapes one server every second.</summary>
internal sealed class PrometheusServer : IAsyncDisposable
{
    private readonly TempFolder _folder = new();
    private readonly HttpClient _http;
    private readonly ChildProcess _process;

    private PrometheusServer(Uri scraped)
    {
        var address = $"127.0.0.1:{FreePort.Take()}";
        var config = _folder.File("prometheus.yml");
        File.WriteAllText(config, $$"""
            global: { scrape_interval: 1s }
            scrape_configs:
              - job_name: roadmap
                static_configs: [{ targets: ["{{scraped.Authority}}"] }]
            """);
        _http = new HttpClient { BaseAddress = new Uri($"http://{address}"), Timeout = Wait.Patience };
        _process = ChildProcess.Start(
            "prometheus", [$"--config.file={config}", $"--storage.tsdb.path={_folder.File("data")}", $"--web.listen-address={address}",
                "--log.level=warn"]);
    }

    public static async Task<PrometheusServer> StartAsync(Uri scraped)
    {
        var server = new PrometheusServer(scraped);
        try
        {
            await Wait.Eventually("Prometheus is ready", server.IsReadyAsync, server.Said);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>The names of all that it has scraped.</summary>
    public async Task<IReadOnlyCollection<string>> NamesAsync()
    {
        using var answer = JsonDocument.Parse(await _http.GetStringAsync(new Uri("/api/v1/label/__name__/values", UriKind.Relative)));
        return [.. answer.RootElement.GetProperty("data").EnumerateArray().Select(name => name.GetString()!)];
    }

    public string Said() => _process.Said();

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        _http.Dispose();
        _folder.Dispose();
    }

    private async Task<bool> IsReadyAsync()
    {
        if (_process.HasEnded)
            throw new InvalidOperationException($"prometheus ended with {_process.ExitCode}. {Said()}");
        try
        {
            using var answer = await _http.GetAsync(new Uri("/-/ready", UriKind.Relative));
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
