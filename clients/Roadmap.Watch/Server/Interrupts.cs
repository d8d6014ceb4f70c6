using System.Runtime.InteropServices;

namespace Roadmap.Watch.Server;

/// <summary>The signals by which the program is asked to end. The second one ends it at once.</summary>
internal sealed class Interrupts : IDisposable
{
    private static readonly (PosixSignal Signal, int Number)[] s_signals =
        [(PosixSignal.SIGHUP, 1), (PosixSignal.SIGINT, 2), (PosixSignal.SIGQUIT, 3), (PosixSignal.SIGTERM, 15)];

    private readonly CancellationTokenSource _asked = new();
    private readonly List<PosixSignalRegistration> _registrations = [];
    private int _count;

    public Interrupts()
    {
        foreach (var (signal, number) in s_signals)
            _registrations.Add(PosixSignalRegistration.Create(signal, context => context.Cancel = Hear(number)));
    }

    /// <summary>Called on every signal, with its number. Whoever it is ends the program; the second signal alone does not.</summary>
    public Action<int>? Heard { get; set; }

    /// <summary>Fires at the first signal.</summary>
    public CancellationToken Asked => _asked.Token;

    /// <summary>What to end with.</summary>
    public int ExitCode { get; private set; } = ExitCodes.SignalBase + 2;

    public void Dispose()
    {
        foreach (var registration in _registrations)
            registration.Dispose();
        _asked.Dispose();
    }

    /// <summary>False when the signal is to have its usual effect.</summary>
    private bool Hear(int number)
    {
        var isFirst = Interlocked.Increment(ref _count) == 1;
        if (isFirst)
        {
            ExitCode = ExitCodes.SignalBase + number;
            _asked.Cancel();
        }

        Heard?.Invoke(number);
        return isFirst || Heard is not null;
    }
}
