using System.Text.Json;
using System.Text.Json.Nodes;
using Roadmap.Api.Generation.Outline;

namespace Roadmap.Tests.Generation.Outline;

public sealed class OutlineCatalogueTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("curriculum-").FullName;

    public OutlineCatalogueTests()
    {
        var shipped = Path.Combine(AppContext.BaseDirectory, "Curriculum");
        foreach (var file in Directory.GetFiles(shipped, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(_directory, Path.GetRelativePath(shipped, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void What_is_shipped_has_the_promised_subjects_and_no_fault()
    {
        var catalogue = CurriculumCatalogue.Load(_directory);

        string[] promised = ["backend-python", "data-analysis", "frontend", "rust-systems"];
        promised.ShouldBeSubsetOf(catalogue.Subjects.Select(subject => subject.Id));
        catalogue.General.Concepts.Count().ShouldBeGreaterThanOrEqualTo(12);
    }

    [Fact]
    public void Every_subject_has_core_optional_practice_and_concepts_that_a_level_knows()
    {
        foreach (var subject in OutlineCase.Catalogue.Subjects.Append(OutlineCase.Catalogue.General))
        {
            subject.Concepts.ShouldContain(concept => concept.Core, subject.Id);
            subject.Concepts.ShouldContain(concept => !concept.Core, subject.Id);
            subject.Concepts.ShouldContain(concept => concept.Practice, subject.Id);
            subject.Concepts.ShouldContain(concept => concept.KnownAt != null, subject.Id);
        }
    }

    [Fact]
    public void Chinese_text_is_Chinese_and_English_text_is_not()
    {
        foreach (var concept in OutlineCase.Catalogue.Subjects.Append(OutlineCase.Catalogue.General)
            .SelectMany(subject => subject.Concepts))
        {
            var texts = concept.Questions.SelectMany(question => new[] { question.Question, question.Answer })
                .Append(concept.Description);
            foreach (var text in texts)
            {
                text.Zh.Any(IsChinese).ShouldBeTrue($"{concept.Id}: {text.Zh}");
                text.En.Any(IsChinese).ShouldBeFalse($"{concept.Id}: {text.En}");
            }
        }
    }

    [Theory]
    [InlineData("unknown prerequisite", "the prerequisite nothing is no concept that stands before it")]
    [InlineData("prerequisite that comes later", "the prerequisite py-modules-types is no concept that stands before it")]
    [InlineData("http address", "is no https address")]
    [InlineData("missing language", "a text lacks one of its languages")]
    [InlineData("two questions", "it has fewer than 3 questions")]
    [InlineData("no hours", "its hours are not positive")]
    [InlineData("repeated id", "two concepts have this id")]
    [InlineData("few concepts", "there must be 12 to 25")]
    [InlineData("empty module", "it is empty")]
    [InlineData("no keywords", "no goal can match it")]
    [InlineData("no popularity", "backend-python: its popular is no place from 1 on")]
    [InlineData("another's popularity", "backend-python, frontend: each of them has the place 1")]
    public void A_fault_in_a_file_is_named(string fault, string message)
    {
        Change("backend-python/subject.json", subject => Plant(fault, subject));

        Should.Throw<InvalidDataException>(() => CurriculumCatalogue.Load(_directory)).Message.ShouldContain(message);
    }

    [Fact]
    public void A_misspelt_member_is_named_with_its_file()
    {
        Change("backend-python/subject.json", subject => subject["keyword"] = 1);

        Should.Throw<InvalidDataException>(() => CurriculumCatalogue.Load(_directory)).Message.ShouldSatisfyAllConditions(
            message => message.ShouldContain("backend-python/subject.json"),
            message => message.ShouldContain("keyword"));
    }

    [Theory]
    [InlineData("templates.json")]
    [InlineData("general/subject.json")]
    public void A_missing_file_is_named(string file)
    {
        File.Delete(Path.Combine(_directory, file));

        Should.Throw<InvalidDataException>(() => CurriculumCatalogue.Load(_directory))
            .Message.ShouldContain(file.Split('/')[0]);
    }

    private static void Plant(string fault, JsonNode subject)
    {
        var module = subject["stages"]![0]!["modules"]![0]!;
        var concept = module["concepts"]![0]!;
        switch (fault)
        {
            case "unknown prerequisite":
                concept["prerequisites"] = new JsonArray("nothing");
                break;
            case "prerequisite that comes later":
                concept["prerequisites"] = new JsonArray("py-modules-types");
                break;
            case "http address":
                concept["resources"]![0]!["url"] = "http://example.org/";
                break;
            case "missing language":
                concept["description"]!["zh"] = " ";
                break;
            case "two questions":
                concept["questions"]!.AsArray().RemoveAt(0);
                break;
            case "no hours":
                concept["hours"] = 0;
                break;
            case "repeated id":
                concept["id"] = "git-basics";
                break;
            case "few concepts":
                subject["stages"]!.AsArray().RemoveAt(3);
                subject["stages"]!.AsArray().RemoveAt(2);
                break;
            case "empty module":
                module["concepts"] = new JsonArray();
                break;
            case "no keywords":
                subject["keywords"] = new JsonObject();
                break;
            case "no popularity":
                subject.AsObject().Remove("popular");
                break;
            case "another's popularity":
                subject["popular"] = 1;
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(fault), fault, "No such fault.");
        }
    }

    private void Change(string file, Action<JsonNode> change)
    {
        var path = Path.Combine(_directory, file);
        var json = JsonNode.Parse(File.ReadAllText(path))!;
        change(json);
        File.WriteAllText(path, json.ToJsonString(new JsonSerializerOptions { WriteIndented = true }));
    }

    private static bool IsChinese(char c) => c is >= '\u3400' and <= '\u9fff';
}
