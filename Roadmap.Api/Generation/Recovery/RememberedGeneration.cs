using Roadmap.Api.EventLog;
using Roadmap.Api.Generation.Running;
using Roadmap.Api.Generation.Workflow;
using Roadmap.Contracts;
using Roadmap.Hubs.State;

namespace Roadmap.Api.Generation.Recovery;

/// <summary>
/// A generation as this instance knows it, from the log's last answer to its last run here: enough to give it back to a log that has lost
/// it.
/// </summary>
internal sealed class RememberedGeneration
{
    private readonly Lock _learning = new();
    private readonly IGenerationLeases _leases;
    private readonly ILogger _logger;
    private KnownGeneration _known;
    private Task<bool> _restoring = Task.FromResult(false);
    private bool _knowsRoadmap;
    private volatile bool _isRunning = true;

    public RememberedGeneration(AcquiredGeneration acquired, IGenerationLeases leases, ILogger logger)
    {
        _leases = leases;
        _logger = logger;
        _known = new KnownGeneration
        {
            State = acquired.State,
            Run = acquired.Run,
            Checkpoint = acquired.Checkpoint,
            Fingerprint = acquired.Fingerprint,
            Content = new Dictionary<string, ConceptContent>(StringComparer.Ordinal),
        };
    }

    /// <summary>The task after the run's own last report.</summary>
    public TaskState State
    {
        get
        {
            lock (_learning)
                return _known.State;
        }
    }

    /// <summary>False when the run has ended here; the task may wait for a review, or for another run.</summary>
    public bool IsRunning
    {
        get => _isRunning;
        set => _isRunning = value;
    }

    /// <summary>What earlier runs have made; null when it is nothing.</summary>
    public void LearnRoadmap(RoadmapDocument? roadmap)
    {
        lock (_learning)
        {
            var content = roadmap?.Concepts.Where(concept => concept.Content is not null).ToDictionary(
                concept => concept.ConceptId, concept => concept.Content!, StringComparer.Ordinal);
            _known = _known with { Roadmap = roadmap is null ? null : WithoutContent(roadmap), Content = content ?? _known.Content };
            _knowsRoadmap = true;
        }
    }

    /// <summary>
    /// What was just stored. False when the log has lost it again meanwhile, and was given back what was known before: then it has to be
    /// stored again.
    /// </summary>
    public bool Learn(TaskState state, WorkflowWrite stored)
    {
        lock (_learning)
        {
            if (state.Epoch != _known.State.Epoch)
                return false;

            var content = _known.Content;
            if (stored.Content is { Count: > 0 } made)
            {
                var all = new Dictionary<string, ConceptContent>(content, StringComparer.Ordinal);
                foreach (var (conceptId, piece) in made)
                    all[conceptId] = all.GetValueOrDefault(conceptId, piece).With(piece);
                content = all;
            }

            _known = _known with
            {
                // Reports of concepts that are made at the same time may come back in another order than the log's.
                State = state.Seq >= _known.State.Seq ? state : _known.State,
                Checkpoint = stored.Checkpoint ?? _known.Checkpoint,
                Roadmap = stored.Roadmap is { } plan ? WithoutContent(plan) : _known.Roadmap,
                Content = content,
            };
            return true;
        }
    }

    /// <summary>
    /// Gives the log back what it has lost, so that the run goes on, or whoever comes next. False when it has lost nothing, or another
    /// knows better.
    /// </summary>
    /// <param name="epoch">In which the task was last seen: in a later one it has been given back already.</param>
    /// <param name="cancellationToken">Ends the wait only.</param>
    /// <exception cref="Hubs.EventLog.LogUnavailableException" />
    public Task<bool> RestoreAsync(string epoch, CancellationToken cancellationToken)
    {
        lock (_learning)
        {
            if (_known.State.Epoch != epoch)
                return Task.FromResult(true);
            if (!_knowsRoadmap)
                return Task.FromResult(false);
            if (_restoring.IsCompleted)
                _restoring = RestoreAsync(_known);
            return _restoring.WaitAsync(cancellationToken);
        }
    }

    private async Task<bool> RestoreAsync(KnownGeneration known)
    {
        // Not within the lock.
        await Task.Yield();
        if (await _leases.RestoreAsync(known, _isRunning ? GenerationRun.Lease : null, CancellationToken.None) is not { } restored)
            return false;

        lock (_learning)
            _known = _known with { State = restored };
        _logger.GenerationRestored(restored.TaskId, restored.Seq, restored.Epoch);
        return true;
    }

    private static RoadmapDocument WithoutContent(RoadmapDocument roadmap) => roadmap with
    {
        Stages = [.. roadmap.Stages.Select(stage => stage with
        {
            Modules = [.. stage.Modules.Select(
                module => module with { Concepts = [.. module.Concepts.Select(concept => concept with { Content = null })] })],
        })],
    };
}
