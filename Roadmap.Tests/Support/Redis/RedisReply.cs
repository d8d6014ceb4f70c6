using System.Buffers.Text;

namespace Roadmap.Tests.Support;

/// <summary>Where replies begin and end in what Redis sends (RESP3).</summary>
internal static class RedisReply
{
    /// <summary>The length of the first reply, 0 while it has not come whole.</summary>
    public static int Length(ReadOnlySpan<byte> bytes)
    {
        var end = 0;
        return Skip(bytes, ref end) ? end : 0;
    }

    private static bool Skip(ReadOnlySpan<byte> bytes, ref int at)
    {
        var line = bytes[at..];
        var lineLength = line.IndexOf("\r\n"u8);
        if (lineLength < 0)
            return false;
        at += lineLength + 2;
        var kind = line[0];
        if ("$=!*~>%"u8.IndexOf(kind) < 0)
            return true;
        if (!Utf8Parser.TryParse(line[1..lineLength], out int count, out _))
            throw new InvalidDataException("Redis sent a length that is none.");
        if ("$=!"u8.Contains(kind))
        {
            at += count < 0 ? 0 : count + 2;
            return at <= bytes.Length;
        }

        for (var element = 0; element < (kind == '%' ? 2 * count : count); element++)
        {
            if (at >= bytes.Length || !Skip(bytes, ref at))
                return false;
        }

        return true;
    }
}
