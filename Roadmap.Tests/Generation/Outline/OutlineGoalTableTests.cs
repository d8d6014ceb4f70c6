using Roadmap.Api.Generation.Outline;
using Roadmap.Contracts;

namespace Roadmap.Tests.Generation.Outline;

/// <summary>What goals are taken for, or that nothing here knows them.</summary>
public sealed class OutlineGoalTableTests
{
    private const string Backend = "backend-python";
    private const string Cloud = "cloud-aws";
    private const string Cybersecurity = "cybersecurity";
    private const string Data = "data-analysis";
    private const string DataEngineering = "data-engineering";
    private const string DevOps = "devops-kubernetes";
    private const string DotNet = "csharp-dotnet";
    private const string Frontend = "frontend";
    private const string Games = "game-development";
    private const string MachineLearning = "machine-learning";
    private const string Mobile = "mobile";
    private const string Rust = "rust-systems";
    private const string Unknown = "general";

    [Theory]
    [InlineData("Build accessible front ends", Frontend)]
    [InlineData("Learn to build websites", Frontend)]
    [InlineData("I want to become a frontend developer", Frontend)]
    [InlineData("React and TypeScript", Frontend)]
    [InlineData("learn react", Frontend)]
    [InlineData("Improve my CSS", Frontend)]
    [InlineData("make web pages for my club", Frontend)]
    [InlineData("我想做前端开发", Frontend)]
    [InlineData("学 React", Frontend)]
    [InlineData("学习网页制作", Frontend)]
    [InlineData("TypeScript 进阶", Frontend)]
    [InlineData("Become a backend engineer with Python", Backend)]
    [InlineData("Write REST APIs in Django", Backend)]
    [InlineData("Learn Python", Backend)]
    [InlineData("Python for beginners", Backend)]
    [InlineData("Write microservices and web APIs", Backend)]
    [InlineData("build a back end for my app", Backend)]
    [InlineData("Pythonを学びたい", Backend)]
    [InlineData("成为 Python 后端工程师", Backend)]
    [InlineData("学 Python", Backend)]
    [InlineData("服务端开发", Backend)]
    [InlineData("Become a data analyst", Data)]
    [InlineData("analyse data with pandas", Data)]
    [InlineData("Data science from scratch", Data)]
    [InlineData("Data visualisations for journalists", Data)]
    [InlineData("learn statistics", Data)]
    [InlineData("数据分析入门", Data)]
    [InlineData("用 Python 做数据分析", Data)]
    [InlineData("数据可视化", Data)]
    [InlineData("learn SQL", DataEngineering)]
    [InlineData("SQL for beginners", DataEngineering)]
    [InlineData("become a data engineer", DataEngineering)]
    [InlineData("build data pipelines with Apache Airflow", DataEngineering)]
    [InlineData("make PostgreSQL queries faster", DataEngineering)]
    [InlineData("design a database for my club", DataEngineering)]
    [InlineData("Data analysis with SQL", Data)]
    [InlineData("学习 SQL", DataEngineering)]
    [InlineData("数据工程师", DataEngineering)]
    [InlineData("成为数据工程师", DataEngineering)]
    [InlineData("数据仓库入门", DataEngineering)]
    [InlineData("用 SQL 做数据分析", Data)]
    [InlineData("learn Kubernetes", DevOps)]
    [InlineData("become a DevOps engineer", DevOps)]
    [InlineData("Docker and k8s for my team", DevOps)]
    [InlineData("set up CI/CD and infrastructure as code", DevOps)]
    [InlineData("学习 Kubernetes", DevOps)]
    [InlineData("成为运维工程师", DevOps)]
    [InlineData("get into cybersecurity", Cybersecurity)]
    [InlineData("become a penetration tester", Cybersecurity)]
    [InlineData("web security and ethical hacking", Cybersecurity)]
    [InlineData("网络安全", Cybersecurity)]
    [InlineData("学习渗透测试", Cybersecurity)]
    [InlineData("become a security guard", Unknown)]
    [InlineData("machine learning with Python", MachineLearning)]
    [InlineData("deep learning", MachineLearning)]
    [InlineData("understand how AI and language models work", MachineLearning)]
    [InlineData("机器学习", MachineLearning)]
    [InlineData("我想学人工智能", MachineLearning)]
    [InlineData("pass the AWS Solutions Architect exam", Cloud)]
    [InlineData("serverless with Lambda and DynamoDB", Cloud)]
    [InlineData("become a cloud engineer", Cloud)]
    [InlineData("AWS 认证", Cloud)]
    [InlineData("学习云计算", Cloud)]
    [InlineData("learn Microsoft Azure", Unknown)]
    [InlineData("learn to photograph clouds", Unknown)]
    [InlineData("build a mobile app", Mobile)]
    [InlineData("React Native", Mobile)]
    [InlineData("become an Android developer", Mobile)]
    [InlineData("make an iPhone app for my club", Mobile)]
    [InlineData("学习移动开发", Mobile)]
    [InlineData("做一个手机应用", Mobile)]
    [InlineData("安卓开发入门", Mobile)]
    [InlineData("repair mobile phones", Unknown)]
    [InlineData("iPhone photography", Unknown)]
    [InlineData("Android apps in Kotlin", Unknown)]
    [InlineData("make games with Godot", Games)]
    [InlineData("become a game developer", Games)]
    [InlineData("游戏开发入门", Games)]
    [InlineData("我想做独立游戏", Games)]
    [InlineData("build games in Rust", Rust)]
    [InlineData("get better at board games", Unknown)]
    [InlineData("learn C#", DotNet)]
    [InlineData("Become a .NET developer", DotNet)]
    [InlineData("Become a backend developer with C#", DotNet)]
    [InlineData("Build web APIs with ASP.NET Core", DotNet)]
    [InlineData("学习 C#", DotNet)]
    [InlineData(".NET 后端开发", DotNet)]
    [InlineData("play C# minor on the piano", Unknown)]
    [InlineData("ASP.NET Core microservices", DotNet)]
    [InlineData("学习 C# 开发", DotNet)]
    [InlineData("Pythonで機械学習", MachineLearning)]
    [InlineData("データ分析入門", Data)]
    [InlineData("web scraping with Python", Data)]
    [InlineData("学爬虫", Data)]
    [InlineData("成为黑客", Cybersecurity)]
    [InlineData("Learn Rust", Rust)]
    [InlineData("Rust", Rust)]
    [InlineData("Write a command-line program in Rust", Rust)]
    [InlineData("I want to learn Rust because my job needs it", Rust)]
    [InlineData("systems programming", Rust)]
    [InlineData("学习 Rust 系统编程", Rust)]
    [InlineData("Rust 入门", Rust)]
    [InlineData("嵌入式系统编程", Rust)]
    [InlineData("not Python, but Rust", Rust)]
    [InlineData("learn anything but Python", Unknown)]
    [InlineData("a programming language other than Rust", Unknown)]
    [InlineData("除了 Python 以外的语言", Unknown)]
    [InlineData("keep a python as a pet", Unknown)]
    [InlineData("learn how to keep a python as a pet", Unknown)]
    [InlineData("remove rust from my old car", Unknown)]
    [InlineData("learn to remove rust", Unknown)]
    [InlineData("react calmly in emergencies", Unknown)]
    [InlineData("learn to react faster in tennis", Unknown)]
    [InlineData("understand angular momentum", Unknown)]
    [InlineData("excel at public speaking", Unknown)]
    [InlineData("drive a front end loader", Unknown)]
    [InlineData("养一条蟒蛇当宠物", Unknown)]
    [InlineData("Learn to play the cello", Unknown)]
    [InlineData("become a nurse", Unknown)]
    [InlineData("🚀", Unknown)]
    [InlineData("learn to code", Unknown)]
    [InlineData("Become a Java backend engineer", Unknown)]
    [InlineData("チェロを弾けるようになりたい", Unknown)]
    [InlineData("学习书法", Unknown)]
    [InlineData("学会做饭", Unknown)]
    [InlineData("考护士资格证", Unknown)]
    public void A_goal_is_taken_for_its_subject_or_for_none(string goal, string subject)
    {
        var understood = Understand(goal);

        understood.Subject.ShouldBe(subject);
        understood.MethodOnly.ShouldBe(subject == Unknown);
        (understood.Confidence == Confidence.Unsure).ShouldBe(subject == Unknown);
        understood.Alternatives.ShouldNotContain(choice => choice.Subject == subject);
    }

