using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Roadmap.Api.Generation.Outline.Editing;
using Roadmap.Api.Generation.Outline.Guides;
using Roadmap.Contracts;

namespace Roadmap.Api.Generation.Outline;

/// <summary>The subjects that the project ships, read once and checked.</summary>
internal sealed class CurriculumCatalogue
{
    /// <summary>The subject for goals that no other subject serves; <c>{subject}</c> in its text stands for the goal's topic.</summary>
    public const string GeneralId = "general";

    /// <summary>What the ids of concepts begin with that are made from <see cref="ConceptTemplates"/>.</summary>
    public const string AddedPrefix = "added-";

    public const string PracticePrefix = "practice-";

    private const string TemplatesFile = "templates.json";
    private const string TopicsFile = "topics.json";
    private const string SubjectFile = "subject.json";

    /// <summary>The folder with the guides of the templates, beside those of the subjects.</summary>
    private const string TemplatesFolder = "templates";

    /// <summary>Whoever builds several servers in one process, as tests do, reads it once.</summary>
    private static readonly Lazy<CurriculumCatalogue> s_shipped = new(() => Load(Path.Combine(AppContext.BaseDirectory, "Curriculum")));

    private readonly Dictionary<string, CatalogueConcept> _concepts;
    private readonly Dictionary<string, StudyGuide> _guides;

    private CurriculumCatalogue(
        IReadOnlyList<CatalogueSubject> subjects, ConceptTemplates templates, IReadOnlyList<CatalogueTopic> topics,
        Dictionary<string, StudyGuide> guides)
    {
        _guides = guides;
        Topics = topics;
        General = subjects.Single(subject => subject.Id == GeneralId);
        Subjects = [.. subjects.Where(subject => subject.Id != GeneralId)];
        Templates = templates;
        _concepts = subjects.SelectMany(subject => subject.Concepts).ToDictionary(concept => concept.Id, StringComparer.Ordinal);
    }

    /// <summary>What lies beside the program.</summary>
    /// <exception cref="InvalidDataException">As of <see cref="Load"/>.</exception>
    public static CurriculumCatalogue Shipped => s_shipped.Value;

    /// <summary>All but <see cref="General"/>, in the order of their folders' names.</summary>
    public IReadOnlyList<CatalogueSubject> Subjects { get; }

    public CatalogueSubject General { get; }

    public ConceptTemplates Templates { get; }

    /// <summary>What people call otherwise than concepts are called, or no subject teaches.</summary>
    public IReadOnlyList<CatalogueTopic> Topics { get; }

    /// <exception cref="InvalidDataException">
    /// A file is missing, is not what it should be, or contradicts another; the message names each fault.
    /// </exception>
    public static CurriculumCatalogue Load(string directory)
    {
        if (!Directory.Exists(directory))
            throw new InvalidDataException($"The curriculum catalogue is missing: there is no directory {directory}.");

        var templates = Read(Path.Combine(directory, TemplatesFile), CatalogueJson.Default.ConceptTemplates);
        var topics = Read(Path.Combine(directory, TopicsFile), CatalogueJson.Default.CatalogueTopics).Topics;
        var folders = Directory.GetDirectories(directory)
            .Where(folder => Path.GetFileName(folder) != TemplatesFolder)
            .Order(StringComparer.Ordinal)
            .ToList();
        var subjects = folders.ConvertAll(folder => Read(Path.Combine(folder, SubjectFile), CatalogueJson.Default.CatalogueSubject));

        var faults = CatalogueChecks.Faults(subjects, templates, topics).ToList();
        faults.AddRange(folders.Zip(subjects).Where(pair => Path.GetFileName(pair.First) != pair.Second.Id)
            .Select(pair => $"{pair.Second.Id}: its folder is called {Path.GetFileName(pair.First)}."));
        var guides = GuideFolder.Read(
            Path.Combine(directory, TemplatesFolder), [templates.Added.Id, templates.Practice.Id], faults);
        foreach (var (folder, subject) in folders.Zip(subjects))
        {
            foreach (var (id, guide) in GuideFolder.Read(folder, subject.Concepts.Select(concept => concept.Id), faults))
                guides[id] = guide;
        }

        return faults.Count == 0
            ? new CurriculumCatalogue(subjects, templates, topics, guides)
            : throw new InvalidDataException($"The curriculum catalogue in {directory} has faults:\n{string.Join('\n', faults)}");
    }

