using Roadmap.Client;
using Roadmap.Contracts;

namespace Roadmap.Watch.Following;

/// <summary>
/// How long a task may still take: by how quickly it went since it was first looked at, and until that is known by what earlier tasks of
/// its kind took. While a person has the word nobody can say.
/// </summary>
internal sealed class TimeLeft(TimeProvider time)
{
    private const double LeastPoints = 2;
    private static readonly TimeSpan s_leastTime = TimeSpan.FromSeconds(3);

    private int _attempt;
    private double _from;
    private double _at;
    private long? _since;
    private long _heardAt;
    private TimeSpan? _left;
    private long _notedAt;
    private (TimeSpan Low, TimeSpan High)? _expected;

    public void Note(TaskSnapshot task)
    {
        _notedAt = time.GetTimestamp();
        _expected = task.Status == TaskRunStatus.Processing ? task.WorkLeft(task.UpdatedAt) : null;
        if (task.Status != TaskRunStatus.Processing)
        {
            (_since, _left) = (null, null);
            return;
        }

        if (_since is null || task.Attempt != _attempt)
        {
            (_attempt, _from, _at, _since, _left) = (task.Attempt, task.Percentage, task.Percentage, time.GetTimestamp(), null);
            return;
        }

        if (task.Percentage <= _at)
            return;
        _at = task.Percentage;
        _heardAt = time.GetTimestamp();
        var took = time.GetElapsedTime(_since.Value, _heardAt);
        if (_at - _from >= LeastPoints && took >= s_leastTime)
            _left = took * ((100 - _at) / (_at - _from));
    }

    /// <summary>Null when it cannot be known.</summary>
    public TimeSpan? Now()
    {
        if (_left is not { } left)
            return Expected();
        left -= time.GetElapsedTime(_heardAt);
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    /// <summary>Null, too, when it takes longer than they did: then they say nothing of it.</summary>
    private TimeSpan? Expected()
    {
        if (_expected is not var (low, high))
            return null;
        var since = time.GetElapsedTime(_notedAt);
        return high > since ? ((low + high) / 2) - since is { Ticks: > 0 } left ? left : high - since : null;
    }
}