    /// <summary>Who is not sure asks, and names what it might be.</summary>
    [Theory]
    [InlineData("remove rust from my old car", "rust-systems")]
    [InlineData("keep a python as a pet", "backend-python, data-analysis")]
    [InlineData("Learn Python", "data-analysis")]
    [InlineData("Become a Java backend engineer", "backend-python, csharp-dotnet")]
    [InlineData("I hate Python but need data analysis", "data-analysis")]
    [InlineData("learn Git", "devops-kubernetes")]
    [InlineData("learn Linux", "cybersecurity, devops-kubernetes, rust-systems")]
    [InlineData("Learn to play the cello", "")]
    public void What_else_a_goal_may_mean_is_named(string goal, string subjects) =>
        string.Join(", ", Understand(goal).Alternatives.Select(choice => choice.Subject)).ShouldBe(subjects);

    /// <summary>A goal that is about computing and names no subject is met with a choice, without what was ruled out.</summary>
    [Theory]
    [InlineData("learn to code", Unknown)]
    [InlineData("get a job in tech", Unknown)]
    [InlineData("转行做 IT", Unknown)]
    [InlineData("learn Go", Rust)]
    [InlineData("a programming language other than Rust", Rust)]
    public void A_vague_goal_is_met_with_a_choice(string goal, string ruledOut)
    {
        var subjects = Understand(goal).Alternatives.Select(choice => choice.Subject).ToList();

        subjects.Count.ShouldBeGreaterThanOrEqualTo(3);
        subjects.ShouldContain(Backend);
        subjects.ShouldNotContain(ruledOut);
    }

