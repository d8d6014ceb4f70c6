using Roadmap.Tests.Support;

namespace Roadmap.Tests.Log;

/// <summary>The contract against a real Redis.</summary>
public sealed class RedisTaskEventLogTests : TaskEventLogContract
{
    private readonly FakeTime _time = new();
    private RedisServer _server = null!;

    public override async Task InitializeAsync()
    {
        _server = await RedisServer.StartAsync();
        await base.InitializeAsync();
    }

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await _server.DisposeAsync();
    }

    private protected override async Task<ILogUnderTest> OpenAsync(LogSettings settings) => await RedisLogUnderTest.OpenAsync(_server, settings, _time);
}
