using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using MessagePack;
using MessagePack.Formatters;

namespace Roadmap.Hubs.HubProtocols;

/// <summary>
/// A host's formatters, which end in an exception what contains itself. MessagePack follows it until the stack is full, and that ends the
/// process; JSON says that there is a cycle.
/// </summary>
internal sealed class BoundedResolver(IFormatterResolver inner) : IFormatterResolver
{
    private readonly ConcurrentDictionary<Type, object?> _formatters = new();

    public IMessagePackFormatter<T>? GetFormatter<T>() => (IMessagePackFormatter<T>?)_formatters.GetOrAdd(
        typeof(T), static (_, inner) => Bounded(inner.GetFormatter<T>()), inner);

    /// <summary>Only objects can contain themselves.</summary>
    private static object? Bounded<T>(IMessagePackFormatter<T>? formatter) =>
        formatter is null || typeof(T).IsValueType || typeof(T) == typeof(string)
            ? formatter
            : new Formatter<T>(formatter);

    private sealed class Formatter<T>(IMessagePackFormatter<T> inner) : IMessagePackFormatter<T>
    {
        public void Serialize(ref MessagePackWriter writer, T value, MessagePackSerializerOptions options)
        {
            RuntimeHelpers.EnsureSufficientExecutionStack();
            inner.Serialize(ref writer, value, options);
        }

        public T Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options) => inner.Deserialize(ref reader, options);
    }
}
