using System.Globalization;
using Roadmap.Api.Generation.Outline.Feedback;
using Roadmap.Contracts;

namespace Roadmap.Tests.Generation.Outline;

/// <summary>Reads feedback where a few names are known, and says in a line what was understood.</summary>
internal static class FeedbackSaying
{
    public static readonly DateOnly Today = new(2026, 1, 5);

    private static readonly HashSet<string> s_names = new(StringComparer.OrdinalIgnoreCase)
    {
        "HTTP and REST", "SQL", "deployment", "Docker", "Redis", "FastAPI", "缓存", "Git", "Linux", "statistics", "统计", "Python", "容器",
    };

    public static IReadOnlyList<Wish> Wishes(string feedback) => FeedbackReader.Read(feedback, Today, s_names.Contains);

    public static string Read(string feedback) => string.Join('|', Wishes(feedback).Select(Say));

    private static string Say(Wish wish) => wish switch
    {
        Wish.Shorter => "shorter",
        Wish.MorePractice => "practice",
        Wish.LessPractice => "less practice",
        Wish.LessTheory => "less theory",
        Wish.LeaveOut leaveOut => $"-{leaveOut.What}",
        Wish.Known known => $"know {known.What}",
        Wish.Keep keep => $"keep {keep.What}",
        Wish.Add add => $"+{add.What}",
        Wish.Replace replace => $"{replace.What}→{replace.With}",
        Wish.MoreOf more => $"more {more.What}",
        Wish.LessOf less => $"less {less.What}",
        Wish.HoursPerWeek hours => string.Create(CultureInfo.InvariantCulture, $"{hours.Hours} h/week"),
        Wish.FewerHoursPerWeek => "fewer h/week",
        Wish.Fit fit => string.Create(CultureInfo.InvariantCulture, $"{fit.Weeks} weeks"),
        Wish.FinishBy finish => $"by {finish.Date:yyyy-MM-dd}",
        Wish.FirstConcepts first => $"first {first.Count}",
        Wish.Subject subject => $"subject {subject.What}",
        Wish.Harder => "harder",
        Wish.Easier => "easier",
        Wish.Level level => $"for {level.For}",
        Wish.Move { Place: PlanPlace.First } move => $"{move.What} first",
        Wish.Move { Place: PlanPlace.Last } move => $"{move.What} last",
        Wish.Move { Place: PlanPlace.Before } move => $"{move.What}<{move.Beside}",
        Wish.Move move => $"{move.What}>{move.Beside}",
        Wish.NotUnderstood unclear => $"?{unclear.Words}",
        _ => throw new ArgumentOutOfRangeException(nameof(wish), wish, "An unknown wish."),
    };
}
