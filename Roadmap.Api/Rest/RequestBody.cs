using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.RequestDecompression;
using Microsoft.Extensions.Options;
using Roadmap.Contracts;
using Roadmap.Hubs.Requests;

namespace Roadmap.Api.Rest;

/// <summary>
/// Reads whole bodies, within a time and a size, and unpacks them. Of large ones a few are made sense of at a time, so that they leave room
/// for small ones.
/// </summary>
internal sealed class RequestBody(
    IOptions<RequestDecompressionOptions> options, IOptions<BodyOptions> limits, TimeProvider time) : IDisposable
{
    private const string NotPacked = "identity";
    private const string OtherNameOfGzip = "x-gzip";
    private const string Gzip = "gzip";

    /// <summary>What is larger is read in a lane of its own: making sense of it takes a processor for long.</summary>
    private const int LargeBytes = 32 * 1024;

    private readonly SemaphoreSlim _large = new(Math.Max(1, Environment.ProcessorCount / 2));
    private readonly IDictionary<string, IDecompressionProvider> _encodings = options.Value.DecompressionProviders;

    public void Dispose() => _large.Dispose();

    /// <summary>The bytes live as long as <paramref name="read"/> runs.</summary>
    /// <param name="request">Whose body is read.</param>
    /// <param name="mostBytes">It may have, packed and unpacked.</param>
    /// <param name="read">What is made of it.</param>
    public async Task<T> ReadAsync<T>(HttpRequest request, int mostBytes, Func<ReadOnlyMemory<byte>, T> read)
    {
        if (request.ContentLength > mostBytes)
            throw TooLarge(mostBytes);
        var packing = PackingOf(request);
        var pipe = request.BodyReader;
        using var limit = new CancellationTokenSource(limits.Value.BodyTimeout, time);
        using var isLate = limit.Token.Register(pipe.CancelPendingRead);
        while (true)
        {
            // It ends by itself when the caller has gone. One that is cancelled leaves the body in a state in which the server cannot read
            // on.
            var part = await pipe.ReadAsync(CancellationToken.None);
            var buffer = part.Buffer;
            if (part.IsCompleted && buffer.Length <= LargeBytes)
                return ReadAll(pipe, buffer, packing, mostBytes, read);
            if (part.IsCompleted)
                return await ReadLargeAsync(request, buffer, packing, mostBytes, read);

            var isTooLarge = buffer.Length > mostBytes;
            // A server that is told to stop cancels reads too, of requests that it still answers.
            var isTooLate = part.IsCanceled && limit.IsCancellationRequested;
            // The server reads on to the end of a body that is too large, and cannot while this read is open.
            pipe.AdvanceTo(isTooLarge || isTooLate ? buffer.End : buffer.Start, buffer.End);
            if (isTooLarge)
                throw TooLarge(mostBytes);
            if (isTooLate)
                throw TooLate(request);
        }
    }

    private async Task<T> ReadLargeAsync<T>(
        HttpRequest request, ReadOnlySequence<byte> buffer, IDecompressionProvider? packing, int mostBytes,
        Func<ReadOnlyMemory<byte>, T> read)
    {
        try
        {
            await _large.WaitAsync(request.HttpContext.RequestAborted);
        }
        catch
        {
            request.BodyReader.AdvanceTo(buffer.End);
            throw;
        }

        try
        {
            return ReadAll(request.BodyReader, buffer, packing, mostBytes, read);
        }
        finally
        {
            _large.Release();
        }
    }

    private static T ReadAll<T>(
        PipeReader pipe, ReadOnlySequence<byte> buffer, IDecompressionProvider? packing, int mostBytes, Func<ReadOnlyMemory<byte>, T> read)
    {
        try
        {
            if (buffer.Length > mostBytes)
                throw TooLarge(mostBytes);
            var bytes = buffer.IsSingleSegment ? buffer.First : buffer.ToArray();
            return read(packing is null || bytes.IsEmpty ? bytes : Unpack(bytes, packing, mostBytes));
        }
        finally
        {
            pipe.AdvanceTo(buffer.End);
        }
    }

    private static ReadOnlyMemory<byte> Unpack(ReadOnlyMemory<byte> packed, IDecompressionProvider packing, int mostBytes)
    {
        using var unpacking = packing.GetDecompressionStream(new MemoryStream(packed.ToArray()));
        var unpacked = new ArrayBufferWriter<byte>();
        try
        {
            while (unpacking.Read(unpacked.GetSpan()) is > 0 and var count)
            {
                unpacked.Advance(count);
                if (unpacked.WrittenCount > mostBytes)
                    throw TooLarge(mostBytes);
            }
        }
        catch (Exception e) when (e is InvalidDataException or InvalidOperationException)
        {
            throw new RequestRefusedException(
                ErrorCodes.InvalidRequest, "The body is not in the encoding that its Content-Encoding names.");
        }

        return unpacked.WrittenMemory;
    }

    private static RequestRefusedException TooLarge(int mostBytes) =>
        new(ErrorCodes.TooLarge, $"The body is larger than {mostBytes} bytes.");

    /// <summary>What is still to come of the body would be taken for the next request.</summary>
    private RequestRefusedException TooLate(HttpRequest request)
    {
        request.HttpContext.Response.Headers.Connection = "close";
        return new RequestRefusedException(
            ErrorCodes.RequestTimeout, $"The body did not come within {limits.Value.BodyTimeout.TotalSeconds:0} seconds.");
    }

    private IDecompressionProvider? PackingOf(HttpRequest request)
    {
        var named = request.Headers.ContentEncoding.ToString().Trim();
        if (named.Length == 0 || named.Equals(NotPacked, StringComparison.OrdinalIgnoreCase))
            return null;
        if (_encodings.TryGetValue(named.Equals(OtherNameOfGzip, StringComparison.OrdinalIgnoreCase) ? Gzip : named, out var packing))
            return packing;

        var taken = string.Join(", ", _encodings.Keys.Order(StringComparer.Ordinal));
        request.HttpContext.Response.Headers.AcceptEncoding = taken;
        throw new RequestRefusedException(ErrorCodes.UnsupportedMediaType, $"A body may have one Content-Encoding of {taken}.");
    }
}
