using FluentValidation;
using Roadmap.Contracts;
using Roadmap.Hubs.Requests;

namespace Roadmap.Hubs.Subscriptions;

internal sealed class SubscribeToTaskValidator : AbstractValidator<SubscribeToTask>
{
    public SubscribeToTaskValidator()
    {
        RuleFor(request => request.Body.TaskId).NotNull().WithMessage("is required");
        RuleFor(request => request.Body.TaskId).TaskId();
        When(request => request.Body.After is not null, () =>
        {
            RuleFor(request => request.Body.After!.Seq).NotNull().WithMessage("is required in a position");
            RuleFor(request => request.Body.After!.Seq)
                .InclusiveBetween(0, ContractLimits.MaxSeq)
                .WithMessage("must be a whole number, at least 0");
            RuleFor(request => request.Body.After!.Epoch)
                .Must(epoch => epoch is null || Shapes.IsEpoch(epoch))
                .WithMessage(Shapes.EpochRule);
        });
    }
}

internal sealed class UnsubscribeFromTaskValidator : AbstractValidator<UnsubscribeFromTask>
{
    public UnsubscribeFromTaskValidator()
    {
        RuleFor(request => request.Body.TaskId).NotNull().WithMessage("is required");
        RuleFor(request => request.Body.TaskId).TaskId();
    }
}

internal sealed class GetTaskStatusValidator : AbstractValidator<GetTaskStatus>
{
    public GetTaskStatusValidator()
    {
        RuleFor(request => request.Body.TaskId).NotNull().WithMessage("is required");
        RuleFor(request => request.Body.TaskId).TaskId();
    }
}

internal sealed class WatchTasksValidator : AbstractValidator<WatchTasks>
{
    public WatchTasksValidator()
    {
        RuleFor(request => request.Body.Owner).Must(owner => owner is null || Shapes.IsId(owner)).WithMessage(Shapes.IdRule);
        RuleFor(request => request.Body.Kind).Must(kind => kind is null || Shapes.IsWord(kind)).WithMessage(Shapes.WordRule);
    }
}
