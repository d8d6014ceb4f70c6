using Roadmap.Client;
using Roadmap.Contracts;

// Makes a task, works on it as a worker does, and shows it meanwhile as a window would: `dotnet run -- http://localhost:8000`.
var server = new Uri(args is [var address] ? address : "http://localhost:8000");
await using var client = new RoadmapClient(server);
var task = await client.CreateTaskAsync(new CreateTaskBody { Kind = "import", Title = "Nightly import", LeaseSeconds = 60 });
var shown = client.FollowAsync(
    task.TaskId, new Progress<TaskSnapshot>(now => Console.WriteLine($"{now.Percentage,3:0} % {now.CurrentStep}")));

await using (var reporter = client.CreateReporter(task.TaskId))
{
    for (var part = 1; part <= 10 && !reporter.CancelRequested.IsCancellationRequested; part++)
        await reporter.ProgressAsync("load", 10 * part, $"part {part} of 10");
    if (reporter.CancelRequested.IsCancellationRequested)
        await reporter.CancelledAsync();
    else
        await reporter.CompleteAsync("all parts are there");
}

Console.WriteLine($"The task is {(await shown).Status}.");
