using System.IO.Pipelines;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Roadmap.Tests.Support;

/// <summary>One request to a <see cref="MemoryServer"/>, and its answer. A caller of a stream leaves when the stream has begun.</summary>
#pragma warning disable CA1001 // What it owns holds memory only.
internal sealed class MemoryExchange : IHttpResponseFeature, IHttpResponseBodyFeature, IHttpRequestLifetimeFeature, IHttpUpgradeFeature
#pragma warning restore CA1001
{
    private const string EndlessType = "text/event-stream";

    private readonly List<(Func<object, Task> Callback, object State)> _starting = [];
    private readonly List<(Func<object, Task> Callback, object State)> _completed = [];
    private readonly MemoryStream _body = new();
    private readonly CancellationTokenSource _left = new();
    private readonly Stream? _upgraded;

    /// <param name="method">Such as <c>GET</c>.</param>
    /// <param name="path">Without the query.</param>
    /// <param name="query">With its question mark, or empty.</param>
    /// <param name="headers">Of the request.</param>
    /// <param name="body">Of the request.</param>
    /// <param name="upgraded">The connection that the request may be upgraded to; null when it may not.</param>
    public MemoryExchange(
        string method, string path, string query, IEnumerable<(string Name, string Value)> headers, byte[] body, Stream? upgraded = null)
    {
        _upgraded = upgraded;
        Stream = new AnswerStream(this);
        Writer = PipeWriter.Create(Stream, new StreamPipeWriterOptions(leaveOpen: true));
        var request = new HttpRequestFeature
        {
            Method = method,
            Scheme = "http",
            Protocol = "HTTP/1.1",
            Path = path,
            RawTarget = path + query,
            QueryString = query,
            Body = new MemoryStream(body),
        };
        foreach (var (name, value) in headers)
            request.Headers.Append(name, value);
        Features.Set<IHttpRequestFeature>(request);
        Features.Set<IHttpResponseFeature>(this);
        Features.Set<IHttpResponseBodyFeature>(this);
        Features.Set<IHttpRequestLifetimeFeature>(this);
        Features.Set<IHttpUpgradeFeature>(this);
    }

    public FeatureCollection Features { get; } = new();

    public int StatusCode { get; set; } = StatusCodes.Status200OK;

    public string? ReasonPhrase { get; set; }

    public IHeaderDictionary Headers { get; set; } = new HeaderDictionary();

    public bool HasStarted { get; private set; }

    public Stream Stream { get; }

    public PipeWriter Writer { get; }

    public CancellationToken RequestAborted
    {
        get => _left.Token;
        set => throw new NotSupportedException();
    }

    public bool IsUpgradableRequest => _upgraded is not null;

    /// <summary>What has been answered.</summary>
    public string Answer => Encoding.UTF8.GetString(_body.ToArray());

    Stream IHttpResponseFeature.Body
    {
        get => Stream;
        set => throw new NotSupportedException();
    }

    public void OnStarting(Func<object, Task> callback, object state) => _starting.Add((callback, state));

    public void OnCompleted(Func<object, Task> callback, object state) => _completed.Add((callback, state));

    public void DisableBuffering()
    {
    }

    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        if (HasStarted)
            return;
        foreach (var (callback, state) in Enumerable.Reverse(_starting))
            await callback(state);
        HasStarted = true;
        if (Headers.ContentType.ToString().StartsWith(EndlessType, StringComparison.Ordinal))
            _ = Task.Run(Abort, CancellationToken.None);
    }

    public Task SendFileAsync(string path, long offset, long? count, CancellationToken cancellationToken = default) =>
        StartAsync(cancellationToken);

    public async Task CompleteAsync() => await Writer.FlushAsync();

    public void Abort() => _left.Cancel();

    public Task<Stream> UpgradeAsync()
    {
        StatusCode = StatusCodes.Status101SwitchingProtocols;
        HasStarted = true;
        return Task.FromResult(_upgraded!);
    }

    public async Task EndAsync()
    {
        await StartAsync();
        await Writer.FlushAsync();
        foreach (var (callback, state) in Enumerable.Reverse(_completed))
            await callback(state);
    }

    private sealed class AnswerStream(MemoryExchange exchange) : Stream
    {
        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await exchange.StartAsync(cancellationToken);
            exchange._body.Write(buffer.Span);
        }

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) =>
            throw new InvalidOperationException("Synchronous writes are not allowed, as they are not in Kestrel.");

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
