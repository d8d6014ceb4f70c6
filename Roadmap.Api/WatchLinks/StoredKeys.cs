using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Roadmap.Api.EventLog;

namespace Roadmap.Api.WatchLinks;

/// <summary>
/// The keys as they were read from the store at one moment, for ASP.NET Core's data protection; what that adds is stored.
/// </summary>
internal sealed class StoredKeys(IKeyStore store, IReadOnlyList<string> read) : IXmlRepository
{
    private readonly List<string> _all = [.. read];

    public IReadOnlyCollection<XElement> GetAllElements()
    {
        lock (_all)
            return [.. _all.Select(xml => XElement.Parse(xml))];
    }

    /// <summary>Once in 90 days. Data protection waits here, and whoever calls it has seen to it that nobody else waits.</summary>
    public void StoreElement(XElement element, string friendlyName)
    {
        var xml = element.ToString(SaveOptions.DisableFormatting);
        store.AddAsync(friendlyName, xml, CancellationToken.None).GetAwaiter().GetResult();
        lock (_all)
            _all.Add(xml);
    }
}
