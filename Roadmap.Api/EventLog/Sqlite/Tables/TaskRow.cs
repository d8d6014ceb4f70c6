using Microsoft.Data.Sqlite;
using Roadmap.Api.EventLog.Damage;
using Roadmap.Contracts;
using Roadmap.Hubs.State;

namespace Roadmap.Api.EventLog.Sqlite.Tables;

/// <summary>A row of <c>tasks</c>. What stands in a column and cannot be read is named, and something harmless is taken instead.</summary>
internal sealed class TaskRow(SqliteDataReader row)
{
    private List<string>? _unreadable;

    /// <summary>The columns that could not be read; null when all could.</summary>
    public string? Unreadable => _unreadable is null ? null : string.Join(", ", _unreadable);

    public bool IsUnreadable(string column) => _unreadable?.Contains(column) == true;

    public T Value<T>(int column, Func<SqliteDataReader, int, T> read, T instead)
    {
        try
        {
            return read(row, column);
        }
        // What is wrong with the file as a whole is a SqliteException, and is no matter of one column.
        catch (Exception e) when (e is not SqliteException)
        {
            (_unreadable ??= []).Add(row.GetName(column));
            return instead;
        }
    }

    public T? Optional<T>(int column, Func<SqliteDataReader, int, T?> read) =>
        row.IsDBNull(column) ? default : Value(column, read, default);

    public string Text(int column) => Value(column, (r, c) => r.GetString(c), "");

    public string? OptionalText(int column) => Optional(column, (r, c) => r.GetString(c));

    public T Word<T>(int column, T instead)
        where T : struct, Enum => Value(column, (r, c) => StoredWord.Read<T>(r.GetString(c)), instead);

    /// <summary>A kind.</summary>
    public string Word(int column) =>
        Value(column, (r, c) => r.GetString(c) is var word && TaskEventTypes.IsWord(word)
            ? word
            : throw new FormatException(), UnreadableTask.Kind);

    public int Count(int column, int least = 0) =>
        Value(column, (r, c) => Whole(r, c) is var count && count >= least ? checked((int)count) : throw new FormatException(), least);

    public long Number(int column, long instead = 0) => Value(column, Whole, instead);

    /// <summary>Ticks, in UTC.</summary>
    public DateTimeOffset Time(int column) =>
        Value(column, (r, c) => new DateTimeOffset(Whole(r, c), TimeSpan.Zero), TaskState.UnknownTime);

    public double Percentage(int column) => Value(
        column, (r, c) => IsNumber(r, c) && r.GetDouble(c) is >= 0 and <= 100 and var value ? value : throw new FormatException(), 0);

    private static bool IsNumber(SqliteDataReader row, int column) =>
        row.GetFieldType(column) is var type && (type == typeof(double) || type == typeof(long));

    /// <summary>SQLite makes a 0 of a text that is no number.</summary>
    public static long Whole(SqliteDataReader row, int column) =>
        row.GetFieldType(column) == typeof(long) ? row.GetInt64(column) : throw new FormatException();
}
