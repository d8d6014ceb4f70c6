using Roadmap.Api.EventLog;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.EventLog;

/// <summary>
/// What every <see cref="ITaskEventLog"/> promises, in parts: numbering, appending, announcing, forgetting, leases, finding.
/// </summary>
public abstract partial class TaskEventLogContract : IAsyncLifetime
{
    private protected ILogUnderTest Log { get; private set; } = null!;

    public virtual async ValueTask InitializeAsync() => Log = await OpenAsync(new LogSettings());

    public virtual async ValueTask DisposeAsync() => await Log.DisposeAsync();

    /// <summary>Opens the log of this test; a second time after it was closed: with what it held.</summary>
    private protected abstract Task<ILogUnderTest> OpenAsync(LogSettings settings);

    private protected async Task ReopenAsync(LogSettings? settings = null)
    {
        await Log.DisposeAsync();
        Log = await OpenAsync(settings ?? new LogSettings());
    }
}
