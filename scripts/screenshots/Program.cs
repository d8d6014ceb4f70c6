using Roadmap.Screenshots;

if (args is not [var page, var folder])
{
    await Console.Error.WriteLineAsync("usage: screenshots PAGE FOLDER (scripts/screenshots.sh starts a server and runs it)");
    return 2;
}

await using var story = await PageStory.BeginAsync(new Uri(page), Directory.CreateDirectory(folder).FullName);
await story.TellAsync();
return 0;
