using System.Globalization;
using Roadmap.Api.Generation.Outline.Feedback;

namespace Roadmap.Tests.Generation.Outline;

public sealed class OutlineFeedbackReadingTests
{
    private static readonly DateOnly s_today = new(2026, 1, 5);

    [Theory]
    [InlineData("shorter", "shorter")]
    [InlineData("It is too long.", "shorter")]
    [InlineData("Please make it a bit shorter, thanks!", "shorter")]
    [InlineData("太长了", "shorter")]
    [InlineData("请缩短一点", "shorter")]
    [InlineData("不要太长", "shorter")]
    [InlineData("more practice", "practice")]
    [InlineData("I want more hands-on projects", "practice")]
    [InlineData("add more exercises please", "practice")]
    [InlineData("多一些练习", "practice")]
    [InlineData("增加更多的练习吧", "practice")]
    [InlineData("leave out Docker", "-Docker")]
    [InlineData("Please remove the Docker module.", "-Docker")]
    [InlineData("without Docker", "-Docker")]
    [InlineData("don't include Docker", "-Docker")]
    [InlineData("leave Docker out please", "-Docker")]
    [InlineData("去掉 Docker", "-Docker")]
    [InlineData("把 Docker 去掉", "-Docker")]
    [InlineData("不要 Docker 的内容", "-Docker")]
    [InlineData("add GraphQL", "+GraphQL")]
    [InlineData("also cover GraphQL", "+GraphQL")]
    [InlineData("增加 GraphQL", "+GraphQL")]
    [InlineData("把 GraphQL 加上", "+GraphQL")]
    [InlineData("还想学缓存", "+缓存")]
    [InlineData("shorter, and leave out Docker", "shorter|-Docker")]
    [InlineData("太长了，去掉 Docker，多一些练习", "shorter|-Docker|practice")]
    [InlineData("leave out Docker and Redis", "-Docker|-Redis")]
    [InlineData("leave out Docker, Redis and Celery; add gRPC", "-Docker|-Redis|-Celery|+gRPC")]
    [InlineData("去掉 Docker 和 Redis，增加 gRPC", "-Docker|-Redis|+gRPC")]
    [InlineData("remove Docker and add Kubernetes and make it shorter", "-Docker|+Kubernetes|shorter")]
    [InlineData("leave out HTTP and REST", "-HTTP and REST")]
    [InlineData("I like it. Shorter!", "shorter")]
    [InlineData("shorter. shorter.", "shorter")]
    [InlineData("make the font blue", "?make the font blue")]
    [InlineData("shorter, and make the font blue", "shorter|?and make the font blue")]
    [InlineData("more practice with databases", "practice|?with databases")]
    [InlineData("don't make it shorter", "?don't make it shorter")]
    [InlineData("add", "?add")]
    [InlineData("add GraphQL, gRPC", "+GraphQL|+gRPC")]
    [InlineData("增加缓存，换个颜色", "+缓存|?换个颜色")]
    [InlineData("Looks good, thanks", "")]
    [InlineData("Leave out Docker. My employer uses Windows", "-Docker|?My employer uses Windows")]
    [InlineData("what would you add?", "?what would you add?")]
    [InlineData("What about Kubernetes?", "+Kubernetes")]
    [InlineData("Can you add Kubernetes?", "+Kubernetes")]
    [InlineData("加什么？", "?加什么？")]
    [InlineData("可以加 Kubernetes 吗？", "+Kubernetes")]
    [InlineData("leave out", "?leave out")]
    [InlineData("加", "?加")]
    [InlineData("add add Kubernetes", "+Kubernetes")]
    [InlineData("add ?", "?add")]
    [InlineData("...", "")]
    [InlineData("", "")]
    [InlineData("more practical", "practice")]
    [InlineData("Make it more hands-on, please", "practice")]
    [InlineData("less theory", "less theory")]
    [InlineData("too theoretical", "less theory")]
    [InlineData("少一点理论", "less theory")]
    [InlineData("fewer exercises", "less practice")]
    [InlineData("no Docker", "-Docker")]
    [InlineData("No Docker, no Redis", "-Docker|-Redis")]
    [InlineData("no thanks", "?no thanks")]
    [InlineData("skip Docker and skip Redis", "-Docker|-Redis")]
    [InlineData("fit in 8 weeks", "8 weeks")]
    [InlineData("Can you fit it into eight weeks?", "8 weeks")]
    [InlineData("it should be done within 2 months", "8.7 weeks")]
    [InlineData("8周内学完", "8 weeks")]
    [InlineData("压缩到八周", "8 weeks")]
    [InlineData("3 hours a week", "3 h/week")]
    [InlineData("I only have 3 hours per week", "3 h/week")]
    [InlineData("30 minutes a day", "3.5 h/week")]
    [InlineData("每周三小时", "3 h/week")]
    [InlineData("每天只有1小时", "7 h/week")]
    [InlineData("fewer hours a week", "fewer h/week")]
    [InlineData("finish by 2026-03-01", "by 2026-03-01")]
    [InlineData("I must be done by March 1, 2026, and no Docker", "by 2026-03-01|-Docker")]
    [InlineData("by the end of March", "by 2026-03-31")]
    [InlineData("在3月1日之前完成", "by 2026-03-01")]
    [InlineData("by February 30", "?by February 30")]
    [InlineData("Only the first 5 concepts", "first 5")]
    [InlineData("I already know Git", "know Git")]
    [InlineData("I already know Git and Docker, so skip them", "know Git|know Docker")]
    [InlineData("I'm familiar with SQL", "know SQL")]
    [InlineData("我已经会 Git 了", "know Git")]
    [InlineData("Git 我已经会了", "know Git")]
    [InlineData("I don't know Git", "?I don't know Git")]
    [InlineData("Django instead of FastAPI", "FastAPI→Django")]
    [InlineData("Please use Django instead of FastAPI", "FastAPI→Django")]
    [InlineData("instead of FastAPI, use Django", "FastAPI→Django")]
    [InlineData("replace FastAPI with Django, and shorter", "FastAPI→Django|shorter")]
    [InlineData("用 Django 代替 FastAPI", "FastAPI→Django")]
    [InlineData("把 FastAPI 换成 Django", "FastAPI→Django")]
    [InlineData("change the colour to blue", "?change the colour to blue")]
    [InlineData("Please add more about deployment and less about SQL", "more deployment|less SQL")]
    [InlineData("too much SQL", "less SQL")]
    [InlineData("not enough deployment", "more deployment")]
    [InlineData("多一点SQL", "more SQL")]
    [InlineData("不想学SQL，多讲缓存", "-SQL|more 缓存")]
    [InlineData("少讲SQL", "less SQL")]
    [InlineData("no projects please", "less practice")]
    [InlineData("不要项目", "less practice")]
    [InlineData("不要项目管理", "-项目管理")]
    [InlineData("more cowbell", "?more cowbell")]
    [InlineData("shorter, but keep SQL", "shorter|keep SQL")]
    [InlineData("don't remove SQL", "keep SQL")]
    [InlineData("no Docker, add Kubernetes and make it blue", "-Docker|+Kubernetes|?make it blue")]
    [InlineData("I meant data analysis", "subject data analysis")]
    [InlineData("我指的是数据分析", "subject 数据分析")]
    [InlineData("Please add a section which explains why my boss is wrong", "?add a section which explains why my boss is wrong")]
    public void Feedback_becomes_wishes(string feedback, string wishes) =>
        string.Join('|', Read(feedback).Select(Say)).ShouldBe(wishes);

