using System.Collections.Frozen;
using System.Reflection;

namespace MSCommerce.Notices;

/// <summary>The places that a template may have: the properties of what fills them.</summary>
internal sealed class NoticePlaces
{
    private readonly FrozenDictionary<string, bool> _places;

    private NoticePlaces(Type facts) => _places = facts
        .GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .ToFrozenDictionary(property => property.Name, property => typeof(IEnumerable<string>).IsAssignableFrom(property.PropertyType), StringComparer.Ordinal);

    /// <summary>What a notice is filled with.</summary>
    public static NoticePlaces OfNotices { get; } = new(typeof(NoticeFacts));

    /// <summary>What the frame around the HTML of a notice is filled with.</summary>
    public static NoticePlaces OfLayouts { get; } = new(typeof(LayoutFacts));

    /// <summary>Their names, in order.</summary>
    public IEnumerable<string> Names => _places.Keys.Order(StringComparer.Ordinal);

    /// <summary>Whether there is such a place.</summary>
    public bool Has(string name) => _places.ContainsKey(name);

    /// <summary>Whether it is a list, which a template goes through with <c>each</c>.</summary>
    public bool IsList(string name) => _places.GetValueOrDefault(name);
}

/// <summary>What the frame around the HTML of a notice is filled with.</summary>
/// <param name="Content">The notice, as HTML.</param>
/// <param name="Subject">Its subject line.</param>
/// <param name="Language">The language of its words (IETF tag).</param>
/// <param name="TenantName">The organisation.</param>
internal sealed record LayoutFacts(string Content, string Subject, string Language, string TenantName);