    /// <summary>Nothing in the goal says which, so what most people want comes first.</summary>
    [Theory]
    [InlineData("learn to code")]
    [InlineData("编程")]
    public void The_choice_begins_with_what_most_people_want(string goal)
    {
        var most = OutlineCase.Catalogue.Subjects.OrderBy(subject => subject.Popular).Take(6);

        Understand(goal).Alternatives.Select(choice => choice.Subject).ShouldBe(most.Select(subject => subject.Id));
    }

    [Theory]
    [InlineData("チェロを弾けるようになりたい", "en")]
    [InlineData("日本語で前端開発を学ぶ", "en")]
    [InlineData("첼로 배우기", "en")]
    [InlineData("学习大提琴", "zh")]
    public void A_Japanese_goal_is_not_Chinese(string goal, string language) => GoalReading.Language(null, goal).ShouldBe(language);

    /// <summary>The person can say what was meant, and has the plan for it.</summary>
    [Theory]
    [InlineData("keep a python as a pet")]
    [InlineData("蟒蛇 python 宠物饲养指南")]
    public async Task An_alternative_can_be_had_by_its_own_words(string goal)
    {
        var outline = new OutlineCase();
        var request = OutlineCase.Request(goal);
        var plan = await outline.DesignAsync(request);
        var choice = plan.Understood!.Alternatives.First(choice => choice.Subject == Backend);

        var edited = await outline.EditAsync(plan, request, choice.Feedback);

        edited.Understood!.ShouldSatisfyAllConditions(
            understood => understood.Subject.ShouldBe(Backend), understood => understood.MethodOnly.ShouldBeFalse());
        edited.Title.ShouldBe(choice.Title);
        edited.Concepts.ShouldContain(concept => concept.ConceptId == "fastapi");
        edited.Notes.ShouldNotContain(note => note.Contains("general plan") || note.Contains("通用"));
        (await outline.EditAsync(edited, request, "leave out Docker")).Title.ShouldBe(choice.Title);
    }

    [Fact]
    public async Task Without_a_subject_it_is_said_before_anything_is_made_that_there_is_only_a_method()
    {
        var intent = await new OutlineCase().Generator.AnalyzeIntentAsync(OutlineCase.Request("Learn the cello"), CancellationToken.None);

        intent.Summary.ShouldStartWith("“cello” is no subject of the catalogue");
        intent.Summary.ShouldContain("teaches nothing of the subject itself");
        intent.Understood!.MethodOnly.ShouldBeTrue();
    }

    private static GoalUnderstanding Understand(string goal) =>
        GoalSubjects.Understand(OutlineCase.Catalogue, goal, GoalReading.Language(null, goal));
}
