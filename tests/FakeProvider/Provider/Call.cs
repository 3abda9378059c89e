using System.Text.Json;

namespace AiGateway.FakeProvider.Provider;

/// <summary>A request as the provider understands it. A member of the wrong type counts as absent.</summary>
internal sealed record Call(string Method, string Path, string? Key, JsonElement Body)
{
    /// <summary>A file that came with it.</summary>
    public UploadedFile? File { get; init; }

    public string? Model => Member("model") is { ValueKind: JsonValueKind.String } model ? model.GetString() : null;

    public bool Stream => Member("stream").ValueKind == JsonValueKind.True;

    public bool WantsUsage =>
        Member("stream_options") is { ValueKind: JsonValueKind.Object } options
        && options.TryGetProperty("include_usage", out var asked)
        && asked.ValueKind == JsonValueKind.True;

    public int Choices => Math.Max(1, Number("n") ?? 1);

    public int? MaxTokens => Number("max_completion_tokens") ?? Number("max_output_tokens") ?? Number("max_tokens");

    /// <summary>Whether the provider is to keep the answer, as it does unless told otherwise.</summary>
    public bool Store => Member("store").ValueKind != JsonValueKind.False;

    public JsonElement Member(string name) =>
        Body.ValueKind == JsonValueKind.Object && Body.TryGetProperty(name, out var value) ? value : default;

    public string? Text(string name) => Member(name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    public int? Number(string name) =>
        Member(name) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt32(out var value) ? value : null;
}
