using Roadmap.Api.Hosting;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Hosting;

/// <summary>The start says where the page is, so that nobody has to know what the server listens on.</summary>
public sealed class PageReadyTests
{
    [Theory]
    [InlineData("http://localhost:8000", "http://localhost:8000/")]
    [InlineData("http://127.0.0.1:8000", "http://127.0.0.1:8000/")]
    [InlineData("http://0.0.0.0:8000", "http://localhost:8000/")]
    [InlineData("http://[::]:8000", "http://localhost:8000/")]
    [InlineData("http://*:8000", "http://localhost:8000/")]
    [InlineData("https://+:8443", "https://localhost:8443/")]
    [InlineData("http://roadmap.example:80", "http://roadmap.example/")]
    public void A_browser_finds_what_listens_there(string address, string url) => WebPage.Openable(address)?.ToString().ShouldBe(url);

    [Fact]
    public void No_browser_finds_a_Unix_socket() => WebPage.Openable("http://unix:/run/roadmap.sock").ShouldBeNull();

    [Fact]
    public async Task The_program_says_where_its_page_is_and_what_it_does_by_name_and_fields()
    {
        await using var server = await ServerProcess.StartAsync(TimeSpan.Zero);
        var worker = new OutsideWorker(server.Http);
        var task = await worker.StartTaskAsync();
        await worker.ReportOnceAsync(task, 1);

        await Wait.Eventually("it says where the page is", () => server.Said()
            .Contains($"page_ready url={server.Address}", StringComparison.Ordinal), server.Said);
        await Wait.Eventually(
            "it says what the task does",
            () => server.Said().Contains($"task_status_updated task_id={task} status=processing step=", StringComparison.Ordinal),
            server.Said);
    }
}
