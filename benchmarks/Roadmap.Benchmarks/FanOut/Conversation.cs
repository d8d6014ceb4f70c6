namespace Roadmap.Benchmarks.FanOut;

/// <summary>How a child process of the benchmark is asked for things: a line in, a line out. It ends when its input does.</summary>
internal static class Conversation
{
    /// <summary>Begins every answer, so that other output of the process is not taken for one.</summary>
    public const string Answered = "= ";

    public const string Failed = "! ";

    public static async Task HoldAsync(string greeting, Func<string[], Task<string>> answer)
    {
        Console.WriteLine(Answered + greeting);
        while (await Console.In.ReadLineAsync() is { } question)
        {
            try
            {
                Console.WriteLine(Answered + await answer(question.Split(' ')));
            }
            catch (Exception e)
            {
                Console.WriteLine(Failed + e.Message.ReplaceLineEndings(" "));
            }
        }
    }
}
