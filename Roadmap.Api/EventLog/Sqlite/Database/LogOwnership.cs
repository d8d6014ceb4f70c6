namespace Roadmap.Api.EventLog.Sqlite.Database;

/// <summary>
/// One process owns the database. What counts is the operating system's lock on the file beside it, not that the file exists: the lock goes
/// with its process, however that dies.
/// </summary>
internal sealed class LogOwnership : IDisposable
{
    private readonly FileStream _lock;

    private LogOwnership(FileStream held) => _lock = held;

    public static LogOwnership Take(string databasePath)
    {
        var path = databasePath + ".lock";
        try
        {
            return new LogOwnership(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (UnauthorizedAccessException e)
        {
            throw new LogStartException($"Storage:Path is '{databasePath}', but '{path}' may not be written. Give the server the right "
                + "to write there, or name another file.", e);
        }
        catch (IOException e)
        {
            throw new LogStartException($"Storage:Path is '{databasePath}', which another process has open ('{path}' is locked). Stop "
                + "that one, or name another file.", e);
        }
    }

    public void Dispose() => _lock.Dispose();
}
