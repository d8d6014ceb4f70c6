namespace Roadmap.Api.Generation.Workflow;

/// <summary>
/// A line for people, and the key by which readers say it in a language of their own: <see cref="Contracts.MessageKeys"/>. What a
/// generator has written has none: it stays in the plan's language.
/// </summary>
internal readonly record struct Line(string Text, string? Key = null);
