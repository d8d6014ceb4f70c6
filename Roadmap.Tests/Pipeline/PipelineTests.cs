using FluentValidation;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Roadmap.Api.Pipeline;
using Roadmap.Contracts;
using Roadmap.Contracts.Json;
using Roadmap.Hubs.Requests;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Pipeline;

public sealed class PipelineTests
{
    [Fact]
    public async Task What_could_not_be_read_and_what_is_wrong_are_refused_together()
    {
        var order = new Order(new OrderBody { Quantity = 0 })
        {
            ReadErrors = [new FieldError { Path = "note", Message = "must be a string" }],
        };

        var refused = await RefusedAsync(order);

        refused.Code.ShouldBe(ErrorCodes.InvalidRequest);
        refused.Message.ShouldBe("note must be a string; id is required; lines.quantity must be at least 1.");
        refused.Errors.Select(error => error.Path).ShouldBe(["note", "id", "lines.quantity"]);
    }

    [Fact]
    public async Task Of_one_path_the_reader_s_word_counts()
    {
        var order = new Order(new OrderBody { Id = "", Quantity = 0 })
        {
            ReadErrors = [new FieldError { Path = "lines.quantity", Message = "must be a number" }],
        };

        (await RefusedAsync(order)).Errors.Where(error => error.Path == "lines.quantity").ShouldHaveSingleItem()
            .Message.ShouldBe("must be a number");
    }

    [Fact]
    public async Task What_is_right_goes_on() => (await new ValidationBehavior<Order, int>([new OrderValidator()])
        .Handle(new Order(new OrderBody { Id = "a", Quantity = 1 }), CancellationToken.None, () => Task.FromResult(7))).ShouldBe(7);

    [Fact]
    public async Task A_failure_may_say_that_it_is_too_large()
    {
        var refused = await RefusedAsync(new Order(new OrderBody { Id = "a", Quantity = 1_001 }));

        refused.Code.ShouldBe(ErrorCodes.TooLarge);
    }

    [Fact]
    public async Task Every_request_has_a_handler_and_everything_is_made_once()
    {
        await using var server = await RestServer.StartAsync("Development");
        var requests = new[] { typeof(MediatorServices).Assembly, typeof(IReadFromJson).Assembly }
            .SelectMany(assembly => assembly.GetTypes())
            .Select(type => (Type: type, Request: type.GetInterfaces()
                .FirstOrDefault(role => role.IsGenericType && role.GetGenericTypeDefinition() == typeof(IRequest<>))))
            .Where(found => found.Request is not null && !found.Type.IsAbstract)
            .ToList();

        requests.ShouldNotBeEmpty();
        foreach (var (type, request) in requests)
        {
            var handler = typeof(IRequestHandler<,>).MakeGenericType(type, request!.GetGenericArguments()[0]);
            server.Services.GetRequiredService(handler).ShouldBeSameAs(server.Services.GetRequiredService(handler));
            server.Services.GetServices(handler).Count().ShouldBe(1, type.Name);
            if (type.IsAssignableTo(typeof(IReadFromJson)))
                server.Services.GetServices(typeof(IValidator<>).MakeGenericType(type)).Count().ShouldBe(1, type.Name);
        }
    }

    private static async Task<RequestRefusedException> RefusedAsync(Order order)
    {
        JsonPaths.NameFailures();
        var behavior = new ValidationBehavior<Order, int>([new OrderValidator()]);
        return await Should.ThrowAsync<RequestRefusedException>(
            async () => await behavior.Handle(order, CancellationToken.None, () => Task.FromResult(7)));
    }

    private sealed record OrderBody
    {
        [System.Text.Json.Serialization.JsonPropertyName("id")]
        public string? Id { get; init; }

        [System.Text.Json.Serialization.JsonPropertyName("lines.quantity")]
        public int Quantity { get; init; }
    }

    private sealed record Order(OrderBody Body) : IRequest<int>, IReadFromJson
    {
        public FieldErrors ReadErrors { get; init; } = [];
    }

    private sealed class OrderValidator : AbstractValidator<Order>
    {
        public OrderValidator()
        {
            RuleFor(order => order.Body.Id).NotEmpty().WithMessage("is required");
            RuleFor(order => order.Body.Quantity).GreaterThanOrEqualTo(1).WithMessage("must be at least 1");
            RuleFor(order => order.Body.Quantity)
                .LessThanOrEqualTo(1_000)
                .WithMessage("must be at most 1,000")
                .WithErrorCode(ErrorCodes.TooLarge);
        }
    }
}
