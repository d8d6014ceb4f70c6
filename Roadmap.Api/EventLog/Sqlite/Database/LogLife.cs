using System.Security.Cryptography;
using Roadmap.Api.EventLog.Sqlite.Writing;

namespace Roadmap.Api.EventLog.Sqlite.Database;

/// <summary>
/// One life of the whole log. A wire epoch is the life and the task's own epoch, so that renewing the life renews every epoch at once. Both are
/// random: neither a deleted task that is made again nor a restored file ever meets an old epoch.
/// </summary>
internal sealed record LogLife(string Token)
{
    /// <summary>The life that the file remembers; a new one when there is none, or when <c>Storage:Restored</c> says something new.</summary>
    public static LogLife Load(LogConnection db, string? restored, out bool renewed)
    {
        var remembered = Find(db, "life");
        var isNews = !string.IsNullOrEmpty(restored) && restored != Find(db, "restored");
        renewed = remembered is not null && isNews;
        if (remembered is not null && !isNews)
            return new LogLife(remembered);

        var life = new LogLife(NewToken(5));
        db.InTransaction(() =>
        {
            Remember(db, "life", life.Token);
            if (isNews)
                Remember(db, "restored", restored!);
        });
        return life;
    }

    public static string NewTaskEpoch() => NewToken(6);

    public string WireEpoch(string taskEpoch) => $"{Token}.{taskEpoch}";

    /// <summary>The task's own part.</summary>
    public string TaskEpoch(string wireEpoch) => wireEpoch[(Token.Length + 1)..];

    /// <summary>Writes something that nobody reads. Each time another value: what is there already would need no write.</summary>
    public static string Probe(WriteTransaction transaction)
    {
        var token = NewToken(5);
        Remember(transaction.Db, "probe", token);
        return token;
    }

    private static string NewToken(int bytes) => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(bytes));

    private static string? Find(LogConnection db, string name)
    {
        using var row = db["SELECT value FROM meta WHERE name = $name"].Query(name);
        return row.Read() ? row.GetString(0) : null;
    }

    private static void Remember(LogConnection db, string name, string value) =>
        db["INSERT INTO meta (name, value) VALUES ($name, $value) ON CONFLICT (name) DO UPDATE SET value = excluded.value"].Execute(name, value);
}
