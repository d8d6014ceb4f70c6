using System.Text.Json;
using Roadmap.Contracts;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Web;

/// <summary>
/// What a page in a real browser gets from a server that is not its own: by its origin, and by a name that it has let lead here.
/// </summary>
public sealed class CrossOriginTests(Chromium chromium)
{
    /// <summary>Tries all edges, as a page that means no good would.</summary>
    private const string TryAll = """
        async ({ server, task, forged }) => {
          const socket = (path, greeting) => new Promise((resolve) => {
            const socket = new WebSocket(server.replace('http', 'ws') + path);
            socket.onopen = () => greeting && socket.send(greeting);
            socket.onmessage = () => { socket.close(); resolve('in'); };
            socket.onclose = ({ code }) => resolve(`${code}`);
          });
          const stream = (path) => new Promise((resolve) => {
            const source = new EventSource(server + path, { withCredentials: true });
            source.addEventListener('connected', () => { source.close(); resolve('in'); });
            source.onerror = () => { source.close(); resolve('refused'); };
          });
          const call = (path, init) => fetch(server + path, { credentials: 'include', ...init })
            .then((answer) => (answer.ok ? 'in' : `${answer.status}`), () => 'refused');
          const plain = { method: 'POST', mode: 'no-cors', headers: { 'Content-Type': 'text/plain' } };
          const form = () => new Promise((resolve) => {
            const frame = document.createElement('iframe');
            frame.name = 'answer';
            document.body.append(frame);
            const sent = document.body.appendChild(document.createElement('form'));
            Object.assign(sent, { method: 'post', enctype: 'text/plain', target: 'answer', action: `${server}/api/v1/tasks` });
            const field = sent.appendChild(document.createElement('input'));
            Object.assign(field, { name: `{"task_id":"${forged}","kind":"import","x":"`, value: '"}' });
            // Also when the browser does not show what came back.
            frame.onload = resolve;
            sent.submit();
          });
          await form();
          await call(`/api/v1/tasks/${task}/events`, { ...plain, body: '{"type":"completed"}' });
          await call(`/api/v1/roadmaps/tasks/${task}/cancel`, { method: 'POST', mode: 'no-cors' });
          return {
            hub: await socket('/api/v1/ws', '{"protocol":"json","version":1}\u001e'),
            raw: await socket(`/api/v1/ws/${task}`),
            stream: await stream(`/api/v1/tasks/${task}/events`),
            negotiation: await call('/api/v1/ws/negotiate?negotiateVersion=1', { method: 'POST' }),
            read: await call(`/api/v1/tasks/${task}`),
            health: await call('/health'),
          };
        }
        """;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_page_of_another_origin_gets_in_nowhere_unless_it_is_listed(bool isListed)
    {
        await using var elsewhere = await HubServer.StartAsync();
        var origin = elsewhere.Http.BaseAddress!.GetLeftPart(UriPartial.Authority);
        await using var server = await HubServer.StartAsync(isListed ? [$"--Cors:Origins={origin}"] : []);

        var seen = await TryAllAsync(server, server.Http.BaseAddress!, new Uri(elsewhere.Http.BaseAddress, "/health"));

        seen.ShouldBe(isListed
            ? new Seen("in", "in", "in", "in", "in", "in")
            : new Seen("1006", $"{CloseCodes.Forbidden}", "refused", "refused", "refused", "refused"));
    }

    [Fact]
    public async Task A_page_of_the_server_s_own_host_gets_in()
    {
        await using var server = await HubServer.StartAsync();

        (await TryAllAsync(server, server.Http.BaseAddress!, new Uri(server.Http.BaseAddress!, "/health")))
            .ShouldBe(new Seen("in", "in", "in", "in", "in", "in"));
    }

    [Fact]
    public async Task A_page_whose_name_leads_here_gets_in_nowhere()
    {
        await using var server = await HubServer.StartAsync(["--AllowedHosts=localhost;127.0.0.1"]);
        var rebound = new UriBuilder(server.Http.BaseAddress!) { Host = Chromium.LeadsHere }.Uri;

        // For the browser all is of one origin: the page came from there before its name led here.
        (await TryAllAsync(server, rebound, new Uri(rebound, "/attack")))
            .ShouldBe(new Seen("1006", $"{CloseCodes.InvalidRequest}", "refused", "400", "400", "400"));
    }

    /// <summary>Shows the page, has it try everything, and looks whether that has changed anything.</summary>
    private async Task<Seen> TryAllAsync(HubServer server, Uri address, Uri page)
    {
        var task = await server.StartTaskAsync();
        var forged = Some.TaskId();
        await using var window = await chromium.OpenWindowAsync();
        var tab = await window.NewPageAsync().InTime();
        await tab.RouteAsync(page.AbsoluteUri, route => route.FulfillAsync(new() { Body = "<body></body>", ContentType = "text/html" }));
        await tab.GotoAsync(page.AbsoluteUri).InTime();

        var tried = new { server = address.GetLeftPart(UriPartial.Authority), task, forged };
        var seen = (await tab.EvaluateAsync(TryAll, tried).InTime()).ShouldNotBeNull().Deserialize<Seen>(JsonSerializerOptions.Web)!;

        // A form cannot send JSON, whoever it is that sends it.
        using var found = await server.Http.GetAsync(new Uri(Routes.For(Routes.Task, forged), UriKind.Relative));
        await found.RefusedAsync(ErrorCodes.TaskNotFound);
        var mayChange = seen.Read == "in";
        using var answer = await server.Http.GetAsync(new Uri(Routes.For(Routes.Task, task), UriKind.Relative));
        (await answer.ReadAsync<TaskSnapshot>()).Status.ShouldBe(mayChange ? TaskRunStatus.Cancelled : TaskRunStatus.Pending);
        server.Logged.Lines.ShouldBeEmpty();
        return seen;
    }

    private sealed record Seen(string Hub, string Raw, string Stream, string Negotiation, string Read, string Health);
}
