using System.Text.Json;

namespace AiGateway.Edge.Api.OpenAi;

/// <summary>
/// The names of a body's own members, to refuse a repeated one: the gateway and the provider might each heed another of the two.
/// </summary>
internal ref struct MemberNames(ReadOnlySpan<byte> body, Span<ByteRange> plain)
{
    private readonly ReadOnlySpan<byte> _body = body;
    private readonly Span<ByteRange> _plain = plain;
    private List<byte[]>? _unescaped;
    private int _count;

    public readonly bool IsFull => _count + (_unescaped?.Count ?? 0) == _plain.Length;

    /// <summary>Takes the name the reader stands at, escapes resolved; false when it was there before.</summary>
    public bool TryAdd(scoped in Utf8JsonReader json, out ReadOnlySpan<byte> name)
    {
        if (json.ValueIsEscaped)
        {
            var buffer = new byte[json.ValueSpan.Length];
            var unescaped = buffer[..json.CopyString(buffer)];
            name = unescaped;
            if (Contains(name))
                return false;
            (_unescaped ??= []).Add(unescaped);
            return true;
        }

        var range = new ByteRange((int)json.TokenStartIndex + 1, json.ValueSpan.Length);
        name = range.Of(_body);
        if (Contains(name))
            return false;
        _plain[_count++] = range;
        return true;
    }

    private readonly bool Contains(ReadOnlySpan<byte> name)
    {
        foreach (var range in _plain[.._count])
        {
            if (range.Length == name.Length && range.Of(_body).SequenceEqual(name))
                return true;
        }

        return _unescaped is not null && ContainsUnescaped(name);
    }

    private readonly bool ContainsUnescaped(ReadOnlySpan<byte> name)
    {
        foreach (var other in _unescaped!)
        {
            if (name.SequenceEqual(other))
                return true;
        }

        return false;
    }
}
