using System.Security.Cryptography;
using Roadmap.Contracts;

namespace Roadmap.Hubs.LiveList;

/// <summary>
/// How many changes this instance has had to tell to each group that watches the list of tasks, which is how a client knows that it has lost some.
/// A group is counted from its first watcher here, or its first change, until it has neither.
/// </summary>
internal sealed class ListCounts(TimeProvider time)
{
    /// <summary>Beats that a group is sent after its last change, when it has no watcher here.</summary>
    public const int QuietBeats = 6;

    private readonly Lock _changing = new();
    private readonly Dictionary<string, Group> _groups = new(StringComparer.Ordinal);
    private int _watchers;

    /// <summary>Names this instance, from its start to its end.</summary>
    public string Sender { get; } = RandomNumberGenerator.GetHexString(12, lowercase: true);

    public bool MayBeWatched => Volatile.Read(ref _watchers) > 0;

    /// <summary>Somebody here is about to join the group.</summary>
    public void Enter(string name)
    {
        lock (_changing)
        {
            if (!_groups.TryGetValue(name, out var group))
                _groups[name] = group = new Group(time.GetUtcNow());
            group.Watchers++;
            _watchers++;
        }
    }

    /// <summary>Somebody here has left it.</summary>
    public void Leave(string name)
    {
        lock (_changing)
        {
            _watchers--;
            if (--_groups[name].Watchers == 0)
                _groups.Remove(name);
        }
    }

    /// <summary>Counts a change for each group that may have watchers, and returns these.</summary>
    public List<string> Count(TaskChange change)
    {
        var names = new List<string>();
        lock (_changing)
        {
            foreach (var name in change.Groups())
            {
                if (!_groups.TryGetValue(name, out var group))
                    continue;
                group.Sent++;
                names.Add(name);
            }
        }

        return names;
    }

    /// <summary>How a group that has watchers here stands.</summary>
    public TasksBeatMessage BeatOf(string name)
    {
        lock (_changing)
            return _groups[name].Beat(Sender, continues: true);
    }

    /// <summary>How all groups stand.</summary>
    public List<(string Name, TasksBeatMessage Beat)> Beats()
    {
        lock (_changing)
            return [.. _groups.Select(group => (group.Key, group.Value.Beat(Sender, continues: true)))];
    }

    private sealed class Group(DateTimeOffset since)
    {
        public long Sent { get; set; }

        public int Watchers { get; set; }

        public TasksBeatMessage Beat(string sender, bool continues) => new() { Sender = sender, Since = since, Sent = Sent, Continues = continues };
    }
}
