using System.Text.Json;

namespace AiGateway.FakeProvider.Provider;

/// <summary>A request as the provider understands it. A member of the wrong type counts as absent.</summary>
/// <param name="Body">The JSON of the body, or the fields of a form as if they were such.</param>
internal sealed record Call(string Method, string Path, string? Key, JsonElement Body)
{
    private readonly Addressed _addressed = Addressed.By(Path);

    /// <summary>The bytes that arrived.</summary>
    public byte[] Raw { get; init; } = [];

    /// <summary>Path and query as they were on the wire.</summary>
    public string RawTarget { get; init; } = "";

    /// <summary>Names in lower case.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    public IReadOnlyDictionary<string, string> Query { get; init; } = new Dictionary<string, string>();

    /// <summary>The files of a form.</summary>
    public IReadOnlyList<UploadedFile> Files { get; init; } = [];

    /// <summary>What stands behind the colon of the path's last segment, or in that segment's place.</summary>
    public string Operation => _addressed.Operation ?? "";

    /// <summary>Where the address names a model, the body's is not looked at.</summary>
    public string? Model => _addressed.Model ?? Text("model") ?? Query.GetValueOrDefault("model") ?? Query.GetValueOrDefault("deployment");

    public bool Stream => _addressed.Streams ?? (Member("stream").ValueKind == JsonValueKind.True);

    public bool WantsUsage => Member("stream_options").At("include_usage").ValueKind == JsonValueKind.True;

    public int Choices => Math.Max(1, Number("n") ?? 1);

    public int? MaxTokens => Number("max_completion_tokens") ?? Number("max_output_tokens") ?? Number("max_tokens");

    /// <summary>Whether the provider is to keep the answer, as it does unless told otherwise.</summary>
    public bool Store => Member("store").ValueKind != JsonValueKind.False;

    public JsonElement Member(string name) => Body.At(name);

    public string? Text(string name) => Member(name).AsText();

    public int? Number(string name) => Member(name).AsNumber();
}
