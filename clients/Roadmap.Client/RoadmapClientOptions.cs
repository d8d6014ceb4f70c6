namespace Roadmap.Client;

/// <summary>
/// How a client reaches its server. Start from <see cref="Default"/> and change what differs: <c>Default with { Server = … }</c>.
/// </summary>
public sealed record RoadmapClientOptions
{
    /// <summary>A server on this machine, with its default port.</summary>
    public static RoadmapClientOptions Default { get; } = new();

    /// <summary>Where the server is, without <c>/api/v1</c>. A path prefix is kept.</summary>
    public Uri Server { get; init; } = new("http://localhost:8000");

    /// <summary>
    /// Asked for a token before each connection and each call, and ahead of a token's end, so that a connection outlives it; null or an
    /// empty text: none is sent. When it fails, it is asked again; a connection that cannot be made for that waits, and its state says why.
    /// </summary>
    public Func<CancellationToken, ValueTask<string?>>? AccessToken { get; init; }

    /// <summary>Goes straight to a WebSocket: one round trip less, but no other transport where WebSockets are blocked.</summary>
    public bool SkipNegotiation { get; init; }

    /// <summary>How long one try to connect, one call of the hub, or one call over HTTP may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>The delays between tries to connect.</summary>
    public BackoffOptions Backoff { get; init; } = BackoffOptions.Default;

    /// <summary>
    /// Messages of one watch that wait for a slow reader. When so many wait, the server is asked to hold; what was missed is replayed.
    /// </summary>
    public int Buffer { get; init; } = 1_024;

    /// <summary>
    /// Tasks that go over one connection; beyond that another is opened. A server allows 100 (<c>Limits:SubscriptionsPerConnection</c>)
    /// unless it is told otherwise.
    /// </summary>
    public int TasksPerConnection { get; init; } = 100;

    /// <summary>For calls over HTTP. It is not disposed. Absent: the client makes one of its own.</summary>
    public HttpClient? Http { get; init; }

    /// <summary>By what clock delays and time-outs go.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>What is wrong with them, if anything.</summary>
    internal string? FindFault() =>
        !Server.IsAbsoluteUri || Server.Scheme is not ("http" or "https")
            ? $"Server is {Server}: give an http or https address, such as https://roadmap.example."
        : Timeout <= TimeSpan.Zero ? $"Timeout is {Timeout}: give one above zero, such as 00:00:15."
        : Buffer < 1 ? $"Buffer is {Buffer}: give at least 1, such as 1024."
        : TasksPerConnection < 1 ? $"TasksPerConnection is {TasksPerConnection}: give at least 1, such as 100."
        : Backoff.FindFault();

    /// <summary>The address of a path of the server, such as <c>/api/v1/tasks</c>.</summary>
    internal Uri At(string path) => new(Server.AbsoluteUri.TrimEnd('/') + path);
}

/// <summary>Delays between tries: anywhere below a ceiling that doubles with each failure ("full jitter").</summary>
public sealed record BackoffOptions
{
    /// <summary>From half a second up to half a minute.</summary>
    public static BackoffOptions Default { get; } = new();

    /// <summary>The ceiling of the first delay.</summary>
    public TimeSpan Base { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The highest ceiling.</summary>
    public TimeSpan Cap { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>No delay is shorter, however lucky the draw.</summary>
    public TimeSpan Floor { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Tries within a minute, whatever the server does.</summary>
    public int AttemptsPerMinute { get; init; } = 8;

    internal string? FindFault() =>
        Base <= TimeSpan.Zero || Cap < Base || Floor < TimeSpan.Zero || Floor > Cap
            ? $"Backoff is from {Base} to {Cap} and not below {Floor}: give 0 < Base <= Cap and 0 <= Floor <= Cap."
        : AttemptsPerMinute < 1 ? $"Backoff.AttemptsPerMinute is {AttemptsPerMinute}: give at least 1, such as 8."
        : null;
}
