using Roadmap.Contracts;

namespace Roadmap.Api.Generation.Validation;

/// <summary>Finds concepts that need each other in a ring.</summary>
internal static class PrerequisiteCycles
{
    /// <summary>
    /// Rings of concept ids, in which each needs the next; a concept that needs itself is a ring of one. At least one for every knot of
    /// concepts that cannot be put in order, none when there is an order. A depth-first walk with its own stack: a plan may be deep.
    /// </summary>
    public static IReadOnlyList<IReadOnlyList<string>> Of(IEnumerable<RoadmapConcept> concepts)
    {
        var prerequisites = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        foreach (var concept in concepts)
            prerequisites.TryAdd(concept.ConceptId, concept.Prerequisites);

        var cycles = new List<IReadOnlyList<string>>();
        var done = new HashSet<string>(StringComparer.Ordinal);
        foreach (var start in prerequisites.Keys.Where(id => !done.Contains(id)))
            Walk(start, prerequisites, done, cycles);
        return cycles;
    }

    private static void Walk(
        string start, Dictionary<string, IReadOnlyList<string>> prerequisites, HashSet<string> done, List<IReadOnlyList<string>> cycles)
    {
        var path = new List<(string Id, int Next)> { (start, 0) };
        while (path.Count > 0)
        {
            var (id, next) = path[^1];
            if (next == prerequisites[id].Count)
            {
                done.Add(id);
                path.RemoveAt(path.Count - 1);
                continue;
            }

            path[^1] = (id, next + 1);
            var needed = prerequisites[id][next];
            if (done.Contains(needed) || !prerequisites.ContainsKey(needed))
                continue;

            var back = path.FindIndex(entry => entry.Id == needed);
            if (back < 0)
                path.Add((needed, 0));
            else
                cycles.Add([.. path.Skip(back).Select(entry => entry.Id)]);
        }
    }
}
