using Roadmap.Api.EventLog.Appending;
using Roadmap.Api.EventLog.Retention;
using Roadmap.Api.EventLog.Sqlite.Tables;
using Roadmap.Api.EventLog.Turns;
using Roadmap.Contracts;
using Roadmap.Hubs.EventLog;
using Roadmap.Hubs.State;

namespace Roadmap.Api.EventLog.Sqlite.Writing;

/// <summary>
/// One append. The caller's thread makes it and turns the events into JSON; all else happens on the writer's thread: known ids out, decide,
/// number, fold, store.
/// </summary>
internal sealed class AppendOperation(
    TaskAppend append, SqliteLogStore store, RetentionOptions retention, InProcessAnnouncements announcements, TimeProvider time)
{
    private readonly Dictionary<TaskEvent, byte[]> _json = EventNumbering.SerializeAll(append.Events);

    /// <inheritdoc cref="WriteOperation.Weight"/>
    public int Weight => AppendWeight.Of(append, _json);

    public AppendResult Run(WriteTransaction transaction)
    {
        if (transaction.Find(append.TaskId) is not { } task)
        {
            // A lease that was left over would be found again for ever.
            transaction.AfterCommit(() => store.Leases.End(append.TaskId));
            return new AppendResult.NotFound();
        }

        if (append.Admits?.Invoke(task.State) == false)
        {
            // What is not there is looked for in the file.
            TaskTable.Find(transaction.Db, store.StoreEpoch, append.TaskId);
            return new AppendResult.NotFound();
        }

        if (append.Workflow is { } workflow && (task.Run != workflow.Run
            || !store.Runs.IsHeldBy(append.TaskId, workflow.Run)
            || (workflow.Epoch ?? task.State.Epoch) != task.State.Epoch))
            return new AppendResult.StaleRun();

        var report = ReportAgainstLog.Compare(append.Events, eventId => EventTable.FindSeq(transaction.Db, task.Key, eventId));
        return append.Decide(FactsOf(task), report.New) switch
        {
            Decision.Refused refused => new AppendResult.Refused(refused.Code, refused.Message, refused.Errors),
            Decision.Accepted accepted => Store(transaction, task, report, accepted),
            _ => throw new InvalidOperationException("A decision is either accepted or refused."),
        };
    }

    private TaskFacts FactsOf(StoredTask task) =>
        new(task.State, store.Runs.IsLive(append.TaskId, task.Run), store.Leases.IsExpired(append.TaskId));

    private AppendResult Store(WriteTransaction transaction, StoredTask task, ReportAgainstLog report, Decision.Accepted decided)
    {
        var accepted = decided.Events;
        var (_, state, stored) = EventNumbering.Number(task.State, decided);
        if (task.State.HasEnded && !state.HasEnded && store.OverQuota(transaction, state) is { } message)
            return new AppendResult.Refused(ErrorCodes.RateLimited, message);
        var announced = new StoredEvents(stored.Count);
        for (var i = 0; i < stored.Count; i++)
        {
            // Decide may have changed an event, or added one; what it left alone is JSON already.
            if (!_json.TryGetValue(accepted[i].Event, out var json))
                json = EventNumbering.Serialize(accepted[i].Event);
            EventTable.Insert(transaction.Db, task.Key, stored[i], accepted[i].EventId, json, append.Trace);
            announced.Add(stored[i], json.Length, append.Trace);
        }

        TaskTable.UpdateOutcomes(transaction.Db, task.Key, state, stored);
        var isSignOfLife = stored.Count > 0 || (append.RenewsLease && !state.HasEnded);
        var after = task with
        {
            State = state,
            KeptBytes = task.KeptBytes + announced.Bytes,
            QuietSince = isSignOfLife ? StoredTask.MinuteAfter(time.GetUtcNow()) : task.QuietSince,
        };
        if (after != task)
        {
            after = EventTable.Trim(transaction.Db, after, retention);
            transaction.Update(after);
        }

        if (FinishedRun.Between(task.State, state) is { } run)
            RunTable.Add(transaction.Db, FinishedRun.GroupOf(state), run);
        StoreWorkflow(transaction, task.Key, state);
        KeepLease(transaction, task, state);
        if (stored.Count > 0)
            transaction.AfterCommit(() => Announce(announced, after.OldestSeq));
        return new AppendResult.Appended(
            task.State, state, report.PositionOfLast(stored, accepted, state.Seq), stored.Count, report.Duplicates);
    }

    private void StoreWorkflow(WriteTransaction transaction, long task, TaskState state)
    {
        if (append.Workflow is not { } workflow)
            return;

        if (workflow.Checkpoint is not null)
            RoadmapTable.SaveCheckpoint(transaction.Db, task, workflow.Checkpoint);
        if (workflow.Roadmap is not null)
            RoadmapTable.SavePlan(transaction.Db, task, workflow.Roadmap);
        if (workflow.Content is { Count: > 0 } content)
            RoadmapTable.SaveContent(transaction.Db, workflow.Roadmap?.RoadmapId ?? state.RoadmapId, content);
    }

    private void KeepLease(WriteTransaction transaction, StoredTask task, TaskState state)
    {
        if (task.Lease is not { } lease)
            return;

        if (state.HasEnded)
            transaction.AfterCommit(() => store.Leases.End(append.TaskId));
        else if (task.State.HasEnded)
            transaction.AfterCommit(() => store.Leases.Begin(append.TaskId, lease));
        else if (append.RenewsLease)
            // At once, so that an operation of the same group does not find it expired. Too early does no harm when the commit fails.
            store.Leases.Renew(append.TaskId);
    }

    private void Announce(StoredEvents stored, long oldestSeq)
    {
        if (announcements.HasSubscribers(append.TaskId))
            announcements.Publish(new TaskAnnouncement(append.TaskId, stored, oldestSeq));
    }
}
