using System.Collections;
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;

namespace AiGateway.Core.Catalog;

/// <summary>Names of limits as they were written. Two are equal when they name the same, in whatever order.</summary>
[JsonConverter(typeof(LimitNamesJsonConverter))]
[CollectionBuilder(typeof(LimitNames), nameof(Create))]
public sealed class LimitNames : IReadOnlyList<string>, IEquatable<LimitNames>
{
    private readonly string[] _names;

    private LimitNames(string[] names) => _names = names;

    public int Count => _names.Length;

    public string this[int index] => _names[index];

    public static LimitNames Create(ReadOnlySpan<string> names) => new(names.ToArray());

    public bool Contains(string name) => Array.IndexOf(_names, name) >= 0;

    public bool Equals(LimitNames? other) =>
        other is not null && _names.Order(StringComparer.Ordinal).SequenceEqual(other._names.Order(StringComparer.Ordinal), StringComparer.Ordinal);

    public override bool Equals(object? obj) => Equals(obj as LimitNames);

    public override int GetHashCode() => _names.Aggregate(0, (hash, name) => hash + name.GetHashCode(StringComparison.Ordinal));

    public IEnumerator<string> GetEnumerator() => ((IEnumerable<string>)_names).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _names.GetEnumerator();

    public override string ToString() => string.Join(", ", _names);
}
