using System.Buffers.Binary;

namespace Roadmap.Benchmarks.FanOut;

/// <summary>
/// Cuts what a server sends on a WebSocket into the messages in it, however they are spread over reads and frames (RFC 6455, section 5.2).
/// Of a message only the beginning is looked at.
/// </summary>
/// <param name="receiver">Gets the messages.</param>
/// <param name="ends">What ends a message.</param>
internal sealed class FrameReader(FrameReader.IReceiver receiver, FrameReader.Ends ends)
{
    private const byte RecordSeparator = 0x1e;
    private const int LongestHeader = 10;
    private const int ControlFrame = 0x08;

    private readonly byte[] _header = new byte[LongestHeader];
    private readonly byte[] _control = new byte[125];
    private readonly byte[] _beginning = new byte[32];
    private int _headerLength;
    private long _payloadLeft;
    private int _controlLength;
    private int _beginningLength;
    private bool _isShaken;
    private int _length;
    private int _lengthBits;
    private int _messageLeft;

    public enum Ends
    {
        /// <summary>SignalR's JSON ends each with 0x1E.</summary>
        WithSeparator,

        WithFrame,

        /// <summary>SignalR's MessagePack has each one's length before it, once the handshake is answered in JSON.</summary>
        WithLength,
    }

    public interface IReceiver
    {
        /// <summary>A message; of a long one perhaps only the first 32 bytes.</summary>
        void TakeMessage(ReadOnlySpan<byte> beginning);

        void TakeControl(int opcode, ReadOnlySpan<byte> payload);
    }

    private int Opcode => _header[0] & 0x0f;

    private bool IsControl => (Opcode & ControlFrame) != 0;

    public void Read(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            if (_payloadLeft == 0)
                bytes = bytes[ReadHeader(bytes)..];
            var payload = bytes[..(int)Math.Min(bytes.Length, _payloadLeft)];
            bytes = bytes[payload.Length..];
            _payloadLeft -= payload.Length;
            if (IsControl)
                ReadControl(payload);
            else
                ReadMessages(payload);
        }
    }

    /// <summary>
    /// Returns how many bytes belonged to the header. When it is complete, the payload's length is known, and the header forgotten but for
    /// its first byte.
    /// </summary>
    private int ReadHeader(ReadOnlySpan<byte> bytes)
    {
        var read = 0;
        while (read < bytes.Length)
        {
            _header[_headerLength++] = bytes[read++];
            var marker = _headerLength < 2 ? 0 : _header[1] & 0x7f;
            var whole = marker switch { 126 => 4, 127 => 10, _ => 2 };
            if (_headerLength < whole)
                continue;

            _payloadLeft = marker switch
            {
                126 => BinaryPrimitives.ReadUInt16BigEndian(_header.AsSpan(2)),
                127 => BinaryPrimitives.ReadInt64BigEndian(_header.AsSpan(2)),
                _ => marker,
            };
            _headerLength = 0;
            break;
        }

        return read;
    }

    private void ReadControl(ReadOnlySpan<byte> payload)
    {
        payload.CopyTo(_control.AsSpan(_controlLength));
        _controlLength += payload.Length;
        if (_payloadLeft > 0 || _headerLength > 0)
            return;
        receiver.TakeControl(Opcode, _control.AsSpan(0, _controlLength));
        _controlLength = 0;
    }

    private void ReadMessages(ReadOnlySpan<byte> payload)
    {
        if (ends == Ends.WithFrame && _payloadLeft == 0 && _headerLength == 0)
        {
            Take(payload);
            return;
        }

        if (ends == Ends.WithLength)
        {
            ReadMeasured(payload);
            return;
        }

        while (payload.IndexOf(RecordSeparator) is >= 0 and var end)
        {
            Take(payload[..end]);
            payload = payload[(end + 1)..];
        }

        Keep(payload, always: true);
    }

    private void ReadMeasured(ReadOnlySpan<byte> payload)
    {
        if (!_isShaken && payload.IndexOf(RecordSeparator) is >= 0 and var end)
        {
            _isShaken = true;
            payload = payload[(end + 1)..];
        }

        while (_isShaken && payload.Length > 0)
        {
            if (_messageLeft == 0)
            {
                ReadLength(payload[0]);
                payload = payload[1..];
                continue;
            }

            var part = payload[..Math.Min(payload.Length, _messageLeft)];
            payload = payload[part.Length..];
            _messageLeft -= part.Length;
            if (_messageLeft == 0)
                Take(part);
            else
                Keep(part, always: true);
        }
    }

    /// <summary>Seven bits a byte, the lowest first; the eighth says that there are more.</summary>
    private void ReadLength(byte next)
    {
        _length |= (next & 0x7f) << _lengthBits;
        _lengthBits += 7;
        if ((next & 0x80) == 0)
            (_messageLeft, _length, _lengthBits) = (_length, 0, 0);
    }

    private void Take(ReadOnlySpan<byte> rest)
    {
        Keep(rest, always: false);
        receiver.TakeMessage(_beginningLength > 0 ? _beginning.AsSpan(0, _beginningLength) : rest);
        _beginningLength = 0;
    }

    /// <summary>Notes the beginning of a message that goes on in the next read, or did in the last.</summary>
    private void Keep(ReadOnlySpan<byte> part, bool always)
    {
        if (!always && _beginningLength == 0)
            return;
        var kept = Math.Min(part.Length, _beginning.Length - _beginningLength);
        part[..kept].CopyTo(_beginning.AsSpan(_beginningLength));
        _beginningLength += kept;
    }
}
