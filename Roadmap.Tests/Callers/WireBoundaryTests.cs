using Roadmap.Contracts;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Callers;

/// <summary>What may come over a connection at a time, byte by byte.</summary>
public sealed class WireBoundaryTests(RunningServer running) : IClassFixture<RunningServer>
{
    private const int LineBytes = 8 * 1024;
    private const int HeaderBytes = 32 * 1024;
    private const int Headers = 100;
    private const int MessageBytes = 32 * 1024;

    private HubServer Server => running.Server;

    [Theory]
    [InlineData(LineBytes - 1, "200")]
    [InlineData(LineBytes, "200")]
    [InlineData(LineBytes + 1, "414")]
    [AtLimit("a request line; its headers")]
    public async Task A_request_line_has_its_bytes(int bytes, string status) =>
        (await StatusAsync($"{$"GET {Routes.Tasks}?x=".PadRight(bytes - End.Length, 'x')}{End}Host: localhost\r\n")).ShouldBe(status);

    [Theory]
    [InlineData(HeaderBytes - 1, "200")]
    [InlineData(HeaderBytes, "200")]
    [InlineData(HeaderBytes + 1, "431")]
    public async Task Headers_have_their_bytes_together(int bytes, string status)
    {
        var headers = "Host: localhost\r\nConnection: close\r\nX: ";
        (await StatusAsync($"{Line}{headers.PadRight(bytes - "\r\n".Length, 'x')}\r\n")).ShouldBe(status);
    }

    [Theory]
    [InlineData(Headers - 1, "200")]
    [InlineData(Headers, "200")]
    [InlineData(Headers + 1, "431")]
    public async Task Headers_have_their_number(int count, string status)
    {
        var others = string.Concat(Enumerable.Range(0, count - 1).Select(i => $"X-{i}: x\r\n"));
        (await StatusAsync($"{Line}Host: localhost\r\n{others}")).ShouldBe(status);
    }

    [Theory]
    [InlineData(MessageBytes - 1, true)]
    [InlineData(MessageBytes, true)]
    [InlineData(MessageBytes + 1, false)]
    [AtLimit("a message of a hub client")]
    public async Task A_message_of_a_hub_client_has_its_bytes(int bytes, bool isTaken)
    {
        using var client = await HandmadeClient.ConnectAsync(Server);
        var call = $$"""{"type":1,"invocationId":"1","target":"{{HubMethods.Ping}}","arguments":[],"pad":" """;
        await client.SendAsync(call.PadRight(bytes - 3, 'x') + "\"}" + HandmadeClient.End);

        if (isTaken)
            (await AnswerAsync(client)).ShouldBe("1");
        else
            await client.EndedAsync();
    }

    private static string End => " HTTP/1.1\r\n";

    private static string Line => $"GET {Routes.Tasks}{End}";

    /// <summary>The reply may come behind what the call sends.</summary>
    private static async Task<string?> AnswerAsync(HandmadeClient client)
    {
        while (true)
        {
            var message = await client.NextCallAsync();
            if (message.GetProperty("type").GetInt32() == 3)
                return message.GetProperty("invocationId").GetString();
        }
    }

    private async Task<string> StatusAsync(string head)
    {
        using var http = await RawHttp.SendAsync(Server.Http.BaseAddress!, $"{head}\r\n");
        var answer = await http.ReadAsync(read => read.Contains("\r\n", StringComparison.Ordinal));
        return answer.Split(' ')[1];
    }
}
