using System.Collections.Concurrent;
using System.Reflection;

namespace Roadmap.Tests.Support;

/// <summary>
/// Stands before something, and throws what nobody expects at the first call of each method, however often it is asked for afterwards.
/// </summary>
public class ThrowsAtFirst<T> : DispatchProxy
    where T : class
{
    private readonly ConcurrentDictionary<string, int> _calls = new(StringComparer.Ordinal);
    private T _inner = null!;

    internal IReadOnlyDictionary<string, int> Stand(T before)
    {
        _inner = before;
        return _calls;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        var isFirst = _calls.AddOrUpdate(targetMethod!.Name, 1, (_, before) => before + 1) == 1;
        if (isFirst && targetMethod.ReturnType.IsAssignableTo(typeof(Task)))
            throw new InvalidOperationException($"{targetMethod.Name} failed in a way that nobody expects.");
        return targetMethod.Invoke(_inner, args);
    }
}

internal static class ThrowsAtFirst
{
    /// <param name="inner">Is asked from the second call on.</param>
    /// <param name="calls">How often each method was called.</param>
    public static T Before<T>(T inner, out IReadOnlyDictionary<string, int> calls)
        where T : class
    {
        var proxy = DispatchProxy.Create<T, ThrowsAtFirst<T>>();
        calls = ((ThrowsAtFirst<T>)(object)proxy).Stand(inner);
        return proxy;
    }
}
