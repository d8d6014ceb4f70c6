using System.Security.Cryptography;
using Roadmap.Contracts;

namespace Roadmap.Hubs.LiveList;

/// <summary>
/// How many changes this instance has had to tell to each group that watches the list of tasks, which is how a client knows that it has
/// lost some. A group is counted from its first watcher here on; where there may be watchers on other instances, of which nothing is known
/// here, also from its first change on, until it has had none for a minute.
/// </summary>
/// <param name="reachesOthers">Whether there may be watchers on other instances.</param>
/// <param name="time">The clock.</param>
internal sealed class ListCounts(bool reachesOthers, TimeProvider time)
{
    /// <summary>Beats that a group without watchers here is sent after its last change.</summary>
    public const int QuietBeats = 6;

    /// <summary>
    /// Groups without watchers here that are counted at a time. One more is told its changes and sent no beat; that no beat follows tells
    /// its watchers that they may have lost some.
    /// </summary>
    public const int GroupsElsewhere = 20_000;

    private readonly Lock _changing = new();
    private readonly Dictionary<string, Group> _groups = new(StringComparer.Ordinal);
    private int _watchers;

    /// <summary>Names this instance, from its start to its end.</summary>
    public string Sender { get; } = RandomNumberGenerator.GetHexString(12, lowercase: true);

    /// <summary>
    /// Names it where it tells of deletions. They are in no count: by the name of the counts, a client would forget how far it has counted,
    /// and miss the deletion where its count happens to be that number.
    /// </summary>
    public string DeletionsSender => $"{Sender}-deleted";

    public bool MayBeWatched => reachesOthers || Volatile.Read(ref _watchers) > 0;

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
            if (--_groups[name].Watchers == 0 && !reachesOthers)
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
                {
                    if (!reachesOthers)
                        continue;
                    group = new Group(time.GetUtcNow());
                    if (_groups.Count < GroupsElsewhere)
                        _groups.Add(name, group);
                }

                group.Count();
                names.Add(name);
            }
        }

        return names;
    }

    /// <summary>How a group that has watchers here stands.</summary>
    public TasksBeatMessage BeatOf(string name)
    {
        lock (_changing)
            return _groups[name].Beat(Sender);
    }

    /// <summary>All groups that are counted now: each is due a beat once every ten seconds.</summary>
    public string[] Names()
    {
        lock (_changing)
            return [.. _groups.Keys];
    }

    /// <summary>The beat that is due to a group now; null when it is no longer counted.</summary>
    public TasksBeatMessage? NextBeat(string name)
    {
        lock (_changing)
        {
            if (!_groups.TryGetValue(name, out var group))
                return null;
            group.QuietBeats++;
            return group.Beat(Sender);
        }
    }

    /// <summary>
    /// A group was sent its last beat, unless it has come to life since. One that could not be sent is tried again ten seconds later.
    /// </summary>
    public void Forget(string name, TasksBeatMessage last)
    {
        lock (_changing)
        {
            if (_groups.TryGetValue(name, out var group) && group.Beat(Sender) == last)
                _groups.Remove(name);
        }
    }

    private sealed class Group(DateTimeOffset since)
    {
        private long _sent;

        public int Watchers { get; set; }

        public int QuietBeats { get; set; }

        public void Count()
        {
            _sent++;
            QuietBeats = 0;
        }

        public TasksBeatMessage Beat(string sender) =>
            new()
            {
                Sender = sender,
                Since = since,
                Sent = _sent,
                Continues = Watchers > 0 || QuietBeats < ListCounts.QuietBeats,
            };
    }
}
