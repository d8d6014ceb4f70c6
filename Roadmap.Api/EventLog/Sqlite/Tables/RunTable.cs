using Roadmap.Api.EventLog.Runs;
using Roadmap.Api.EventLog.Sqlite.Database;
using Roadmap.Hubs.State;

namespace Roadmap.Api.EventLog.Sqlite.Tables;

/// <summary>The rows of <c>finished_runs</c>, of which there are so many at most.</summary>
internal static class RunTable
{
    public static void Add(LogConnection db, string group, FinishedRun run)
    {
        var isNew = !IsKnown(db, group);
        db["INSERT INTO finished_runs (run_group, json) VALUES ($run_group, $json)"].Execute(group, RunJson.Write(run));
        db["DELETE FROM finished_runs WHERE run_group = $run_group AND id NOT IN "
            + "(SELECT id FROM finished_runs WHERE run_group = $run_group ORDER BY id DESC LIMIT $most)"]
            .Execute(group, IFinishedRuns.PerGroup);
        if (isNew)
            db["DELETE FROM finished_runs WHERE run_group IN (SELECT run_group FROM finished_runs GROUP BY run_group "
                + "ORDER BY max(id) DESC LIMIT -1 OFFSET $groups)"].Execute(IFinishedRuns.Groups);
    }

    public static IReadOnlyList<FinishedRun> Read(LogConnection db, string group)
    {
        var runs = new List<FinishedRun>();
        using var row = db["SELECT json FROM finished_runs WHERE run_group = $run_group ORDER BY id DESC"].Query(group);
        while (row.Read())
        {
            if (RunJson.ReadRun(row.GetString(0)) is { } run)
                runs.Add(run);
        }

        return runs;
    }

    private static bool IsKnown(LogConnection db, string group)
    {
        using var row = db["SELECT 1 FROM finished_runs WHERE run_group = $run_group LIMIT 1"].Query(group);
        return row.Read();
    }
}
