using System.Text.RegularExpressions;
using Roadmap.Api.Generation.Outline;
using Roadmap.Tests.Generation.Outline.Guides;

namespace Roadmap.Tests.Generation.Outline;

/// <summary>Readers are sent to places that are known to be good.</summary>
public sealed partial class OutlineReferenceTests
{
    private static readonly HashSet<string> s_hosts = File
        .ReadLines(Path.Combine(AppContext.BaseDirectory, "Generation", "Outline", "reference-hosts.txt"))
        .Where(line => !line.StartsWith('#'))
        .ToHashSet(StringComparer.Ordinal);

    [Fact]
    public void Every_reference_is_to_a_host_that_is_known_to_be_good()
    {
        var catalogue = OutlineCase.Catalogue;
        var resources = catalogue.Subjects.Append(catalogue.General).SelectMany(subject => subject.Concepts)
            .SelectMany(concept => concept.Resources.Select(resource => (From: concept.Id, resource.Url)))
            .Concat(catalogue.Topics.SelectMany(topic => topic.Resources.Select(resource => (From: topic.Name, resource.Url))));

        resources.Where(resource => !s_hosts.Contains(new Uri(resource.Url).Host))
            .Select(resource => $"{resource.From}: {resource.Url}")
            .ShouldBeEmpty();
    }

    [Fact]
    public void A_link_within_a_guide_leads_to_such_a_host_too() =>
        GuideProse.All
            .SelectMany(guide => Link().Matches(guide.Text).Select(link => (guide.File, Url: new Uri(link.Value))))
            .Where(link => !s_hosts.Contains(link.Url.Host))
            .ShouldBeEmpty();

    [Fact]
    public void No_reference_is_a_page_of_search_results() =>
        OutlineCase.Catalogue.Subjects.SelectMany(subject => subject.Concepts)
            .SelectMany(concept => concept.Resources)
            .Select(resource => resource.Url)
            .ShouldAllBe(url => !url.Contains("search?") && !url.Contains("?q="));

    [Fact]
    public void Four_of_five_concepts_of_a_subject_have_a_reference_in_Chinese() =>
        OutlineCase.Catalogue.Subjects
            .Where(subject => subject.Concepts.Count(HasChinese) < 0.8 * subject.Concepts.Count())
            .SelectMany(subject => subject.Concepts.Where(concept => !HasChinese(concept)))
            .Select(concept => concept.Id)
            .ShouldBeEmpty();

    private static bool HasChinese(CatalogueConcept concept) =>
        concept.Resources.Any(resource => Languages.HasChinese(resource.Title));

    [GeneratedRegex(@"https?://[^\s)>\]]+", RegexOptions.None, 1000)]
    private static partial Regex Link();
}
