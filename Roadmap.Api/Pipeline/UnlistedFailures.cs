using FluentValidation.Results;

namespace Roadmap.Api.Pipeline;

/// <summary>Stands for failures that a validator has found, and does not list.</summary>
internal sealed class UnlistedFailures(int count) : ValidationFailure
{
    public int Count { get; } = count;
}
