using System.Buffers.Binary;

namespace Roadmap.Benchmarks;

/// <summary>
/// How many transactions a SQLite database in WAL mode has committed: <c>iChange</c> at byte 8 of its -shm file, in the machine's byte
/// order (sqlite.org/walformat.html, "The WAL-Index File Format"). To be disposed of only when this process has closed the database:
/// closing a file takes away every POSIX lock that the process has on it, SQLite's too.
/// </summary>
internal sealed class CommitCounter(string databasePath) : IDisposable
{
    private const long ChangeCounterOffset = 8;

    private readonly FileStream _index = new(
        $"{databasePath}-shm", FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);

    public uint Read()
    {
        Span<byte> counter = stackalloc byte[sizeof(uint)];
        _index.Position = ChangeCounterOffset;
        _index.ReadExactly(counter);
        return BitConverter.IsLittleEndian
            ? BinaryPrimitives.ReadUInt32LittleEndian(counter)
            : BinaryPrimitives.ReadUInt32BigEndian(counter);
    }

    public void Dispose() => _index.Dispose();
}
