using FluentValidation;
using MediatR;
using Roadmap.Api.EventLog;
using Roadmap.Contracts;
using Roadmap.Contracts.Json;
using Roadmap.Hubs.Access;
using Roadmap.Hubs.Requests;

namespace Roadmap.Api.Tasks;

/// <summary>Makes a task that an outside worker will report on.</summary>
public sealed record CreateTask(CreateTaskBody Body) : IRequest<CreateResult>, IReadFromJson
{
    public required Caller Caller { get; init; }

    public FieldErrors ReadErrors { get; init; } = [];
}

internal sealed class CreateTaskValidator : AbstractValidator<CreateTask>
{
    public CreateTaskValidator()
    {
        RuleFor(request => request.Body.TaskId).TaskId();
        RuleFor(request => request.Body.Kind).NotNull().WithMessage("is required");
        RuleFor(request => request.Body.Kind).Must(kind => kind is null || Shapes.IsWord(kind)).WithMessage(Shapes.WordRule);
        RuleFor(request => request.Body.Title).Must(title => Shapes.HasAtMost(title, ContractLimits.TitleLength))
            .WithMessage($"must be at most {ContractLimits.TitleLength} characters");
        RuleFor(request => request.Body.Owner).Must(owner => owner is null || Shapes.IsId(owner)).WithMessage(Shapes.IdRule);
        RuleFor(request => request.Body.LeaseSeconds).InclusiveBetween(1, ContractLimits.LeaseSeconds)
            .WithMessage($"must be from 1 to {ContractLimits.LeaseSeconds}");
    }
}

internal sealed class CreateTaskHandler(ITaskEventLog log, TimeProvider time) : IRequestHandler<CreateTask, CreateResult>
{
    public async Task<CreateResult> Handle(CreateTask request, CancellationToken cancellationToken)
    {
        var (body, caller) = (request.Body, request.Caller);
        if (!TaskAccess.MayMakeWorkersTask(caller))
            throw TaskAdmission.Forbidden(caller);
        var now = time.GetUtcNow();
        var task = new NewTask
        {
            TaskId = body.TaskId ?? Guid.CreateVersion7(now).ToString(),
            Kind = body.Kind!,
            Origin = TaskOrigin.Worker,
            Owner = TaskAdmission.OwnerOf(caller, body.Owner, "owner"),
            CreatedBy = caller.Id,
            Title = body.Title,
            CreatedAt = now,
            Fingerprint = Fingerprint.Of(body),
            Lease = body.LeaseSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
        };
        return CreatedTasks.As(caller, await log.CreateAsync(task, cancellationToken));
    }
}
