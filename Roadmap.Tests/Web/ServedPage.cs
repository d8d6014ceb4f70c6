using Roadmap.Tests.Support;

namespace Roadmap.Tests.Web;

/// <summary>One server and one browser for all tests of a class that harm neither.</summary>
public sealed class ServedPage : IAsyncLifetime
{
    private ServerProcess? _server;
    private HttpClient? _http;

    internal Chromium Chromium { get; } = new();

    internal ServerProcess Server => _server!;

    internal OutsideWorker Worker => new(_http!);

    internal string Address => Server.Address.OriginalString;

    public async ValueTask InitializeAsync()
    {
        _server = await ServerProcess.StartAsync(TimeSpan.Zero);
        _http = new HttpClient { BaseAddress = _server.Address, Timeout = Wait.Patience };
        await Chromium.InitializeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Chromium.DisposeAsync();
        _http?.Dispose();
        if (_server is not null)
            await _server.DisposeAsync();
    }
}
