using System.Collections.Frozen;

namespace AiGateway.Core.Catalog;

/// <summary>
/// Finds what belongs to a model name: an exact name before any pattern, among patterns the longest.
/// A look-up allocates nothing and costs one hash per distinct length of pattern.
/// </summary>
/// <typeparam name="T">What is found.</typeparam>
public sealed class ModelIndex<T>
{
    private readonly FrozenDictionary<string, T>.AlternateLookup<ReadOnlySpan<char>> _exact;
    private readonly FrozenDictionary<string, T>.AlternateLookup<ReadOnlySpan<char>> _prefixes;
    private readonly int[] _prefixLengths;

    /// <param name="entries">Names, a trailing <c>*</c> for patterns, each at most once, and what they stand for.</param>
    public ModelIndex(IEnumerable<KeyValuePair<string, T>> entries)
    {
        var exact = new Dictionary<string, T>(StringComparer.Ordinal);
        var prefixes = new Dictionary<string, T>(StringComparer.Ordinal);
        foreach (var (name, value) in entries)
        {
            var pattern = new NamePattern(name);
            (pattern.IsPrefix ? prefixes : exact).Add(pattern.Stem, value);
        }

        _exact = exact.ToFrozenDictionary(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
        _prefixes = prefixes.ToFrozenDictionary(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
        _prefixLengths = [.. prefixes.Keys.Select(stem => stem.Length).Distinct().OrderDescending()];
    }

    public bool TryFind(ReadOnlySpan<char> name, out ModelMatch<T> match)
    {
        if (_exact.TryGetValue(name, out var value))
        {
            match = new ModelMatch<T>(value, name.Length);
            return true;
        }

        foreach (var length in _prefixLengths)
        {
            if (length <= name.Length && _prefixes.TryGetValue(name[..length], out value))
            {
                match = new ModelMatch<T>(value, length);
                return true;
            }
        }

        match = default;
        return false;
    }
}
