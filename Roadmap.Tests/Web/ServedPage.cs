using Roadmap.Tests.Support;

namespace Roadmap.Tests.Web;

/// <summary>One server for all tests of a class that do not harm it, and the browser.</summary>
public sealed class ServedPage(Chromium chromium) : IAsyncLifetime
{
    private ServerProcess? _server;
    private HttpClient? _http;

    internal Chromium Chromium => chromium;

    internal ServerProcess Server => _server!;

    internal OutsideWorker Worker => new(_http!);

    internal string Address => Server.Address.OriginalString;

    public async ValueTask InitializeAsync()
    {
        _server = await ServerProcess.StartAsync(TimeSpan.Zero);
        _http = new HttpClient { BaseAddress = _server.Address, Timeout = Wait.Patience };
    }

    public async ValueTask DisposeAsync()
    {
        _http?.Dispose();
        if (_server is not null)
            await _server.DisposeAsync();
    }
}
