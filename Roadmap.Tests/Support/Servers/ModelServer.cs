using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Roadmap.Tests.Support;

/// <summary>One call of the chat completions, as the endpoint got it.</summary>
/// <param name="Question">The name of the shape that is asked for.</param>
internal sealed record ModelCall(string Question, JsonNode Body, string Authorization, DateTimeOffset At)
{
    public IReadOnlyList<string> Messages => [.. Body["messages"]!.AsArray().Select(message => message!["content"]!.ToString())];

    public JsonNode Schema => Body["response_format"]!["json_schema"]!["schema"]!;
}

/// <summary>
/// An endpoint of OpenAI's chat completions that answers as a test says; unless it says otherwise, every question gets a good answer.
/// </summary>
internal sealed class ModelServer : IAsyncDisposable
{
    public const string Key = "sk-nobody-may-log-this";
    public const string Model = "scripted-model";

    private const int PieceLength = 40;

    private readonly ConcurrentDictionary<string, ConcurrentQueue<Func<HttpContext, Task>>> _scripts = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<ModelCall> _calls = new();
    private readonly WebApplication _app;
    private readonly CancellationTokenSource _stopping = new();

    private ModelServer()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.MapPost("/v1/chat/completions", AnswerAsync);
    }

    public IReadOnlyCollection<ModelCall> Calls => _calls;

    public static async Task<ModelServer> StartAsync()
    {
        var server = new ModelServer();
        await server._app.StartAsync().InTime();
        return server;
    }

    /// <summary>What a program needs to ask this endpoint, and to wait for nothing.</summary>
    public IEnumerable<string> Settings =>
    [
        $"--Generation:Endpoint={_app.Urls.First()}/v1", $"--Generation:Model={Model}", $"--Generation:ApiKey={Key}",
        "--Generation:RetryDelay=00:00:00",
    ];

    public IEnumerable<ModelCall> CallsFor(string question) => _calls.Where(call => call.Question == question);

    /// <summary>The next call for this question, or for <c>question concept</c>, is treated so, in place of a good answer.</summary>
    public void Next(string question, Func<HttpContext, Task> treat, int times = 1)
    {
        var script = _scripts.GetOrAdd(question, _ => new ConcurrentQueue<Func<HttpContext, Task>>());
        for (var i = 0; i < times; i++)
            script.Enqueue(treat);
    }

    public static Func<HttpContext, Task> Says(string text) => context => StreamAsync(context, text, "stop");

    public static Func<HttpContext, Task> Refuses(int status, string? retryAfter = null) => context =>
    {
        context.Response.StatusCode = status;
        if (retryAfter is not null)
            context.Response.Headers.RetryAfter = retryAfter;
        return context.Response.WriteAsJsonAsync(new { error = new { message = "not now", type = "server_error" } });
    };

    /// <summary>The refusal of the model itself, in the words of the API.</summary>
    public static Func<HttpContext, Task> Declines(string reason) => async context =>
    {
        await BeginAsync(context);
        await SendAsync(context, new JsonObject { ["refusal"] = reason }, null);
        await SendAsync(context, [], "stop");
        await EndAsync(context);
    };

    /// <summary>Half an answer, and then the connection's end.</summary>
    public static Func<HttpContext, Task> Breaks(string text) => async context =>
    {
        await BeginAsync(context);
        await SendAsync(context, new JsonObject { ["content"] = text }, null);
        context.Abort();
    };

    /// <summary>Half an answer with an end that looks regular, but has no last word.</summary>
    public static Func<HttpContext, Task> Stops(string text) => async context =>
    {
        await BeginAsync(context);
        await SendAsync(context, new JsonObject { ["content"] = text }, null);
    };

    public static Func<HttpContext, Task> EndsAtItsLimit(string text) => context => StreamAsync(context, text, "length");

    /// <summary>Takes the question and never says a word.</summary>
    public Func<HttpContext, Task> IsSilent => async context =>
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, _stopping.Token);
        var gone = new TaskCompletionSource();
        await using var registered = either.Token.Register(gone.SetResult);
        await gone.Task.InTime(what: "the caller goes");
    };

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _app.StopAsync().InTime();
        await _app.DisposeAsync().InTime();
        _stopping.Dispose();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var body = (await JsonNode.ParseAsync(context.Request.Body))!;
        var question = body["response_format"]!["json_schema"]!["name"]!.ToString();
        var call = new ModelCall(question, body, context.Request.Headers.Authorization.ToString(), TimeProvider.System.GetUtcNow());
        _calls.Enqueue(call);
        foreach (var script in _scripts)
        {
            if (IsFor(script.Key, call) && script.Value.TryDequeue(out var treat))
            {
                await treat(context);
                return;
            }
        }

        await StreamAsync(context, ModelAnswers.Good(question), "stop");
    }

    private static bool IsFor(string key, ModelCall call) => key.Split(' ') is [var question, .. var concept]
        && question == call.Question
        && concept.All(id => call.Messages[1].Contains($"the concept to write about: \"{id}\"", StringComparison.Ordinal));

    private static async Task StreamAsync(HttpContext context, string text, string end)
    {
        await BeginAsync(context);
        foreach (var piece in text.Chunk(PieceLength))
            await SendAsync(context, new JsonObject { ["content"] = new string(piece) }, null);
        await SendAsync(context, [], end);
        await EndAsync(context);
    }

    private static Task BeginAsync(HttpContext context)
    {
        context.Response.ContentType = "text/event-stream";
        return context.Response.StartAsync();
    }

    private static Task SendAsync(HttpContext context, JsonObject delta, string? end) => WriteAsync(context, new JsonArray(new JsonObject
    {
        ["index"] = 0,
        ["delta"] = delta,
        ["finish_reason"] = end,
    }));

    /// <summary>What it cost, and the last word.</summary>
    private static async Task EndAsync(HttpContext context)
    {
        await WriteAsync(
            context, [], new JsonObject { ["prompt_tokens"] = 600, ["completion_tokens"] = 400, ["total_tokens"] = 1_000 });
        await context.Response.WriteAsync("data: [DONE]\n\n");
    }

    private static async Task WriteAsync(HttpContext context, JsonArray choices, JsonObject? usage = null)
    {
        var chunk = new JsonObject
        {
            ["id"] = "chatcmpl-1",
            ["object"] = "chat.completion.chunk",
            ["created"] = 0,
            ["model"] = Model,
            ["choices"] = choices,
            ["usage"] = usage,
        };
        await context.Response.WriteAsync($"data: {chunk.ToJsonString()}\n\n");
        await context.Response.Body.FlushAsync();
    }
}
