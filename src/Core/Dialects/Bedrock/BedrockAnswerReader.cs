using System.Text;
using System.Text.Json;
using AiGateway.Core.Dialects.Json;

namespace AiGateway.Core.Dialects.Bedrock;

internal static class BedrockAnswerReader
{
    public static ChatAnswer? Read(ReadOnlySpan<byte> body) => AnswerDocument.Read(body, static answer =>
    {
        if (answer.Member("output")?.Member("message")?.Array("content") is not { } content)
            return null;
        var parts = Parts(content);
        var finish = StopReasons.Read(answer.Text("stopReason"), parts.Exists(part => part is ToolCallPart));
        return new ChatAnswer
        {
            Choices = [new ChatChoice(0, parts, finish) { StopSequence = StopReasons.Sequence(answer) }],
            Usage = BedrockUsage.Read(answer),
            ServiceTier = answer.Member("serviceTier")?.Text("type"),
            Model = answer.Member("trace")?.Member("promptRouter")?.Text("invokedModelId"),
        };
    });

    private static List<ContentPart> Parts(JsonElement content)
    {
        var parts = new List<ContentPart>();
        foreach (var block in content.EnumerateArray())
        {
            if (block.Text("text") is { } text)
                parts.Add(new TextPart(text));
            else if (block.Member("toolUse") is { } call)
                AddCall(call, parts);
            else if (block.Member("reasoningContent") is { } reasoning)
                AddReasoning(reasoning, parts);
            else if (block.Member("citationsContent") is { } cited)
                parts.Add(new TextPart(Cited(cited)) { Annotations = cited.Array("citations") });
            else if (block.Member("image") is { } image)
                AddImage(image, parts);
        }
        return parts;
    }

    /// <summary>A call with a type of its own is one that Bedrock itself answers.</summary>
    private static void AddCall(JsonElement call, List<ContentPart> parts)
    {
        if (call.Text("type") is null && call.Text("name") is { Length: > 0 } name)
            parts.Add(new ToolCallPart(call.Text("toolUseId") is { Length: > 0 } id ? id : $"tooluse_{parts.Count}", name, call.Any("input")?.GetRawText() ?? "{}"));
    }

    private static void AddReasoning(JsonElement reasoning, List<ContentPart> parts)
    {
        if (reasoning.Member("reasoningText") is { } thoughts)
        {
            parts.Add(new ReasoningPart(thoughts.Text("text") ?? "")
            {
                Signature = thoughts.Text("signature") is { Length: > 0 } signature ? new(Dialect.Bedrock, signature) : null,
            });
        }
        else if (reasoning.Text("redactedContent") is { Length: > 0 } redacted)
        {
            parts.Add(new ReasoningPart("") { Signature = new(Dialect.Bedrock, redacted), IsRedacted = true });
        }
    }

    private static string Cited(JsonElement cited)
    {
        var text = new StringBuilder();
        if (cited.Array("content") is { } content)
        {
            foreach (var piece in content.EnumerateArray())
                text.Append(piece.Text("text"));
        }
        return text.ToString();
    }

    private static void AddImage(JsonElement image, List<ContentPart> parts)
    {
        if (image.Member("source")?.Text("bytes") is { Length: > 0 } bytes)
            parts.Add(new ImagePart(new MediaSource.Base64(MediaFormats.Images.TypeOf(image.Text("format") ?? "png") ?? "image/png", bytes)));
    }
}
