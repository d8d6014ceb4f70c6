using FluentValidation;
using FluentValidation.Results;
using MediatR;
using Roadmap.Contracts;
using Roadmap.Contracts.Json;
using Roadmap.Hubs.Requests;

namespace Roadmap.Api.Pipeline;

/// <summary>
/// The one seam through which every request passes: what could not be read and what the validators find is refused together. Validators are
/// pure, so this waits for nothing.
/// </summary>
internal sealed class ValidationBehavior<TRequest, TResponse>(
    IEnumerable<IValidator<TRequest>> validators) : IPipelineBehavior<TRequest, TResponse>
{
    private readonly IValidator<TRequest>[] _validators = [.. validators];

    public Task<TResponse> Handle(TRequest request, CancellationToken cancellationToken, RequestHandlerDelegate<TResponse> next)
    {
        var unreadable = (request as IReadFromJson)?.ReadErrors ?? [];
        List<ValidationFailure>? failures = null;
        foreach (var validator in _validators)
        {
            if (validator.Validate(request) is { IsValid: false } result)
                (failures ??= []).AddRange(result.Errors);
        }

        return unreadable.Count == 0 && failures is null ? next() : throw Refuse(unreadable, failures ?? []);
    }

    /// <summary>
    /// Of one path the caller hears once, and rather that it could not be read: what was found after that is about a value nobody sent. So
    /// it is when there is too much that could not be read to be listed.
    /// </summary>
    private static RequestRefusedException Refuse(FieldErrors unreadable, List<ValidationFailure> failures)
    {
        var errors = new FieldErrors();
        errors.AddAll(unreadable);
        var paths = unreadable.Select(error => error.Path).ToHashSet(StringComparer.Ordinal);
        foreach (var failure in unreadable.IsFull ? [] : failures)
        {
            if (failure is UnlistedFailures unlisted)
                errors.AddUnlisted(unlisted.Count);
            else if (paths.Add(failure.PropertyName))
                errors.Add(failure.PropertyName, failure.ErrorMessage);
        }

        var code = failures.Exists(failure => failure.ErrorCode == ErrorCodes.TooLarge) ? ErrorCodes.TooLarge : ErrorCodes.InvalidRequest;
        return RequestRefusedException.ForFields(code, errors);
    }
}
