using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;
using Roadmap.Hubs.EventLog;

namespace Roadmap.Api.EventLog.Sqlite.Database;

/// <summary>
/// Whether the file that is written to is still the one of that name. One that was deleted or replaced takes writes all the same, on any
/// Unix, and loses them when it is closed.
/// </summary>
internal static partial class DatabaseFile
{
    /// <summary>Some of the largest reports: with less, a tiny write may still go where an ordinary one does not.</summary>
    public const long Room = 4 * 1024 * 1024;

    /// <summary>SQLITE_FCNTL_HAS_MOVED: SQLite compares device and inode of the name with those of the file that it has open.</summary>
    private const int HasMoved = 20;

    public static bool IsGone(SqliteConnection connection)
    {
        // The write-ahead log holds what was committed last, and is there as long as anybody has the database open.
        var result = FileControl(connection.Handle!.DangerousGetHandle(), 0, HasMoved, out var hasMoved);
        return (result == SQLitePCL.raw.SQLITE_OK && hasMoved != 0) || !File.Exists(connection.DataSource + "-wal");
    }

    /// <summary>
    /// Reserves room beside a file, and gives it back at once: a write as large would do harm just where there is little left.
    /// </summary>
    /// <exception cref="LogUnavailableException">There is not so much.</exception>
    public static void ProveRoom(string path, long bytes)
    {
        try
        {
            File.OpenHandle(path + "-room", FileMode.Create, FileAccess.Write, FileShare.ReadWrite, FileOptions.DeleteOnClose, bytes)
                .Dispose();
        }
        catch (UnauthorizedAccessException)
        {
            // No file can be made there, and none has to be: those of the log are open.
        }
        catch (IOException e)
        {
            throw new LogUnavailableException($"No {bytes} bytes can be reserved beside the file of Storage:Path: {e.Message}", e);
        }
    }

    [LibraryImport("e_sqlite3", EntryPoint = "sqlite3_file_control")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory)]
    private static partial int FileControl(nint db, nint schema, int operation, out int argument);
}
