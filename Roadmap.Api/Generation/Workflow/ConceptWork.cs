using Roadmap.Api.Generation.Running;
using Roadmap.Api.Pipeline;
using Roadmap.Contracts;
using Roadmap.Contracts.Json;

namespace Roadmap.Api.Generation.Workflow;

/// <summary>
/// The content of one concept, piece by piece; each piece is stored with the event that tells of it. A piece that fails is tried again a
/// few times; then the concept has failed, and the next attempt may go on with it.
/// </summary>
internal sealed class ConceptWork(
    IRoadmapGenerator generator, GenerationRun run, RunReporter reporter, TimeSpan retryDelay, TimeProvider time, ILogger logger)
{
    private const int Tries = 3;

    /// <summary>What a watcher sees of a text that grows; more often it would be a load, and no news.</summary>
    private static readonly TimeSpan s_betweenWords = TimeSpan.FromSeconds(2);

    private static readonly Reason s_noReason = new() { Key = ReasonKeys.NoReason, Message = "The generator gave no reason." };

    /// <summary>Why the last concept failed.</summary>
    public GenerationFailedException? LastFailure { get; private set; }

    /// <summary>Returns all content that the concept has at the end.</summary>
    /// <param name="plan">The whole plan.</param>
    /// <param name="each">The concept, with the pieces that are there already.</param>
    /// <param name="total">How many concepts the plan has.</param>
    /// <param name="cancellationToken">Stops the work; what is made is still stored.</param>
    public async Task<ConceptContent> MakeAsync(RoadmapDocument plan, NumberedConcept each, int total, CancellationToken cancellationToken)
    {
        var (concept, number) = each;
        var content = concept.Content ?? new ConceptContent();
        foreach (var type in content.Missing())
        {
            // No exception: it would cut off the concepts that are made at the same time.
            if (run.IsAskedToStop)
                break;
            var name = $"concept-{number}-{NameOf(type)}";
            await reporter.ReportAsync([(name, Start(concept, type, total))]);
            try
            {
                var piece = await TryAsync(plan, each, type, cancellationToken);
                content = content.With(piece);
                List<(string, TaskEvent)> events = [($"{name}-done", Complete(concept, type, piece))];
                if (content.IsWhole())
                    events.AddRange(
                        [($"concept-{number}-all", AllComplete(concept, content)), ($"concept-{number}-progress", WholeTask.ConceptDone)]);
                await reporter.ReportAsync(
                    events, content: new Dictionary<string, ConceptContent>(StringComparer.Ordinal) { [concept.ConceptId] = piece });
            }
            catch (GenerationFailedException failed)
            {
                LastFailure = failed;
                await reporter.ReportAsync(
                    [($"{name}-failed", Failed(concept, type, failed)), ($"concept-{number}-progress", WholeTask.ConceptDone)]);
                break;
            }
        }

        return content;
    }

    public static ConceptAllContentCompleteEvent AllComplete(RoadmapConcept concept, ConceptContent content) => new()
    {
        ConceptId = concept.ConceptId,
        ConceptName = concept.Name,
        Data = ContentIds.Of(content).ToJson(),
        Message = $"{concept.Name} is ready",
        MessageKey = MessageKeys.ConceptMade,
    };

    private async Task<ConceptContent> TryAsync(
        RoadmapDocument plan, NumberedConcept each, ContentType type, CancellationToken cancellationToken)
    {
        for (var tried = 1; ; tried++)
        {
            try
            {
                return await MakeAsync(plan, each, type, cancellationToken);
            }
#pragma warning disable CA1031 // Whatever a generator throws, the concept fails and the work on the others goes on.
            catch (Exception e) when (e is not RunOverException)
#pragma warning restore CA1031
            {
                cancellationToken.ThrowIfCancellationRequested();
                var word = WireWord.Of(type);
                logger.ConceptContentFailed(e, run.TaskId, each.Concept.ConceptId, word, tried, Tries);
                if (tried == Tries)
                    throw e as GenerationFailedException ?? new GenerationFailedException(s_noReason, e);
            }

            await Task.Delay(retryDelay * tried, time, cancellationToken);
        }
    }

    private async Task<ConceptContent> MakeAsync(
        RoadmapDocument plan, NumberedConcept each, ContentType type, CancellationToken cancellationToken) => type switch
        {
            ContentType.Tutorial => new ConceptContent
            {
                Tutorial = await generator.WriteTutorialAsync(plan, each.Concept, Written(each), cancellationToken)
                    .WaitAsync(cancellationToken),
            },
            ContentType.Resources => new ConceptContent
            {
                Resources = await generator.FindResourcesAsync(plan, each.Concept, cancellationToken).WaitAsync(cancellationToken),
            },
            _ => new ConceptContent
            {
                Quiz = await generator.WriteQuizAsync(plan, each.Concept, cancellationToken).WaitAsync(cancellationToken),
            },
        };

    /// <summary>Tells of a tutorial that grows, now and then.</summary>
    private Func<int, Task> Written(NumberedConcept each)
    {
        var (concept, number) = each;
        var told = time.GetTimestamp();
        return characters =>
        {
            if (time.GetElapsedTime(told) < s_betweenWords)
                return Task.CompletedTask;
            told = time.GetTimestamp();
            var progress = new ProgressEvent
            {
                Step = TaskSteps.ContentGeneration,
                Status = "processing",
                Message = $"{concept.Name}: {characters} characters of the tutorial are written".Truncated(WorkflowEvents.MessageLength),
                MessageKey = MessageKeys.ConceptWritten,
                Data = new WritingData { ConceptId = concept.ConceptId, ConceptName = concept.Name, Characters = characters }.ToJson(),
            };
            return reporter.ReportAsync([($"concept-{number}-tutorial-{characters}", progress)]);
        };
    }

    private static ConceptStartEvent Start(RoadmapConcept concept, ContentType type, int total) => new()
    {
        ConceptId = concept.ConceptId,
        ConceptName = concept.Name,
        ContentType = type,
        Progress = new ConceptProgress { Current = 0, Total = total, Percentage = 0 },
        Message = $"{concept.Name}: making the {NameOf(type)}",
        MessageKey = MessageKeys.ConceptStarted,
    };

    private static ConceptCompleteEvent Complete(RoadmapConcept concept, ContentType type, ConceptContent piece) => new()
    {
        ConceptId = concept.ConceptId,
        ConceptName = concept.Name,
        ContentType = type,
        Data = ContentIds.Of(piece).ToJson(),
        Message = $"{concept.Name}: the {NameOf(type)} {(type == ContentType.Resources ? "are" : "is")} made",
        MessageKey = MessageKeys.ConceptPieceMade,
    };

    private static ConceptFailedEvent Failed(RoadmapConcept concept, ContentType type, GenerationFailedException failed) => new()
    {
        ConceptId = concept.ConceptId,
        ConceptName = concept.Name,
        ContentType = type,
        Error = failed.Message.Truncated(ContractLimits.ConceptErrorLength),
        ErrorReasons = [failed.Reason],
        Message = $"{concept.Name}: the {NameOf(type)} could not be made",
        MessageKey = MessageKeys.ConceptPieceFailed,
    };

    private static string NameOf(ContentType type) => type switch
    {
        ContentType.Tutorial => "tutorial",
        ContentType.Resources => "resources",
        _ => "quiz",
    };
}
