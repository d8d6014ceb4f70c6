using Roadmap.Api.Generation.Outline.Guides;

namespace Roadmap.Tests.Generation.Outline.Guides;

public sealed class GuideFolderTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("guides-").FullName;

    public GuideFolderTests()
    {
        Write("loops.en.md", "Why it matters", "Loops", "More", "Practise", "Common mistakes");
        Write("loops.zh.md", "为什么重要", "循环", "更多", "动手练习", "常见错误");
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void Each_language_has_its_file()
    {
        var guide = Read("loops", []);

        guide["loops"].In("en")[1].Title.ShouldBe("Loops");
        guide["loops"].In("zh")[1].Title.ShouldBe("循环");
    }

    [Fact]
    public void Every_fault_of_the_folder_is_told_with_its_file()
    {
        File.Delete(Path.Combine(_directory, "loops.zh.md"));
        Write("loops.en.md", "Why it matters", "Loops", "More", "Practise", "The end");
        Write("lopos.zh.md", "为什么重要", "循环", "更多", "动手练习", "常见错误");
        var faults = new List<string>();

        Read("loops", faults);

        var folder = Path.GetFileName(_directory);
        faults.ShouldBe([
            $"{folder}/loops.en.md: where \"The end\" stands, there must be \"Common mistakes\".",
            $"{folder}/loops.zh.md: the study guide is missing.",
            $"{folder}/lopos.zh.md: there is no concept that it belongs to.",
        ]);
    }

    private Dictionary<string, StudyGuide> Read(string conceptId, List<string> faults) =>
        GuideFolder.Read(_directory, [conceptId], faults);

    private void Write(string file, params string[] titles) =>
        File.WriteAllText(Path.Combine(_directory, file), string.Join("\n\n", titles.Select(title => $"## {title}\n\nText.")));
}
