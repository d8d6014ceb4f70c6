using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Mime;
using System.Text.Json;
using Roadmap.Contracts;
using Roadmap.Contracts.Json;

namespace Roadmap.Client.Rest;

/// <summary>Calls over HTTP, and their refusals.</summary>
internal sealed class RestApi(RoadmapClientOptions options, HttpClient http)
{
    public Task<T> GetAsync<T>(string path, CancellationToken cancellationToken) =>
        SendAsync<T>(HttpMethod.Get, path, content: null, cancellationToken);

    public Task<T> PostAsync<T>(string path, CancellationToken cancellationToken) =>
        SendAsync<T>(HttpMethod.Post, path, content: null, cancellationToken);

    public async Task<T> PostAsync<TBody, T>(string path, TBody body, CancellationToken cancellationToken)
    {
        using var content = JsonContent.Create(body, ContractsJson.TypeInfo<TBody>());
        return await SendAsync<T>(HttpMethod.Post, path, content, cancellationToken).ConfigureAwait(false);
    }

    public async Task<T> PostAsync<T>(string path, ReadOnlyMemory<byte> json, CancellationToken cancellationToken)
    {
        using var content = new ReadOnlyMemoryContent(json);
        content.Headers.ContentType = new MediaTypeHeaderValue(MediaTypeNames.Application.Json);
        return await SendAsync<T>(HttpMethod.Post, path, content, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Of what is answered without a body.</summary>
    public Task DeleteAsync(string path, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Delete, path, content: null, (_, _) => Task.FromResult<object?>(path), cancellationToken);

    private Task<T> SendAsync<T>(HttpMethod method, string path, HttpContent? content, CancellationToken cancellationToken) =>
        SendAsync(method, path, content, ReadAsync<T>, cancellationToken);

    private async Task<T> SendAsync<T>(
        HttpMethod method, string path, HttpContent? content, Func<HttpContent, CancellationToken, Task<T?>> read,
        CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(options.Timeout);
        using var request = new HttpRequestMessage(method, options.At(path)) { Content = content };
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(MediaTypeNames.Application.Json));
        try
        {
            if (options.AccessToken is { } token && await token(limit.Token).ConfigureAwait(false) is { Length: > 0 } bearer)
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", bearer);
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token).ConfigureAwait(false);
            if (!response.IsSuccessStatusCode)
                throw await RefusalAsync(response, limit.Token).ConfigureAwait(false);
            return await read(response.Content, limit.Token).ConfigureAwait(false)
                ?? throw new RoadmapException(ClientErrorCodes.WrongUrl, $"{request.RequestUri} did not answer as a Roadmap server does.");
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new RoadmapException(
                ClientErrorCodes.Unreachable, $"{request.RequestUri} did not answer within {options.Timeout.TotalSeconds:0.#} s.", e);
        }
        catch (HttpRequestException e)
        {
            throw new RoadmapException(ClientErrorCodes.Unreachable, $"{options.Server} cannot be reached: {e.Message}", e);
        }
        catch (JsonException e)
        {
            throw new RoadmapException(ClientErrorCodes.WrongUrl, $"{request.RequestUri} did not answer as a Roadmap server does.", e);
        }
    }

    private static async Task<RoadmapException> RefusalAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        Problem? problem = null;
        try
        {
            problem = await ReadAsync<Problem>(response.Content, cancellationToken).ConfigureAwait(false);
        }
        catch (JsonException)
        {
            // Something that stands between answered in its own words.
        }

        var status = (int)response.StatusCode;
        return problem is not null
            ? new RoadmapException(problem.Code, problem.Detail) { Problem = problem, RetryAfter = RetryAfter(response) }
            : new RoadmapException(
                CodeOf(response.StatusCode),
                $"{response.RequestMessage?.RequestUri} answered {status}, and not as a Roadmap server does.")
            { RetryAfter = RetryAfter(response) };
    }

    /// <summary>In seconds, as this server says it; a gateway's date is not looked at.</summary>
    private static TimeSpan? RetryAfter(HttpResponseMessage response) => response.Headers.RetryAfter?.Delta;

    /// <summary>Of a gateway's refusal, which names none.</summary>
    private static string CodeOf(HttpStatusCode status) => status switch
    {
        HttpStatusCode.Unauthorized or HttpStatusCode.ProxyAuthenticationRequired => ErrorCodes.Unauthenticated,
        HttpStatusCode.Forbidden => ErrorCodes.Forbidden,
        HttpStatusCode.RequestTimeout => ErrorCodes.RequestTimeout,
        HttpStatusCode.RequestEntityTooLarge => ErrorCodes.TooLarge,
        HttpStatusCode.TooManyRequests => ErrorCodes.RateLimited,
        >= HttpStatusCode.InternalServerError => ClientErrorCodes.Unreachable,
        _ => ClientErrorCodes.WrongUrl,
    };

    private static async Task<T?> ReadAsync<T>(HttpContent content, CancellationToken cancellationToken) =>
        await content.ReadFromJsonAsync(ContractsJson.TypeInfo<T>(), cancellationToken).ConfigureAwait(false);
}
