namespace AiGateway.Core.Catalog;

/// <summary>A model name, or with a trailing <c>*</c> every name that begins with what stands before it.</summary>
public readonly record struct NamePattern
{
    public NamePattern(string text)
    {
        IsPrefix = text.EndsWith('*');
        Stem = IsPrefix ? text[..^1] : text;
    }

    /// <summary>The name itself, or the common beginning.</summary>
    public string Stem { get; }

    /// <summary>Whether any ending matches, the empty one included.</summary>
    public bool IsPrefix { get; }

    public bool Matches(ReadOnlySpan<char> name) =>
        IsPrefix ? name.StartsWith(Stem, StringComparison.Ordinal) : name.SequenceEqual(Stem);

    public override string ToString() => IsPrefix ? Stem + "*" : Stem;
}
