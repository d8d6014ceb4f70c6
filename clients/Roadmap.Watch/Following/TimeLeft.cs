using Roadmap.Contracts;

namespace Roadmap.Watch.Following;

/// <summary>
/// How long a task may still take, by how quickly it went since it was first looked at. While a person has the word nobody can say.
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

    public void Note(TaskSnapshot task)
    {
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
            return null;
        left -= time.GetElapsedTime(_heardAt);
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }
}
