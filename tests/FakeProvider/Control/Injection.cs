namespace AiGateway.FakeProvider.Control;

/// <summary>Something written into a stream that is not one of its events and is not counted as one.</summary>
internal sealed record Injection
{
    /// <summary>After how many events of the stream.</summary>
    public int AfterEvents { get; init; }

    public required InjectionKind Kind { get; init; }

    /// <summary>The exact text of a <see cref="InjectionKind.Raw"/> injection.</summary>
    public string Raw { get; init; } = "";

    /// <summary>Characters of content in a <see cref="InjectionKind.Huge"/> one.</summary>
    public int Characters { get; init; } = 1024 * 1024;
}

/// <summary>What is written.</summary>
internal enum InjectionKind
{
    /// <summary><c>: keep-alive</c>.</summary>
    Comment,

    /// <summary>An event whose data is not JSON.</summary>
    Malformed,

    /// <summary><c>data:</c> with nothing behind it.</summary>
    EmptyData,

    /// <summary>A chunk without the member <c>choices</c>.</summary>
    NoChoices,

    /// <summary>A chunk with <c>choices: []</c> and no usage.</summary>
    EmptyChoices,

    /// <summary>An event with a name and a payload that is no chunk.</summary>
    ForeignEvent,

    /// <summary>A content chunk of <see cref="Injection.Characters"/> characters.</summary>
    Huge,

    /// <summary>A content event whose last byte is wrong; in a binary stream that is its checksum.</summary>
    Corrupt,

    Raw,
}
