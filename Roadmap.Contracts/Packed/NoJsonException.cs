using System.Text;
using MessagePack;
using Roadmap.Contracts.Json;

namespace Roadmap.Contracts.Packed;

/// <summary>A piece of MessagePack holds what JSON has no form for.</summary>
public sealed class NoJsonException(string fault) : MessagePackSerializationException(fault)
{
    private string _path = "";

    /// <summary>Where, and what.</summary>
    public FieldError Fault => new() { Path = _path.Length == 0 ? ContractReader.Root : _path, Message = Message };

    /// <summary>
    /// For exception filters, which run from the fault outwards: each adds to the path where it stands, and nothing is thrown again.
    /// </summary>
    /// <returns>False: the exception goes on.</returns>
    internal bool IsWithin(ReadOnlySpan<byte> member) => IsWithin(Encoding.UTF8.GetString(member));

    /// <inheritdoc cref="IsWithin(ReadOnlySpan{byte})"/>
    internal bool IsWithin(int item) => IsWithin($"[{item}]");

    private bool IsWithin(string place)
    {
        _path = _path.Length == 0 || _path.StartsWith('[') ? place + _path : ContractReader.Join(place, _path);
        return false;
    }
}
