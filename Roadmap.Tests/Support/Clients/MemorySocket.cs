using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;

namespace Roadmap.Tests.Support;

/// <summary>A WebSocket client of a <see cref="MemoryServer"/>, whose frames are its test's: it checks nothing of what it sends.</summary>
internal sealed class MemorySocket
{
    private const byte Text = 0x81;
    private const byte Close = 0x8;
    private const byte Masked = 0x80;
    private const byte OpcodeBits = 0xF;

    private readonly Pipe _sent = new(new PipeOptions(pauseWriterThreshold: 0, useSynchronizationContext: false));
    private readonly Pipe _received = new(new PipeOptions(pauseWriterThreshold: 0, useSynchronizationContext: false));
    private readonly Action<byte[]> _onMessage;
    private readonly Task _reading;
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <param name="server">Where it connects.</param>
    /// <param name="path">Such as <c>/api/v1/ws</c>.</param>
    /// <param name="query">With its question mark, or empty.</param>
    /// <param name="onMessage">Gets each message, of one frame or several.</param>
    public MemorySocket(MemoryServer server, string path, string query, Action<byte[]> onMessage)
    {
        _onMessage = onMessage;
        (string, string)[] headers =
        [
            ("Host", "localhost"), ("Connection", "Upgrade"), ("Upgrade", "websocket"), ("Sec-WebSocket-Version", "13"), (
                "Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="),
        ];
        var upgraded = new PipesStream(_sent.Reader, _received.Writer);
        Exchange = new MemoryExchange("GET", path, query, headers, [], upgraded);
        Served = ServeAsync(server);
        _reading = ReadAsync();
    }

    public MemoryExchange Exchange { get; }

    /// <summary>Done when the server is. What it throws comes out here.</summary>
    public Task Served { get; }

    /// <summary>Done when the server has closed.</summary>
    public Task Closed => _closed.Task;

    public bool IsClosed => _closed.Task.IsCompleted;

    public int? CloseCode { get; private set; }

    public static byte[] FrameOf(ReadOnlySpan<byte> payload)
    {
        var frame = new ArrayBufferWriter<byte>(payload.Length + 14);
        var head = frame.GetSpan(14);
        head[..14].Clear();
        head[0] = Text;
        int length;
        if (payload.Length < 126)
        {
            head[1] = (byte)(Masked | payload.Length);
            length = 2;
        }
        else
        {
            head[1] = Masked | 126;
            BinaryPrimitives.WriteUInt16BigEndian(head[2..], (ushort)Math.Min(payload.Length, ushort.MaxValue));
            length = 4;
        }

        // A mask of zeros leaves the payload as it is.
        frame.Advance(length + 4);
        frame.Write(payload[..Math.Min(payload.Length, ushort.MaxValue)]);
        return frame.WrittenSpan.ToArray();
    }

    public async Task SendAsync(ReadOnlyMemory<byte> frames) => await _sent.Writer.WriteAsync(frames);

    /// <summary>Leaves without a word, and waits until the server is done.</summary>
    public async Task LeaveAsync()
    {
        await _sent.Writer.CompleteAsync();
        Exchange.Abort();
        await Served.InTime();
        await _reading.InTime();
    }

    private async Task ServeAsync(MemoryServer server)
    {
        try
        {
            await server.ServeAsync(Exchange);
        }
        finally
        {
            await _received.Writer.CompleteAsync();
        }
    }

    private async Task ReadAsync()
    {
        var message = new ArrayBufferWriter<byte>();
        while (true)
        {
            var read = await _received.Reader.ReadAsync();
            var buffer = read.Buffer;
            while (TryReadFrame(ref buffer, out var head, out var payload))
            {
                var opcode = head & OpcodeBits;
                if (opcode == Close)
                {
                    CloseCode = payload.Length >= 2 ? BinaryPrimitives.ReadUInt16BigEndian(payload.Slice(0, 2).ToArray()) : null;
                    _closed.TrySetResult();
                    continue;
                }

                // A pong: what was broken may be a ping by chance.
                if (opcode > Close)
                    continue;

                foreach (var part in payload)
                    message.Write(part.Span);
                if ((head & 0x80) == 0)
                    continue;
                _onMessage(message.WrittenSpan.ToArray());
                message.ResetWrittenCount();
            }

            _received.Reader.AdvanceTo(buffer.Start, buffer.End);
            if (read.IsCompleted)
                break;
        }

        _closed.TrySetResult();
    }

    private static bool TryReadFrame(ref ReadOnlySequence<byte> buffer, out byte head, out ReadOnlySequence<byte> payload)
    {
        head = 0;
        payload = default;
        var reader = new SequenceReader<byte>(buffer);
        if (!reader.TryRead(out head) || !reader.TryRead(out var length))
            return false;
        long size = length;
        if (length == 126)
        {
            if (!reader.TryReadBigEndian(out short size16))
                return false;
            size = (ushort)size16;
        }
        else if (length == 127 && !reader.TryReadBigEndian(out size))
        {
            return false;
        }

        if (reader.Remaining < size)
            return false;
        payload = buffer.Slice(reader.Position, size);
        buffer = buffer.Slice(payload.End);
        return true;
    }

    /// <summary>The server's end.</summary>
    private sealed class PipesStream(PipeReader input, PipeWriter output) : Stream
    {
        private readonly Stream _input = input.AsStream();
        private readonly Stream _output = output.AsStream();

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            _input.ReadAsync(buffer, cancellationToken);

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
            _output.WriteAsync(buffer, cancellationToken);

        public override Task FlushAsync(CancellationToken cancellationToken) => _output.FlushAsync(cancellationToken);

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
