using System.Net.Sockets;
using System.Text;

namespace Roadmap.Tests.Support;

/// <summary>HTTP byte by byte, for requests that no client library sends.</summary>
internal sealed class RawHttp : IDisposable
{
    private readonly TcpClient _tcp = new();
    private readonly StringBuilder _answer = new();

    public static async Task<RawHttp> SendAsync(Uri server, string request)
    {
        var http = new RawHttp();
        await http._tcp.ConnectAsync(server.Host, server.Port).WaitAsync(Wait.Patience);
        await http.SendAsync(request);
        return http;
    }

    public async Task SendAsync(string text) => await _tcp.GetStream().WriteAsync(Encoding.Latin1.GetBytes(text));

    /// <summary>What has come until the server has closed, or until <paramref name="isEnough"/>.</summary>
    public async Task<string> ReadAsync(Func<string, bool>? isEnough = null)
    {
        var buffer = new byte[4096];
        while (isEnough?.Invoke(_answer.ToString()) != true)
        {
            var count = await _tcp.GetStream().ReadAsync(buffer).AsTask().WaitAsync(Wait.Patience);
            if (count == 0)
                break;
            _answer.Append(Encoding.UTF8.GetString(buffer, 0, count));
        }

        return _answer.ToString();
    }

    /// <summary>Leaves: with a word, or by a reset.</summary>
    public void Leave(bool reset)
    {
        if (reset)
            _tcp.LingerState = new LingerOption(enable: true, seconds: 0);
        _tcp.Dispose();
    }

    public void Dispose() => _tcp.Dispose();
}
