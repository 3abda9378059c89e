using System.Collections.Frozen;

namespace AiGateway.Core.Catalog;

/// <summary>
/// Finds what belongs to a model name: an exact name before any pattern, among patterns the longest, and after those the first
/// expression that fits. A look-up allocates nothing but for an expression, and costs one hash per distinct length of pattern.
/// </summary>
/// <typeparam name="T">What is found.</typeparam>
public sealed class ModelIndex<T>
{
    private readonly FrozenDictionary<string, T>.AlternateLookup<ReadOnlySpan<char>> _exact;
    private readonly FrozenDictionary<string, T>.AlternateLookup<ReadOnlySpan<char>> _prefixes;
    private readonly int[] _prefixLengths;
    private readonly (NameExpression Expression, T Value)[] _expressions;

    /// <param name="entries">Names, a trailing <c>*</c> for patterns, each at most once, and what they stand for.</param>
    /// <param name="expressions">Whether names that begin with <see cref="NameExpression.Mark"/> are expressions, all of them valid.</param>
    public ModelIndex(IEnumerable<KeyValuePair<string, T>> entries, bool expressions = false)
    {
        var fitted = new List<(NameExpression, T)>();
        var exact = new Dictionary<string, T>(StringComparer.Ordinal);
        var prefixes = new Dictionary<string, T>(StringComparer.Ordinal);
        foreach (var (name, value) in entries)
        {
            if (expressions && NameExpression.Is(name))
            {
                fitted.Add((NameExpression.TryCreate(name, out var expression, out var fault) ? expression : throw new ArgumentException(fault, nameof(entries)), value));
                continue;
            }

            var pattern = new NamePattern(name);
            (pattern.IsPrefix ? prefixes : exact).Add(pattern.Stem, value);
        }

        _exact = exact.ToFrozenDictionary(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
        _prefixes = prefixes.ToFrozenDictionary(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
        _prefixLengths = [.. prefixes.Keys.Select(stem => stem.Length).Distinct().OrderDescending()];
        _expressions = [.. fitted];
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

        foreach (var (expression, fitting) in _expressions)
        {
            if (expression.TryMatch(name, out var start, out var taken))
            {
                match = new ModelMatch<T>(fitting, start) { Length = taken };
                return true;
            }
        }

        match = default;
        return false;
    }
}
