using Roadmap.Api.Generation.Outline;

namespace Roadmap.Tests.Generation.Outline;

public sealed class OutlineFeedbackReadingTests
{
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
    public void Feedback_becomes_wishes(string feedback, string wishes) =>
        string.Join('|', Feedback.Read(feedback, words => words == "HTTP and REST").Select(Say)).ShouldBe(wishes);

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
    public void Feedback_of_any_kind_is_read_in_time(string part) =>
        Should.NotThrow(() => Feedback.Read(string.Concat(Enumerable.Repeat(part, 2_000 / part.Length)), _ => false));

    private static string Say(Wish wish) => wish switch
    {
        Wish.Shorter => "shorter",
        Wish.MorePractice => "practice",
        Wish.LeaveOut leaveOut => $"-{leaveOut.What}",
        Wish.Add add => $"+{add.What}",
        Wish.NotUnderstood unclear => $"?{unclear.Words}",
        _ => throw new ArgumentOutOfRangeException(nameof(wish), wish, "An unknown wish."),
    };
}
