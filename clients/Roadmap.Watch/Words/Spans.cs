namespace Roadmap.Watch.Words;

/// <summary>Times in words.</summary>
internal static class Spans
{
    /// <summary>Such as <c>0:07</c>, <c>12:03</c> or <c>1:02:03</c>.</summary>
    public static string Clock(TimeSpan span)
    {
        var seconds = (long)Math.Max(0, span.TotalSeconds);
        return seconds >= 3600 ? $"{seconds / 3600}:{seconds / 60 % 60:00}:{seconds % 60:00}" : $"{seconds / 60}:{seconds % 60:00}";
    }

    /// <summary>Such as <c>about 3 min</c>: no more exactly than it can be known.</summary>
    public static string About(TimeSpan span) => span switch
    {
        { TotalSeconds: < 10 } => "a few seconds",
        { TotalSeconds: < 55 } => $"about {Math.Ceiling(span.TotalSeconds / 5) * 5:0} s",
        { TotalMinutes: < 55 } => $"about {Math.Ceiling(span.TotalMinutes):0} min",
        { TotalHours: < 36 } => $"about {Math.Ceiling(span.TotalHours):0} h",
        _ => $"about {Math.Ceiling(span.TotalDays):0} days",
    };

    /// <summary>Such as <c>now</c>, <c>5 min ago</c> or <c>3 days ago</c>.</summary>
    public static string Ago(TimeSpan span) => span switch
    {
        { TotalSeconds: < 5 } => "now",
        { TotalMinutes: < 1 } => $"{span.TotalSeconds:0} s ago",
        { TotalHours: < 1 } => $"{Math.Floor(span.TotalMinutes):0} min ago",
        { TotalDays: < 1 } => $"{Math.Floor(span.TotalHours):0} h ago",
        { TotalDays: < 2 } => "1 day ago",
        _ => $"{Math.Floor(span.TotalDays):0} days ago",
    };
}
