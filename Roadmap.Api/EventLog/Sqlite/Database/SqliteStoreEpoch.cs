using System.Security.Cryptography;
using Roadmap.Api.EventLog.Sqlite.Writing;

namespace Roadmap.Api.EventLog.Sqlite.Database;

/// <summary>
/// The epoch of the whole store. A wire epoch is the store's and the task's own: a new store epoch renews every wire epoch at once.
/// Both are random: neither a deleted task that is made again nor a restored file ever meets an old epoch.
/// </summary>
internal sealed record SqliteStoreEpoch(string Token)
{
    /// <summary>
    /// The one that the file remembers; a new one when there is none, or when <c>Storage:Restored</c> says something new.
    /// </summary>
    public static SqliteStoreEpoch Load(LogConnection db, string? restored, out bool renewed)
    {
        var remembered = Find(db, "life");
        var isNews = !string.IsNullOrEmpty(restored) && restored != Find(db, "restored");
        renewed = remembered is not null && isNews;
        if (remembered is not null && !isNews)
            return new SqliteStoreEpoch(remembered);

        var storeEpoch = new SqliteStoreEpoch(NewToken(5));
        db.InTransaction(() =>
        {
            Remember(db, "life", storeEpoch.Token);
            if (isNews)
                Remember(db, "restored", restored!);
        });
        return storeEpoch;
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
        db["INSERT INTO meta (name, value) VALUES ($name, $value) ON CONFLICT (name) DO UPDATE SET value = excluded.value"].Execute(
            name, value);
}
