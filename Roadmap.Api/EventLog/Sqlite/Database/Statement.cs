using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;

namespace Roadmap.Api.EventLog.Sqlite.Database;

/// <summary>A prepared statement. Values are given in the order in which its <c>$names</c> first appear.</summary>
internal sealed partial class Statement : IDisposable
{
    private readonly SqliteCommand _command;
    private readonly SqliteParameter[] _parameters;

    public Statement(SqliteConnection connection, string sql)
    {
        _command = connection.CreateCommand();
#pragma warning disable CA2100 // Every text is a constant of this folder.
        _command.CommandText = sql;
#pragma warning restore CA2100
        _parameters = [.. ParameterNames()
            .Matches(sql)
            .Select(match => match.Value)
            .Distinct(StringComparer.Ordinal)
            .Select(name => new SqliteParameter(name, value: null))];
        _command.Parameters.AddRange(_parameters);
        _command.Prepare();
    }

    /// <summary>Returns the number of changed rows.</summary>
    public int Execute(params ReadOnlySpan<object?> values)
    {
        Bind(values);
        return _command.ExecuteNonQuery();
    }

    public SqliteDataReader Query(params ReadOnlySpan<object?> values)
    {
        Bind(values);
        return _command.ExecuteReader();
    }

    public void Dispose() => _command.Dispose();

    private void Bind(ReadOnlySpan<object?> values)
    {
        if (values.Length != _parameters.Length)
            throw new ArgumentException($"The statement takes {_parameters.Length} values, not {values.Length}.", nameof(values));
        for (var i = 0; i < values.Length; i++)
            _parameters[i].Value = values[i] ?? DBNull.Value;
    }

    [GeneratedRegex(@"\$\w+", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex ParameterNames();
}
