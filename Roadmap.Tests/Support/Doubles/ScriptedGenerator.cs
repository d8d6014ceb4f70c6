using System.Collections.Concurrent;
using Roadmap.Api.Generation;
using Roadmap.Contracts;

namespace Roadmap.Tests.Support;

/// <summary>
/// A generator that does what a test says: it makes small plans at once, and waits or fails at the calls that the test names, such as
/// <c>design</c> or <c>tutorial c2</c>. It outlives the servers that use it, and remembers every call that came to its end.
/// </summary>
internal sealed class ScriptedGenerator(int concepts = 3) : IRoadmapGenerator
{
    private readonly ConcurrentDictionary<string, Gate> _gates = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int> _failures = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _done = new();
    private readonly ConcurrentQueue<string> _cut = new();
    private int _working;
    private int _mostAtOnce;

    public IReadOnlyCollection<string> Done => _done;

    /// <summary>The calls that were cancelled.</summary>
    public IReadOnlyCollection<string> Cut => _cut;

    /// <summary>Calls that have begun and not ended.</summary>
    public int Working => Volatile.Read(ref _working);

    public int MostAtOnce => Volatile.Read(ref _mostAtOnce);

    /// <summary>Makes a plan whose second concept needs one that is not there.</summary>
    public bool MakesBrokenPlans { get; set; }

    /// <summary>How a tutorial tells of its growth; absent: not at all.</summary>
    public Func<Func<int, Task>, Task> Writes { get; set; } = _ => Task.CompletedTask;

    /// <summary>The call waits there until the gate is opened or the call is cancelled.</summary>
    public Gate HoldAt(string call) => _gates[call] = new Gate(hearsCancellation: true);

    /// <summary>The call waits there until the gate is opened, whatever becomes of it.</summary>
    public Gate HangAt(string call) => _gates[call] = new Gate(hearsCancellation: false);

    public void FailAt(string call, int times = int.MaxValue) => _failures[call] = times;

    /// <summary>Nothing fails any more, and nothing waits.</summary>
    public void Mend()
    {
        _failures.Clear();
        foreach (var gate in _gates.Values)
            gate.Open();
        _gates.Clear();
    }

    public Task<LearnerIntent> AnalyzeIntentAsync(
        LearnerRequest request, CancellationToken cancellationToken) => CallAsync("intent", () => new LearnerIntent
        {
            Subject = "testing",
            Summary = "You want to learn testing",
            Language = "en",
            KeyTechnologies = ["xunit"],
        }, cancellationToken);

    public Task<RoadmapDocument> DesignCurriculumAsync(
        string roadmapId, LearnerRequest request, LearnerIntent intent, CancellationToken cancellationToken) =>
        CallAsync("design", () => Plan(roadmapId, request, "Testing"), cancellationToken);

    public Task<RoadmapDocument> EditAsync(
        RoadmapDocument plan, LearnerRequest request, LearnerIntent intent, string feedback, CancellationToken cancellationToken) =>
        CallAsync("edit", () => Plan(plan.RoadmapId, request, $"{plan.Title}, {feedback}"), cancellationToken);

    public async Task<TutorialContent> WriteTutorialAsync(
        RoadmapDocument plan, RoadmapConcept concept, Func<int, Task> written, CancellationToken cancellationToken)
    {
        await Writes(written);
        return await CallAsync($"tutorial {concept.ConceptId}",
            () => new TutorialContent { TutorialId = $"t-{concept.ConceptId}", Summary = "…", Sections = [] }, cancellationToken);
    }

    public Task<ResourcesContent> FindResourcesAsync(RoadmapDocument plan, RoadmapConcept concept, CancellationToken cancellationToken) =>
        CallAsync($"resources {concept.ConceptId}", () => new ResourcesContent { ResourcesId = $"r-{concept.ConceptId}", Items = [] },
            cancellationToken);

    public Task<QuizContent> WriteQuizAsync(RoadmapDocument plan, RoadmapConcept concept, CancellationToken cancellationToken) =>
        CallAsync($"quiz {concept.ConceptId}", () => new QuizContent { QuizId = $"q-{concept.ConceptId}", Questions = [] },
            cancellationToken);

    private async Task<T> CallAsync<T>(string call, Func<T> make, CancellationToken cancellationToken)
    {
        InterlockedMax(Interlocked.Increment(ref _working));
        try
        {
            if (_gates.TryGetValue(call, out var gate))
                await gate.PassAsync(cancellationToken);
            else
                await Task.Yield();
            cancellationToken.ThrowIfCancellationRequested();
            if (_failures.AddOrUpdate(call, -1, (_, left) => left - 1) >= 0)
                throw new GenerationFailedException($"{call} was told to fail");
            _done.Enqueue(call);
            return make();
        }
        catch (OperationCanceledException)
        {
            _cut.Enqueue(call);
            throw;
        }
        finally
        {
            Interlocked.Decrement(ref _working);
        }
    }

    private void InterlockedMax(int working)
    {
        int most;
        while ((most = Volatile.Read(ref _mostAtOnce)) < working && Interlocked.CompareExchange(ref _mostAtOnce, working, most) != most)
        {
        }
    }

    private RoadmapDocument Plan(string roadmapId, LearnerRequest request, string title) => new()
    {
        RoadmapId = roadmapId,
        TaskId = request.TaskId,
        Title = title,
        Summary = "A plan",
        Goal = request.Goal,
        Level = request.Level,
        Language = "en",
        GeneratedBy = "a test",
        TotalHours = 2 * concepts,
        HoursPerWeek = request.HoursPerWeek,
        Weeks = (int)Math.Ceiling(2 * concepts / request.HoursPerWeek),
        KeyTechnologies = ["Testing"],
        Notes = [],
        Stages =
        [
            new RoadmapStage
            {
                StageId = "s1",
                Title = "Stage",
                Description = "All of it",
                Hours = 2 * concepts,
                Modules = [new RoadmapModule
                {
                    ModuleId = "m1",
                    Title = "Module",
                    Description = "All of it",
                    Hours = 2 * concepts,
                    Concepts = [.. Enumerable.Range(1, concepts).Select(Concept)],
                }],
            },
        ],
    };

    private RoadmapConcept Concept(int number) => new()
    {
        ConceptId = $"c{number}",
        Name = $"Concept {number}",
        Description = "…",
        Hours = 2,
        Difficulty = ConceptDifficulty.Easy,
        Prerequisites = MakesBrokenPlans && number == 2 ? ["nowhere"] : [],
        Keywords = [],
        FirstWeek = 1,
        LastWeek = 1,
    };

    internal sealed class Gate(bool hearsCancellation)
    {
        private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>Done when a call waits at the gate.</summary>
        public Task Reached => _reached.Task.InTime(what: "the generator comes to the gate");

        public void Open() => _opened.TrySetResult();

        public Task PassAsync(CancellationToken cancellationToken)
        {
            _reached.TrySetResult();
            return _opened.Task.WaitAsync(hearsCancellation ? cancellationToken : CancellationToken.None);
        }
    }
}
