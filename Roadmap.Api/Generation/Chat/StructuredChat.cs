using System.ClientModel;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Options;
using Roadmap.Contracts;
using ModelUpdate = OpenAI.Chat.StreamingChatCompletionUpdate;

namespace Roadmap.Api.Generation.Chat;

/// <summary>
/// Asks a model for an answer of a given shape. An answer that cannot be used is sent back once with what is wrong; one that was cut off is
/// asked for once more.
/// </summary>
internal sealed class StructuredChat(
    IChatClient client, TokenBudget budget, IOptions<ModelOptions> options, TimeProvider time, ILogger<StructuredChat> logger)
{
    private const int MostOutputTokens = 16_384;

    /// <summary>No answer that is asked for comes near it; an endpoint that goes on and on is stopped there.</summary>
    private const int LongestAnswer = 400_000;

    private const int ProblemsTold = 20;

    /// <summary>For endpoints that do not count: what a token has in English.</summary>
    private const int CharactersPerToken = 4;

    private static readonly AIJsonSchemaCreateOptions s_strict = new()
    {
        TransformOptions = new AIJsonSchemaTransformOptions { DisallowAdditionalProperties = true, RequireAllProperties = true },
    };

    /// <param name="question">What is asked.</param>
    /// <param name="written">Told how many characters of the answer are there, as it grows.</param>
    /// <param name="cancellationToken">Ends the call at the endpoint, too.</param>
    /// <exception cref="ModelAwayException">The endpoint does not answer.</exception>
    /// <exception cref="GenerationFailedException">The model refuses, or its answer cannot be used, or the budget is spent.</exception>
    public async Task<T> AskAsync<T>(ChatQuestion<T> question, Func<int, Task>? written, CancellationToken cancellationToken)
    {
        List<ChatMessage> messages = [new(ChatRole.System, question.Instructions), new(ChatRole.User, question.Text)];
        for (var again = false; ; again = true)
        {
            var answer = await HearAsync(question, messages, written, isLast: again, cancellationToken);
            if (answer is null)
                continue;

            var (value, problems) = Read(question, answer);
            if (problems.Count == 0)
                return value!;

            logger.ModelAnswerUnusable(question.TaskId, question.Name, again ? 2 : 1, problems.Count);
            if (again)
                throw Failed(ReasonKeys.ModelAnswerUnusable, $"The model's answer could not be used: {problems[0]}", problems[0]);
            messages.Add(new ChatMessage(ChatRole.Assistant, answer.Text));
            messages.Add(new ChatMessage(ChatRole.User, ChatPrompts.Repair(problems)));
        }
    }

    /// <summary>Null when the answer was cut off and may be asked for again.</summary>
    private async Task<HeardAnswer?> HearAsync<T>(
        ChatQuestion<T> question, List<ChatMessage> messages, Func<int, Task>? written, bool isLast, CancellationToken cancellationToken)
    {
        try
        {
            return await StreamAsync(question, messages, written, cancellationToken);
        }
        catch (ModelAwayException cut) when (!isLast && cut.InnerException is null)
        {
            logger.ModelAnswerCut(question.TaskId, question.Name);
            return null;
        }
    }

    private async Task<HeardAnswer> StreamAsync<T>(
        ChatQuestion<T> question, List<ChatMessage> messages, Func<int, Task>? written, CancellationToken cancellationToken)
    {
        var left = budget.Left(question.TaskId);
        if (left == 0)
            throw Failed(
                ReasonKeys.ModelBudgetSpent, $"The budget of this roadmap, {options.Value.TokenBudget} tokens, is spent",
                options.Value.TokenBudget.ToString(CultureInfo.InvariantCulture));

        using var silence = new CancellationTokenSource(options.Value.SilenceLimit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, silence.Token);
        var text = new StringBuilder();
        var refusal = new StringBuilder();
        ChatFinishReason? end = null;
        var counted = 0L;
        try
        {
            await foreach (var update in client.GetStreamingResponseAsync(messages, Options(question, left), either.Token))
            {
                silence.CancelAfter(options.Value.SilenceLimit);
                end = update.FinishReason ?? end;
                counted += update.Contents.OfType<UsageContent>().Sum(usage => usage.Details.TotalTokenCount ?? 0);
                refusal.Append((update.RawRepresentation as ModelUpdate)?.RefusalUpdate);
                if (update.Text.Length == 0)
                    continue;
                text.Append(update.Text);
                if (text.Length > LongestAnswer)
                    throw Failed(ReasonKeys.ModelAnswerEndless, "The model's answer has no end");
                if (written is not null)
                    await written(text.Length);
            }
        }
        catch (OperationCanceledException) when (silence.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new ModelAwayException(ModelTrouble.Silent(options.Value.SilenceLimit));
        }
        catch (ClientResultException refused)
        {
            throw Away(refused);
        }
        catch (AggregateException tries)
        {
            throw Away(tries.InnerExceptions[^1]);
        }
        catch (Exception cut) when (cut is IOException or HttpRequestException)
        {
            throw new ModelAwayException(ModelTrouble.Cut);
        }
        finally
        {
            var asked = messages.Sum(message => message.Text.Length);
            budget.Spend(question.TaskId, counted > 0 ? (int)counted : (asked + text.Length) / CharactersPerToken);
        }

        if (refusal.Length > 0)
            throw Failed(ReasonKeys.ModelRefuses, $"The model refuses: {refusal}", refusal.ToString());
        if (end is null)
            throw new ModelAwayException(ModelTrouble.Cut);
        if (end == ChatFinishReason.ContentFilter)
            throw Failed(ReasonKeys.ModelAnswerWithheld, "The model's endpoint does not let this answer pass");
        return new HeardAnswer(text.ToString(), IsWhole: end != ChatFinishReason.Length);
    }

    private static ModelAwayException Away(Exception last) =>
        new(ModelTrouble.OfStatus((last as ClientResultException)?.Status), last);

    private static GenerationFailedException Failed(string key, string message, params string[] values) =>
        new(new Reason { Key = key, Message = message, Values = values.Length > 0 ? values : null });

    private static ChatOptions Options<T>(ChatQuestion<T> question, int left) => new()
    {
        MaxOutputTokens = Math.Min(MostOutputTokens, left),
        ResponseFormat = ChatResponseFormat.ForJsonSchema(
            AIJsonUtilities.CreateJsonSchema(
                typeof(T), serializerOptions: question.Shape.Options, inferenceOptions: s_strict), question.Name),
    };

    private static (T? Answer, IReadOnlyList<string> Problems) Read<T>(ChatQuestion<T> question, HeardAnswer heard)
    {
        if (!heard.IsWhole)
            return (default, ["The answer is longer than it may be; write less."]);
        try
        {
            var answer = JsonSerializer.Deserialize(heard.Text, question.Shape);
            return answer is null ? (answer, ["The answer is null."]) : (answer, [.. question.Problems(answer).Take(ProblemsTold)]);
        }
        catch (JsonException unreadable)
        {
            return (default, [$"The answer does not have the shape that was asked for, at {unreadable.Path}."]);
        }
    }

    private sealed record HeardAnswer(string Text, bool IsWhole);
}
