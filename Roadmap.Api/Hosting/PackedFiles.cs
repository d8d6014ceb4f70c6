using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Net.Http.Headers;

namespace Roadmap.Api.Hosting;

/// <summary>
/// Files of the page that its build has left there packed too, beside themselves, go to browsers packed. Goes before the static files.
/// </summary>
internal sealed class PackedFiles(RequestDelegate next, IWebHostEnvironment environment)
{
    /// <summary>The best first.</summary>
    private static readonly (string Name, string Suffix)[] s_packings = [("br", ".br"), ("gzip", ".gz")];

    /// <summary>A packed file is of the type of what is in it.</summary>
    public static IContentTypeProvider Types { get; } = new TypesWithin();

    public Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        if (context.GetEndpoint() is null && (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
            && Find(request) is { } packed)
            request.Path = new PathString(packed);
        return next(context);
    }

    /// <summary>What a file's answer says of how it is packed.</summary>
    public static void Describe(HttpContext context)
    {
        context.Response.Headers.Append(HeaderNames.Vary, HeaderNames.AcceptEncoding);
        if (PackingOf(context.Request.Path.Value) is { } packing)
            context.Response.Headers.ContentEncoding = packing;
    }

    private string? Find(HttpRequest request)
    {
        var taken = request.GetTypedHeaders().AcceptEncoding.Where(encoding => encoding.Quality is null or > 0).ToList();
        return s_packings
            .Where(packing => taken.Exists(encoding => encoding.Value.Equals(packing.Name, StringComparison.OrdinalIgnoreCase)))
            .Select(packing => request.Path.Value + packing.Suffix)
            .FirstOrDefault(file => environment.WebRootFileProvider.GetFileInfo(file).Exists);
    }

    /// <summary>Null for a file as it is.</summary>
    private static string? PackingOf(string? file) =>
        s_packings.FirstOrDefault(packing => file?.EndsWith(packing.Suffix, StringComparison.Ordinal) == true).Name;

    private sealed class TypesWithin : IContentTypeProvider
    {
        private readonly FileExtensionContentTypeProvider _types = new();

        public bool TryGetContentType(string subpath, [MaybeNullWhen(false)] out string contentType) =>
            _types.TryGetContentType(PackingOf(subpath) is null ? subpath : Path.ChangeExtension(subpath, null), out contentType);
    }
}
