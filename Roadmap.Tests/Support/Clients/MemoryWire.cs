using Roadmap.Hubs.WebSockets;

namespace Roadmap.Tests.Support;

/// <summary>The far end of a connection, in memory: keeps what is written to it. A test may hold writes up, or make them fail.</summary>
internal sealed class MemoryWire : AsyncStream
{
    private readonly MemoryStream _written = new();
    private TaskCompletionSource? _held;

    public bool IsDisposed { get; private set; }

    /// <summary>What the next write fails with, or the one that is held.</summary>
    public Exception? Failure { get; set; }

    public override long Length => _written.Length;

    /// <summary>Writes do not end before <see cref="LetGo"/>.</summary>
    public void Hold() => _held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public void LetGo() => Interlocked.Exchange(ref _held, null)?.SetResult();

    public Task<List<Frame>> FramesAsync() => Frame.ReadAllAsync(new MemoryStream(_written.ToArray()));

    /// <summary>Writes in two parts, with a pause between: two writes at once mix.</summary>
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        FailIfTold();
        var half = buffer.Length / 2;
        Take(buffer[..half]);
        if (_held is { } held)
        {
            await held.Task.WaitAsync(cancellationToken);
            FailIfTold();
        }
        else if (half % 2 == 1)
            await Task.Yield();
        Take(buffer[half..]);
    }

    /// <summary>Nothing comes.</summary>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        return 0;
    }

    protected override void Dispose(bool disposing)
    {
        IsDisposed = true;
        base.Dispose(disposing);
    }

    private void FailIfTold()
    {
        if (Failure is not { } failure)
            return;
        Failure = null;
        throw failure;
    }

    private void Take(ReadOnlyMemory<byte> part)
    {
        lock (_written)
            _written.Write(part.Span);
    }
}
