using System.Text.Json;
using System.Text.Unicode;
using Roadmap.Contracts;
using Roadmap.Contracts.Json;
using Roadmap.Hubs.Requests;

namespace Roadmap.Api.Rest;

/// <summary>The one reader of what comes from outside. What it lets through is JSON that can be stored and sent on.</summary>
internal static class JsonBody
{
    private const string NotJsonDetail = "Send the body as JSON, with Content-Type: application/json.";
    private static readonly JsonElement s_nothing = JsonElement.Parse("{}"u8);
    private static readonly JsonDocumentOptions s_options = new() { MaxDepth = ContractLimits.JsonDepth };

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    public static ProblemResult NotJson { get; } = new(ErrorCodes.UnsupportedMediaType, NotJsonDetail);

    /// <summary>Reads the body. The element lives as long as <paramref name="read"/> runs.</summary>
    public static Task<T> ReadAsync<T>(HttpRequest request, Func<JsonElement, T> read, int mostBytes = ContractLimits.ReportBytes) =>
        BodyOf(request).ReadAsync(request, mostBytes, bytes => Read(request, bytes, read));

    /// <summary>As <see cref="ReadAsync{T}"/>; no body, and JSON's null, which some clients send for none, are an empty object.</summary>
    public static Task<T> ReadOptionalAsync<T>(HttpRequest request, Func<JsonElement, T> read) => BodyOf(request).ReadAsync(
        request,
        ContractLimits.ReportBytes,
        bytes => bytes.IsEmpty
            ? read(s_nothing)
            : Read(request, bytes, json => read(json.ValueKind == JsonValueKind.Null ? s_nothing : json)));

    /// <summary>What is no JSON, or cannot be written again, is refused without a word of it.</summary>
    public static JsonDocument Parse(ReadOnlyMemory<byte> body)
    {
        if (body.Span.StartsWith(ByteOrderMark))
            body = body[ByteOrderMark.Length..];
        if (!Utf8.IsValid(body.Span))
            throw Malformed("is not UTF-8");

        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(body, s_options);
        }
        catch (JsonException exception)
        {
            throw Malformed(IsTooDeep(body)
                ? $"is nested deeper than {ContractLimits.JsonDepth} levels"
                : $"is not JSON: line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}");
        }

        // What has half of a surrogate pair can be read but never be written again.
        if (body.Span.IndexOf("\\ud"u8) < 0 && body.Span.IndexOf("\\uD"u8) < 0)
            return document;
        if (LoneSurrogates.FaultIn(document.RootElement) is not { } fault)
            return document;
        document.Dispose();
        throw RequestRefusedException.ForFields(ErrorCodes.InvalidRequest, FieldErrors.Of(fault.Path, fault.Message));
    }

    /// <summary>The reader names the error by text only, so a reader that allows more is asked.</summary>
    private static bool IsTooDeep(ReadOnlyMemory<byte> body)
    {
        var reader = new Utf8JsonReader(body.Span, new JsonReaderOptions { MaxDepth = ContractLimits.ReportBytes });
        try
        {
            while (reader.Read())
            {
                if (reader.CurrentDepth >= ContractLimits.JsonDepth)
                    return true;
            }

            return false;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static RequestBody BodyOf(HttpRequest request) => request.HttpContext.RequestServices.GetRequiredService<RequestBody>();

    private static T Read<T>(HttpRequest request, ReadOnlyMemory<byte> bytes, Func<JsonElement, T> read)
    {
        if (!request.HasJsonContentType())
            throw new RequestRefusedException(ErrorCodes.UnsupportedMediaType, NotJsonDetail);
        using var document = Parse(bytes);
        return read(document.RootElement);
    }

    private static RequestRefusedException Malformed(string message) => RequestRefusedException.ForFields(
        ErrorCodes.InvalidRequest, FieldErrors.Of(ContractReader.Root, message));
}
