namespace AiGateway.EndToEnd.Tests.BadInput;

/// <summary>An address that takes forms with files.</summary>
/// <param name="Dialect">In which it is called, and answers.</param>
/// <param name="Path">With <c>MODEL</c> in it where the path names the model.</param>
/// <param name="File">The file it cannot do without.</param>
/// <param name="Fields">What else is in a sound form, all of it required.</param>
internal sealed record FormEndpoint(CallerDialect Dialect, string Path, string File, params string[] Fields)
{
    public static readonly FormEndpoint[] All =
    [
        new(CallerDialect.OpenAi, "/v1/audio/transcriptions", "file", "model") { Wrong = [("stream", "perhaps", "a boolean")] },
        new(CallerDialect.OpenAi, "/v1/audio/translations", "file", "model"),
        new(CallerDialect.OpenAi, "/v1/images/edits", "image", "model", "prompt") { Wrong = [("n", "some", "an integer"), ("stream", "perhaps", "a boolean")] },
        new(CallerDialect.OpenAi, "/v1/images/variations", "image", "model") { Wrong = [("n", "1.5", "an integer")] },
        new(CallerDialect.Azure, "/openai/deployments/MODEL/audio/transcriptions?api-version=2024-10-21", "file"),
    ];

    /// <summary>What may be there, a value it cannot have, and what it should be.</summary>
    public (string Field, string Value, string Expected)[] Wrong { get; init; } = [];

    /// <summary>Of a sound form.</summary>
    public IEnumerable<FormPiece> Sound => [.. Fields.Select(name => new FormPiece(name, name == "model" ? "MODEL" : "Hi")), FormPiece.OfFile(File)];
}

/// <summary>One part of a form.</summary>
/// <param name="Name">Null leaves it out.</param>
internal sealed record FormPiece(string? Name, string Value)
{
    public const string Boundary = "somewhere-between";

    public string? FileName { get; init; }

    /// <summary>Further lines of its head, each with its end.</summary>
    public string Head { get; init; } = "";

    public static FormPiece OfFile(string name) => new(name, "not really a sound or a picture") { FileName = "one.bin" };

    public static string Form(IEnumerable<FormPiece> pieces) => string.Concat(pieces.Select(piece => piece.ToString())) + $"--{Boundary}--\r\n";

    public override string ToString() =>
        $"--{Boundary}\r\nContent-Disposition: form-data{(Name is null ? "" : $"; name=\"{Name}\"")}{(FileName is null ? "" : $"; filename=\"{FileName}\"")}\r\n{Head}\r\n{Value}\r\n";
}
