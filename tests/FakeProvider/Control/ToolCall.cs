using System.Text.Json;
using System.Text.Json.Nodes;

namespace AiGateway.FakeProvider.Control;

/// <summary>Answer with a call of this function instead of text.</summary>
internal sealed record ToolCall
{
    private const int CharactersPerPiece = 8;

    public required string Name { get; init; }

    /// <summary>JSON, as text. Streams carry the text as it is, even if it is not JSON or only the beginning of it.</summary>
    public string Arguments { get; init; } = "{}";

    /// <summary>The arguments where a dialect wants an object; what is none is an empty one.</summary>
    public JsonObject Input()
    {
        try
        {
            return JsonNode.Parse(Arguments) as JsonObject ?? [];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    /// <summary>The text in the pieces of a stream; none when there are no arguments.</summary>
    public IEnumerable<string> Pieces() =>
        Arguments is "" or "{}" ? [] : Arguments.Chunk(CharactersPerPiece).Select(characters => new string(characters));
}
