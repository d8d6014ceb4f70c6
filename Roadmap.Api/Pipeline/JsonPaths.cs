using System.Linq.Expressions;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using FluentValidation;

namespace Roadmap.Api.Pipeline;

/// <summary>
/// Gives validation failures the paths that callers know: JSON paths within the body. Members of a request without a wire name hold the
/// body and are left out; a request's own member, such as the task id of the route, is named in snake_case.
/// </summary>
internal static class JsonPaths
{
    /// <summary>FluentValidation has one resolver for the process, and asks it when a validator is made.</summary>
    public static void NameFailures() =>
        ValidatorOptions.Global.PropertyNameResolver = (_, member, expression) => PathOf(member, expression);

    private static string? PathOf(MemberInfo? member, LambdaExpression? expression)
    {
        var names = new Stack<string>();
        for (var at = expression?.Body; at is not null; at = Owner(at))
        {
            if (at is MemberExpression { Member: var step } && step.GetCustomAttribute<JsonPropertyNameAttribute>() is { Name: var name })
                names.Push(name);
        }

        if (names.Count > 0)
            return string.Join('.', names);
        return member is null ? null : JsonNamingPolicy.SnakeCaseLower.ConvertName(member.Name);
    }

    private static Expression? Owner(Expression at) => at switch
    {
        MemberExpression member => member.Expression,
        UnaryExpression conversion => conversion.Operand,
        _ => null,
    };
}
