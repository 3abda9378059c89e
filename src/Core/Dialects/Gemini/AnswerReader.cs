using System.Text.Json;

namespace AiGateway.Core.Dialects.Gemini;

/// <summary>A provider's whole answer.</summary>
internal static class AnswerReader
{
    /// <returns>Null when it is none.</returns>
    public static ChatAnswer? Read(JsonElement root)
    {
        if (root.Get("error"u8).ValueKind != JsonValueKind.Undefined)
            return null;
        var id = root.GetText("responseId"u8);
        var choices = new List<ChatChoice>();
        foreach (var candidate in root.GetItems("candidates"u8))
            choices.Add(ReadCandidate(candidate, choices.Count, id));
        if (choices.Count == 0)
        {
            if (!AnswerHead.IsBlocked(root))
                return null;
            choices.Add(new ChatChoice(0, [], FinishReason.ContentFilter));
        }
        return new ChatAnswer
        {
            Id = id,
            Model = root.GetText("modelVersion"u8),
            Created = AnswerHead.Created(root),
            Choices = choices,
            Usage = GeminiUsage.Read(root),
        };
    }

    private static ChatChoice ReadCandidate(JsonElement candidate, int place, string? id)
    {
        var ids = new CallIds(id);
        var read = new List<ContentPart>();
        foreach (var part in candidate.Get("content"u8).GetItems("parts"u8))
            AnswerPartReader.Read(part, ids, read);
        var joined = new JoinedParts();
        var calls = false;
        foreach (var part in read)
        {
            calls |= part is ToolCallPart;
            joined.Add(part);
        }
        return new ChatChoice(place, joined.ToList(), GeminiFinish.Read(candidate.GetText("finishReason"u8), calls))
        {
            Logprobs = GeminiLogprobs.Read(candidate),
        };
    }
}
