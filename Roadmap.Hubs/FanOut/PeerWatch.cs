using Roadmap.Hubs.WebSockets;

namespace Roadmap.Hubs.FanOut;

/// <summary>
/// Judges once a second whether the peer of a connection takes what is sent to it, and whether it is there at all. Counts our own ticks,
/// not the clock:
/// a process that was stopped must not cut everyone when it wakes.
/// </summary>
/// <param name="peer">What is known of the peer; without it, what was written stands for what was taken.</param>
/// <param name="socket">The WebSocket beneath the connection, if it is one: its peer answers pings.</param>
/// <param name="slowestRate">Bytes a second; who takes less is not waited for.</param>
internal sealed class PeerWatch(TcpPeer? peer, SharedSocketStream? socket, int slowestRate)
{
    /// <summary>Ticks that a peer may take nothing, beside those that it has earned.</summary>
    public const int Patience = 5;

    /// <summary>Ticks of silence after which a peer is pinged, and after which it should have answered.</summary>
    public const int PingAfter = 17;
    public const int AnswerWithin = 13;

    /// <summary>
    /// A receiver may open its window by two segments at once, so that a peer with the slowest rate takes nothing while it reads those.
    /// </summary>
    private const int SegmentsAtOnce = 2;

    private readonly TcpPeer? _alone = peer is { IsShared: false } ? peer : null;
    private double _credit;
    private long _taken;
    private long _takenOf;
    private bool _isCounting;
    private bool _isPinged;
    private byte _silentTicks;
    private byte _closingTicks;
    private int _reads;

    /// <summary>A tick of a connection that is open.</summary>
    /// <param name="inFlight">Bytes of the write that has not ended yet; 0 when there is none.</param>
    /// <param name="written">Bytes of all writes that have ended.</param>
    public PeerState Tick(int inFlight, long written)
    {
        Listen();
        var state = inFlight == 0 ? FindBacklog(written) : _alone?.Read();
        if (inFlight == 0 && state is null)
        {
            if (_silentTicks < PingAfter)
                return Settled();
            if (!_isPinged)
            {
                _isPinged = true;
                return PeerState.Ping;
            }

            if (peer?.Read() is not { HasTakenAll: false })
                return _silentTicks < PingAfter + AnswerWithin ? Settled() : PeerState.Silent;
            state = _alone?.Read();
        }

        // The ping, or what stands before it, is on its way. Only when it has come the answer is waited for.
        _silentTicks = Math.Min(_silentTicks, (byte)PingAfter);
        return Spend(state, inFlight, written);
    }

    /// <summary>
    /// A tick of a WebSocket that is being closed: its peer may take a moment to answer, and longer to read what stands before the close.
    /// </summary>
    /// <param name="isHurried">Whether the server stops, and waits no longer than for an answer.</param>
    public PeerState TickClosing(bool isHurried)
    {
        if (!isHurried && _alone?.Read() is { HasTakenAll: false } state)
        {
            // The kernel may be empty for a moment, while what stands before the close is still on its way to it.
            _closingTicks = 0;
            return Spend(state, inFlight: 0, written: 0);
        }

        return ++_closingTicks < Patience ? PeerState.Well : PeerState.Stalled;
    }

    /// <summary>
    /// What has been written may wait in the kernel, which takes up to megabytes: then nothing is in flight here, but the peer is behind
    /// all the same. Null when it is not; and it is asked no more until something else is written.
    /// </summary>
    private TcpState? FindBacklog(long written)
    {
        if (_alone is null || written == _takenOf)
            return null;
        var state = _alone.Read();
        if (state is { HasTakenAll: true })
            _takenOf = written;
        return state is { IsBehind: true } ? state : null;
    }

    private void Listen()
    {
        if (socket is null)
            return;
        if (socket.Reads == _reads)
        {
            if (_silentTicks < PingAfter + AnswerWithin)
                _silentTicks++;
            return;
        }

        _reads = socket.Reads;
        _silentTicks = 0;
        _isPinged = false;
    }

    private PeerState Settled()
    {
        _isCounting = false;
        return PeerState.Well;
    }

    /// <summary>A tick costs one of the credit, and what the peer has taken since the last earns it.</summary>
    private PeerState Spend(TcpState? state, int inFlight, long written)
    {
        var taken = state?.TakenBytes ?? written;
        var most = Patience + (SegmentsAtOnce * (double)(state?.SegmentBytes ?? inFlight) / slowestRate);
        _credit = Math.Min(most, _isCounting ? _credit + ((double)(taken - _taken) / slowestRate) : most) - 1;
        _taken = taken;
        _isCounting = true;
        return _credit < 0 ? PeerState.Stalled : PeerState.Well;
    }
}

internal enum PeerState
{
    Well,

    /// <summary>Nothing was heard of it: it is to be pinged.</summary>
    Ping,

    /// <summary>It takes less than it must.</summary>
    Stalled,

    /// <summary>It has not answered the ping.</summary>
    Silent,
}
