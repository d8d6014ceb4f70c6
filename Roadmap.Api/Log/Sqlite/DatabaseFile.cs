using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;

namespace Roadmap.Api.Log.Sqlite;

/// <summary>
/// Whether the file that is written to is still the one of that name. One that was deleted or replaced takes writes all the same, on any Unix, and loses
/// them when it is closed.
/// </summary>
internal static partial class DatabaseFile
{
    /// <summary>SQLITE_FCNTL_HAS_MOVED: SQLite compares device and inode of the name with those of the file that it has open.</summary>
    private const int HasMoved = 20;

    public static bool IsGone(SqliteConnection connection)
    {
        // The write-ahead log holds what was committed last, and is there as long as anybody has the database open.
        var result = FileControl(connection.Handle!.DangerousGetHandle(), 0, HasMoved, out var hasMoved);
        return (result == SQLitePCL.raw.SQLITE_OK && hasMoved != 0) || !File.Exists(connection.DataSource + "-wal");
    }

    [LibraryImport("e_sqlite3", EntryPoint = "sqlite3_file_control")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory)]
    private static partial int FileControl(nint db, nint schema, int operation, out int argument);
}
