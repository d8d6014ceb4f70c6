using System.Threading.Channels;
using Microsoft.Data.Sqlite;
using Roadmap.Api.EventLog.Damage;
using Roadmap.Hubs.EventLog;

namespace Roadmap.Api.EventLog.Sqlite.Database;

/// <summary>
/// A few read-only connections. Each read is one short transaction, and so sees the log at one moment; writes go on meanwhile.
/// </summary>
internal sealed class ReaderPool : IAsyncDisposable
{
    private const int Connections = 4;

    private readonly Channel<LogConnection> _idle = Channel.CreateBounded<LogConnection>(Connections);

    public ReaderPool(string path, DamageReports damage)
    {
        for (var i = 0; i < Connections; i++)
            _idle.Writer.TryWrite(LogConnection.OpenReader(path, damage));
    }

    public async Task<T> ReadAsync<T>(Func<LogConnection, T> read, CancellationToken cancellationToken)
    {
        LogConnection db;
        try
        {
            db = await _idle.Reader.ReadAsync(cancellationToken);
        }
        catch (ChannelClosedException e)
        {
            throw new LogUnavailableException("The log is closed.", e);
        }

        // SQLite reads synchronously; the caller may be a queue that must not be held up.
        return await Task.Run(() => Read(db, read), CancellationToken.None);
    }

    /// <summary>Waits for the reads that are under way.</summary>
    public async ValueTask DisposeAsync()
    {
        for (var i = 0; i < Connections; i++)
            (await _idle.Reader.ReadAsync()).Dispose();
        _idle.Writer.Complete();
    }

    private T Read<T>(LogConnection db, Func<LogConnection, T> read)
    {
        try
        {
            db["BEGIN"].Execute();
            try
            {
                return read(db);
            }
            finally
            {
                db.Rollback();
            }
        }
        catch (SqliteException e)
        {
            throw new LogUnavailableException($"The log could not be read: {e.Message}", e);
        }
        finally
        {
            _idle.Writer.TryWrite(db);
        }
    }
}
