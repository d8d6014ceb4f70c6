using Roadmap.Tests.Support;

namespace Roadmap.Tests.Log;

public sealed class SqliteTaskEventLogTests : TaskEventLogContract, IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly FakeTime _time = new();

    public void Dispose() => _folder.Dispose();

    private protected override async Task<ILogUnderTest> OpenAsync(LogSettings settings) => await SqliteLogUnderTest.OpenAsync(_folder.File("roadmap.db"), settings, _time);
}
