using Roadmap.Contracts;

namespace Roadmap.Client.Watching;

/// <summary>Counts the changes of each instance against what its beats say there should have been.</summary>
internal sealed class BeatCounter(TimeProvider time)
{
    /// <summary>A sender that says it will be heard again and is not, in this time, may have said something that was lost.</summary>
    public static readonly TimeSpan Silence = TimeSpan.FromSeconds(25);

    private readonly Dictionary<string, Heard> _heard = new(StringComparer.Ordinal);
    private long _lastBeat = time.GetTimestamp();

    /// <summary>A watch is about to begin: what came before is not counted.</summary>
    public void Reset()
    {
        _heard.Clear();
        _lastBeat = time.GetTimestamp();
    }

    /// <summary>The answer to the call that began the watch. Changes may have come before it.</summary>
    public void Begun(TasksBeatMessage beat)
    {
        _lastBeat = time.GetTimestamp();
        _heard[beat.Sender] = new Heard(beat.Sent + (_heard.GetValueOrDefault(beat.Sender)?.Count ?? 0), beat.Since, _lastBeat);
    }

    public void Changed(string sender) => _heard[sender] = _heard.TryGetValue(sender, out var heard)
        ? heard with { Count = heard.Count + 1 }
        : new Heard(1, Since: null, time.GetTimestamp());

    /// <summary>Whether something was lost.</summary>
    public bool Beat(TasksBeatMessage beat)
    {
        var heard = _heard.GetValueOrDefault(beat.Sender);
        var isExact = (heard?.Count ?? 0) == beat.Sent && (heard?.Since is null || heard.Since == beat.Since);
        _lastBeat = time.GetTimestamp();
        if (beat.Continues)
            _heard[beat.Sender] = new Heard(beat.Sent, beat.Since, _lastBeat);
        else
            _heard.Remove(beat.Sender);
        return !isExact;
    }

    /// <summary>Whether a beat is overdue. Whoever owes one is forgotten.</summary>
    public bool IsOverdue()
    {
        var isOverdue = time.GetElapsedTime(_lastBeat) > Silence;
        if (isOverdue)
            _lastBeat = time.GetTimestamp();
        foreach (var (sender, heard) in _heard)
        {
            if (time.GetElapsedTime(heard.At) <= Silence)
                continue;
            _heard.Remove(sender);
            isOverdue = true;
        }

        return isOverdue;
    }

    private sealed record Heard(long Count, DateTimeOffset? Since, long At);
}
