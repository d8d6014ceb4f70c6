using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Net.Http.Headers;
using Microsoft.OpenApi;

namespace Roadmap.Api.Rest.Description;

/// <summary>
/// The description as it is served. It is built once, when it is first asked for, and names the server by the address that the caller
/// reached it under. It carries an <c>ETag</c>, so that whoever has it already is told so.
/// </summary>
internal sealed class ApiDocument([FromKeyedServices(ApiDocument.Name)] IOpenApiDocumentProvider provider)
{
    public const string Name = "v1";

    /// <summary>Stands for the server's address in what was built.</summary>
    private const string Address = "{address}";

    private readonly Lock _gate = new();
    private Task<string>? _building;
    private volatile Written? _last;

    public async Task<IResult> ServeAsync(HttpRequest request)
    {
        var address = UriHelper.BuildAbsolute(request.Scheme, request.Host, request.PathBase).TrimEnd('/');
        // Nearly all callers come by the same address.
        var written = _last;
        if (written?.Address != address)
            _last = written = Write(await BuildOnce().WaitAsync(request.HttpContext.RequestAborted), address);

        request.HttpContext.Response.Headers.CacheControl = "no-cache";
        return TypedResults.Bytes(written.Json, "application/json; charset=utf-8", entityTag: written.Tag);
    }

    private static Written Write(string built, string address)
    {
        var json = Encoding.UTF8.GetBytes(built.Replace(Address, JsonEncodedText.Encode(address).Value, StringComparison.Ordinal));
        return new Written(address, json, new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(json).AsSpan(0, 16))}\""));
    }

    /// <summary>No caller's leaving ends it, and one that failed is tried again.</summary>
    private Task<string> BuildOnce()
    {
        lock (_gate)
            return _building = _building is null or { IsFaulted: true } ? BuildAsync() : _building;
    }

    private async Task<string> BuildAsync()
    {
        var document = await provider.GetOpenApiDocumentAsync();
        document.Servers = [new OpenApiServer { Url = Address }];
        return await document.SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_1);
    }

    private sealed record Written(string Address, byte[] Json, EntityTagHeaderValue Tag);
}
