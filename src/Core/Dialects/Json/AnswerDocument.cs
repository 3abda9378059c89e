using System.Text.Json;

namespace AiGateway.Core.Dialects.Json;

/// <summary>What a provider sent, read whole: nobody can be told of its mistakes, so what cannot be read is no answer.</summary>
internal static class AnswerDocument
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 64 };

    /// <param name="read">Makes of the document's object what it stands for, or null; may throw what <see cref="JsonElement"/> throws for another type.</param>
    public static T? Read<T>(ReadOnlySpan<byte> json, Func<JsonElement, T?> read)
        where T : class
    {
        try
        {
            var root = JsonElement.Parse(AnswerBytes.Mend(json) ?? json, Options);
            return root.ValueKind == JsonValueKind.Object ? read(root) : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }
}
