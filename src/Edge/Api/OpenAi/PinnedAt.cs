using System.Text.Json;
using AiGateway.Core.Pinning;

namespace AiGateway.Edge.Api.OpenAi;

/// <summary>Where something stands in a request that only one account knows.</summary>
/// <param name="Value">The string in the body, quotes included.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Item">Index of the message it is in; -1 for one that is in none.</param>
internal readonly record struct PinnedAt(ByteRange Value, PinKind Kind, int Item)
{
    /// <summary>What a person finds it under.</summary>
    /// <param name="operation">Whose request it is.</param>
    public string Name(Operation operation) => (Kind, Item) switch
    {
        (PinKind.Response or PinKind.Conversation, _) => Member(Kind),
        (PinKind.File, < 0) => operation == Operation.ImageEdits ? "images.file_id" : "tools.file_ids",
        (_, < 0) => $"tools.{Member(Kind)}",
        _ => $"{(operation.IsOfResponses() ? "input" : "messages")}[{Item}]{(Kind == PinKind.Signature ? "" : "." + Member(Kind))}",
    };

    /// <summary>The member that names one of a kind.</summary>
    public static string Member(PinKind kind) => kind switch
    {
        PinKind.Response => "previous_response_id",
        PinKind.Conversation => "conversation",
        PinKind.VectorStore => "vector_store_ids",
        PinKind.Container => "container",
        _ => "file_id",
    };

    /// <summary>What is named: the string itself.</summary>
    public string Text(ReadOnlySpan<byte> body)
    {
        var json = new Utf8JsonReader(Value.Of(body));
        json.Read();
        try
        {
            return json.GetString()!;
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair is nobody's id.
            return "";
        }
    }
}
