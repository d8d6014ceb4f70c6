using System.Net.Sockets;

namespace Roadmap.Tests.Support;

/// <summary>
/// A real nginx with <c>deploy/nginx.conf</c>, in which only addresses and the place of its log are others, before two instances.
/// </summary>
internal sealed class LoadBalancer : IAsyncDisposable
{
    private static readonly string s_deployed = Path.Combine(AppContext.BaseDirectory, "Deploy", "nginx.conf");

    private readonly TempFolder _folder = new();
    private readonly ChildProcess _nginx;

    private LoadBalancer(int port, Uri first, Uri second)
    {
        Address = new Uri($"http://127.0.0.1:{port}");
        Http = new HttpClient { BaseAddress = Address, Timeout = Wait.Patience };
        File.WriteAllText(_folder.File("nginx.conf"), Surroundings());
        File.WriteAllText(_folder.File("roadmap.conf"), Render(("127.0.0.1:8001", first.Authority), ("127.0.0.1:8002", second.Authority),
            ("listen 80;", $"listen {Address.Authority};"), ("/var/log/nginx/roadmap.log", _folder.File("access.log"))));
        _nginx = ChildProcess.Start("nginx", ["-p", _folder.File("."), "-c", _folder.File("nginx.conf"), "-e", _folder.File("error.log")]);
    }

    public Uri Address { get; }

    public HttpClient Http { get; }

    public string AccessLog => File.ReadAllText(_folder.File("access.log"));

    public static async Task<LoadBalancer> StartAsync(Uri first, Uri second)
    {
        var balancer = new LoadBalancer(FreePort.Take(), first, second);
        try
        {
            await Wait.Eventually("nginx listens", balancer.IsListening, () => File.ReadAllText(balancer._folder.File("error.log")));
            return balancer;
        }
        catch
        {
            await balancer.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _nginx.DisposeAsync();
        _folder.Dispose();
    }

    private bool IsListening()
    {
        if (_nginx.HasEnded)
            throw new InvalidOperationException($"nginx ended with {_nginx.ExitCode}. {File.ReadAllText(_folder.File("error.log"))}");
        try
        {
            using var client = new TcpClient(Address.Host, Address.Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>Two workers, since what one knows of the instances the other must know too.</summary>
    private string Surroundings() => $$"""
        daemon off;
        {{(Environment.IsPrivilegedProcess ? "user root;" : "")}}
        worker_processes 2;
        pid {{_folder.File("nginx.pid")}};
        error_log {{_folder.File("error.log")}};
        events { worker_connections 256; }
        http {
            client_body_temp_path {{_folder.File("body")}};
            proxy_temp_path {{_folder.File("proxy")}};
            fastcgi_temp_path {{_folder.File("fastcgi")}};
            uwsgi_temp_path {{_folder.File("uwsgi")}};
            scgi_temp_path {{_folder.File("scgi")}};
            include {{_folder.File("roadmap.conf")}};
        }
        """;

    private static string Render(params (string Deployed, string Tested)[] addresses)
    {
        var conf = File.ReadAllText(s_deployed);
        foreach (var (deployed, tested) in addresses)
        {
            conf.ShouldContain(deployed);
            conf = conf.Replace(deployed, tested, StringComparison.Ordinal);
        }

        return conf;
    }
}