    public CatalogueSubject SubjectOf(string subjectId) => Subjects.FirstOrDefault(subject => subject.Id == subjectId) ?? General;

    /// <summary>The subject of a plan; of one that does not say it, the subject that most of its concepts are of.</summary>
    public CatalogueSubject SubjectOf(RoadmapDocument plan) => plan.Understood is { } understood
        ? SubjectOf(understood.Subject)
        : Subjects.Append(General).MaxBy(subject => subject.Concepts.Count(concept => plan.Has(concept.Id)))!;

    /// <summary>What the plan's subject takes for granted; null when it is nothing, or when the learner's level has it.</summary>
    public BilingualText? AssumedBy(RoadmapDocument plan) => plan.Level == LearnerLevel.Beginner ? SubjectOf(plan).Assumes : null;

    /// <summary>The topic that a word names, or null.</summary>
    public CatalogueTopic? TopicOf(string word) =>
        Topics.FirstOrDefault(topic => topic.Aliases.Append(topic.Name).Any(name => Wording.IsSame(name, word)));

    /// <summary>
    /// The concept of the plan that teaches what a concept of the catalogue teaches: that one itself, or one of another subject. Null when
    /// there is none.
    /// </summary>
    public string? TaughtIn(RoadmapDocument plan, string conceptId) =>
        Topics.Where(topic => topic.TaughtBy.Contains(conceptId)).SelectMany(topic => topic.TaughtBy).Prepend(conceptId)
            .FirstOrDefault(plan.Has);

    /// <summary>The concept that teaches a topic, of this subject if it has one; null when no concept does.</summary>
    public (CatalogueSubject Subject, CatalogueConcept Concept)? TeacherOf(CatalogueTopic topic, CatalogueSubject subject)
    {
        var teachers = topic.TaughtBy.Select(id => _concepts[id])
            .Select(concept => (Subject: Subjects.First(each => each.Concepts.Contains(concept)), Concept: concept))
            .ToList();
        return teachers.Count == 0 ? null : teachers.OrderByDescending(teacher => teacher.Subject == subject).First();
    }

    /// <summary>The catalogue's own concept; null for what is made from a template.</summary>
    public CatalogueConcept? OwnOf(string conceptId) => _concepts.GetValueOrDefault(conceptId);

    /// <summary>The technologies that a concept of a plan makes no sense without.</summary>
    public IReadOnlyList<string> TechnologiesOf(RoadmapConcept concept) =>
        OwnOf(concept.ConceptId) is { } own
            ? own.Technologies
            : concept.ConceptId.StartsWith(AddedPrefix, StringComparison.Ordinal) ? [concept.Name] : [];

    /// <summary>What a concept of a plan is made of: its own entry, or the template it came from.</summary>
    public CatalogueConcept SourceOf(string conceptId) =>
        _concepts.GetValueOrDefault(conceptId)
        ?? (conceptId.StartsWith(PracticePrefix, StringComparison.Ordinal) ? Templates.Practice : Templates.Added);

    public StudyGuide GuideOf(string conceptId) => _guides[SourceOf(conceptId).Id];

    /// <summary>
    /// Whether the concept's text is about something that only the plan names, for which it has placeholders. In all other texts a brace
    /// is a brace, as in code.
    /// </summary>
    public bool HasPlaceholders(string conceptId) =>
        OwnOf(conceptId) is not { } own || General.Concepts.Contains(own);

    private static T Read<T>(string file, JsonTypeInfo<T> type)
    {
        try
        {
            using var stream = File.OpenRead(file);
            return JsonSerializer.Deserialize(stream, type) ?? throw new InvalidDataException($"{file} holds null.");
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"{file} is not a file of the curriculum catalogue: {exception.Message}", exception);
        }
        catch (FileNotFoundException exception)
        {
            throw new InvalidDataException($"The curriculum catalogue is incomplete: there is no file {file}.", exception);
        }
    }
}