    [Fact]
    public void What_one_round_can_ask_for_is_bounded()
    {
        var wishes = Read(string.Join("; ", Enumerable.Range(1, 200).Select(number => $"add T{number}")));

        wishes.Count.ShouldBe(FeedbackReader.MostWishes);
        wishes[^1].ShouldBe(new Wish.NotUnderstood("… (+177)"));
    }

    /// <summary>
    /// The expressions give up after a second, with an exception: no feedback of the length that is allowed may come near it.
    /// </summary>
    [Theory]
    [InlineData("the ")]
    [InlineData("leave x ")]
    [InlineData("add more ")]
    [InlineData("concepts please ")]
    [InlineData("把增加的")]
    [InlineData("don't ")]
    [InlineData("    ")]
    [InlineData("I already ")]
    [InlineData("instead of ")]
    [InlineData("only just have ")]
    [InlineData("1 ")]
    [InlineData("每周")]
    [InlineData("by March ")]
    public void Feedback_of_any_kind_is_read_in_time(string part) =>
        FeedbackReader.Read(string.Concat(Enumerable.Repeat(part, 2_000 / part.Length)), s_today, _ => false)
            .OfType<Wish.NotUnderstood>().ShouldAllBe(wish => wish.Words.Length <= 160);

    private static IReadOnlyList<Wish> Read(string feedback) => FeedbackReader.Read(
        feedback, s_today, words => words is "HTTP and REST" or "SQL" or "deployment" or "Docker" or "Redis" or "FastAPI" or "缓存");

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
        Wish.NotUnderstood unclear => $"?{unclear.Words}",
        _ => throw new ArgumentOutOfRangeException(nameof(wish), wish, "An unknown wish."),
    };
}
