using System.Text;
using System.Text.Json;
using AiGateway.Core.Dialects.Json;

namespace AiGateway.Core.Dialects.OpenAiResponses;

/// <summary>Reads the items of a provider's answer. What is no word, thought, call or image is nothing a caller of another dialect asked for.</summary>
internal static class OutputReader
{
    /// <param name="logprobs">Takes the probabilities of its tokens.</param>
    public static void Item(JsonElement item, List<ContentPart> parts, List<JsonElement> logprobs)
    {
        switch (item.TextOf("type"))
        {
            case "message":
                foreach (var part in item.ItemsOf("content"))
                    Content(part, parts, logprobs);
                break;
            case "function_call":
                parts.Add(Call(item, parts.Count));
                break;
            case "reasoning":
                var text = Thoughts(item);
                var seal = item.TextOf("encrypted_content") is { Length: > 0 } value ? new ThoughtSignature(Dialect.OpenAiResponses, value) : null;
                if (text.Length > 0 || seal is not null)
                    parts.Add(new ReasoningPart(text) { Signature = seal, IsRedacted = text.Length == 0 });
                break;
            case "image_generation_call" when item.TextOf("result") is { Length: > 0 } data:
                parts.Add(new ImagePart(Image(item, data)));
                break;
        }
    }

    /// <param name="ordinal">Makes an id for a provider that gave none.</param>
    public static ToolCallPart Call(JsonElement item, int ordinal)
    {
        var id = item.TextOf("call_id") is { Length: > 0 } named ? named : item.TextOf("id") is { Length: > 0 } own ? own : $"call_{ordinal}";
        return new(id, item.TextOf("name") ?? "", item.TextOf("arguments") is { Length: > 0 } arguments ? arguments : "{}");
    }

    public static MediaSource.Base64 Image(JsonElement item, string data) =>
        new(item.TextOf("output_format") is { Length: > 0 } format ? $"image/{format}" : "image/png", data);

    /// <summary>The summary; where there is none, the thoughts themselves, which open models give.</summary>
    public static string Thoughts(JsonElement item)
    {
        var text = new StringBuilder();
        Append(item.ItemsOf("summary"));
        if (text.Length == 0)
            Append(item.ItemsOf("content"));
        return text.ToString();

        void Append(JsonElement.ArrayEnumerator parts)
        {
            foreach (var part in parts)
            {
                if (part.TextOf("text") is { Length: > 0 } piece)
                    text.Append(text.Length > 0 ? "\n\n" : "").Append(piece);
            }
        }
    }

    private static void Content(JsonElement part, List<ContentPart> parts, List<JsonElement> logprobs)
    {
        switch (part.TextOf("type"))
        {
            case "output_text" or "text":
                parts.Add(new TextPart(part.TextOf("text") ?? "") { Annotations = AnnotationJson.Copy(part.Member("annotations")) });
                foreach (var token in part.ItemsOf("logprobs"))
                    logprobs.Add(token);
                break;
            case "refusal":
                parts.Add(new RefusalPart(part.TextOf("refusal") ?? ""));
                break;
        }
    }
}
