namespace Roadmap.Api.Intake;

/// <summary>Lets so many warnings through in a second: a flood of what cannot be taken must not become a flood of words. All of it is counted.</summary>
internal sealed class IntakeWarnings(TimeProvider time)
{
    public const int PerSecond = 10;

    private static readonly TimeSpan s_second = TimeSpan.FromSeconds(1);

    private readonly Lock _changing = new();
    private long _began = time.GetTimestamp();
    private int _left = PerSecond;

    /// <summary>False when enough was said in this second.</summary>
    public bool TryTake()
    {
        lock (_changing)
        {
            if (time.GetElapsedTime(_began) >= s_second)
                (_began, _left) = (time.GetTimestamp(), PerSecond);
            return _left > 0 && _left-- > 0;
        }
    }
}
