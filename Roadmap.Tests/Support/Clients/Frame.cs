using System.Buffers.Binary;
using System.Text;

namespace Roadmap.Tests.Support;

/// <summary>
/// One WebSocket frame (RFC 6455, section 5.2), written and read by hand: a stock client neither sends wrong ones nor shows right ones.
/// </summary>
internal sealed record Frame(int Opcode, byte[] Payload, bool IsFinal = true)
{
    public const int Continuation = 0x0;
    public const int TextOpcode = 0x1;
    public const int Binary = 0x2;
    public const int Close = 0x8;
    public const int Ping = 0x9;
    public const int Pong = 0xA;

    /// <summary>Bits that no extension has claimed.</summary>
    public int Reserved { get; init; }

    /// <summary>A client's frames have to be masked.</summary>
    public bool IsMasked { get; init; } = true;

    public string Text => Encoding.UTF8.GetString(Payload);

    /// <summary>Of a close frame: its code, and its reason.</summary>
    public (int Code, string Reason) Closing => (BinaryPrimitives.ReadUInt16BigEndian(Payload), Encoding.UTF8.GetString(Payload.AsSpan(2)));

    public static Frame OfText(string text, bool isFinal = true) => new(TextOpcode, Encoding.UTF8.GetBytes(text), isFinal);

    public static Frame OfClose(int code) => new(Close, [(byte)(code >> 8), (byte)code]);

    /// <summary>What a client writes. The mask is all zeros.</summary>
    public byte[] ToBytes()
    {
        var mask = IsMasked ? 0x80 : 0;
        byte[] length = Payload.Length < 126
            ? [(byte)(mask | Payload.Length)]
            : [(byte)(mask | 126), (byte)(Payload.Length >> 8), (byte)Payload.Length];
        return [(byte)((IsFinal ? 0x80 : 0) | (Reserved << 4) | Opcode), .. length, .. IsMasked ? new byte[4] : [], .. Payload];
    }

    /// <summary>The next frame of a server; null when the stream is at its end.</summary>
    public static async Task<Frame?> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        var head = new byte[2];
        if (await stream.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellationToken) < head.Length)
            return null;
        (head[1] & 0x80).ShouldBe(0, "a server does not mask its frames");
        (head[0] & 0x70).ShouldBe(0, "no reserved bit is set");
        var more = new byte[head[1] switch { 126 => 2, 127 => 8, _ => 0 }];
        await stream.ReadExactlyAsync(more, cancellationToken);
        var length = more.Length == 0 ? head[1] : more.Aggregate(0L, (sum, digit) => (sum << 8) | digit);
        var payload = new byte[length];
        await stream.ReadExactlyAsync(payload, cancellationToken);
        return new Frame(head[0] & 0xf, payload, (head[0] & 0x80) != 0);
    }

    public static async Task<List<Frame>> ReadAllAsync(Stream stream, CancellationToken cancellationToken = default)
    {
        var frames = new List<Frame>();
        while (await ReadAsync(stream, cancellationToken) is { } frame)
            frames.Add(frame);
        return frames;
    }
}
