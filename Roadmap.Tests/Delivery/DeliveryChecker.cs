namespace Roadmap.Tests.Delivery;

/// <summary>
/// Holds what publishers were told against what watchers' handlers saw, and names every difference. It knows nothing of servers.
/// </summary>
internal static class DeliveryChecker
{
    public static Verdict Check(IEnumerable<PublishedReport> reports, IEnumerable<WatcherLog> watchers)
    {
        var truths = reports.GroupBy(report => report.TaskId).ToDictionary(task => task.Key, task => new TaskTruth(task.Key, [.. task]));
        var faults = truths.Values.SelectMany(truth => truth.Miscounted()).ToList();
        var resets = 0;
        foreach (var watcher in watchers)
        {
            var truth = truths.TryGetValue(watcher.TaskId, out var known)
                ? known
                : truths[watcher.TaskId] = new TaskTruth(watcher.TaskId, []);
            var reading = new WatcherReading(watcher.Watcher, truth);
            foreach (var sighting in watcher.Sightings)
                reading.Read(sighting);
            reading.Finish();
            faults.AddRange(reading.Faults);
            resets += reading.Resets;
        }

        return new Verdict(faults, resets);
    }
}
