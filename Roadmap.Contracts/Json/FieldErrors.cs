using System.Collections;

namespace Roadmap.Contracts.Json;

/// <summary>
/// What is wrong with a request: the first <see cref="ContractLimits.ErrorsListed"/> wrong fields, and how many there are. So a small body
/// cannot cost much, however much is wrong with it.
/// </summary>
public sealed class FieldErrors : IReadOnlyList<FieldError>
{
    private readonly List<FieldError> _listed = [];

    /// <summary>How many fields are wrong, listed or not.</summary>
    public int Total { get; private set; }

    /// <summary>Whether what is added from now on is only counted.</summary>
    public bool IsFull => _listed.Count >= ContractLimits.ErrorsListed;

    /// <summary>How many are listed.</summary>
    public int Count => _listed.Count;

    public FieldError this[int index] => _listed[index];

    /// <summary>A list of one.</summary>
    public static FieldErrors Of(string path, string message) => [new FieldError { Path = path, Message = message }];

    public void Add(FieldError error)
    {
        Total++;
        if (!IsFull)
            _listed.Add(error);
    }

    public void Add(string path, string message)
    {
        Total++;
        if (!IsFull)
            _listed.Add(new FieldError { Path = path, Message = message });
    }

    /// <summary>An item of a list is wrong. Its path is made only when it is listed: lists may be long.</summary>
    public void AddItem(string list, int index, string message)
    {
        Total++;
        if (!IsFull)
            _listed.Add(new FieldError { Path = $"{list}[{index}]", Message = message });
    }

    /// <summary>Takes over what was found elsewhere.</summary>
    public void AddAll(FieldErrors others)
    {
        foreach (var error in others)
            Add(error);
        AddUnlisted(others.Total - others.Count);
    }

    /// <summary>So many more are wrong.</summary>
    public void AddUnlisted(int count) => Total += count;

    public IEnumerator<FieldError> GetEnumerator() => _listed.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
