namespace AiGateway.Core.Dialects.Bedrock;

/// <summary>A turn of the model's that called tools, and the results it now waits for.</summary>
internal static class ToolLoop
{
    /// <summary>
    /// True when the last turn of the model's called tools and holds no thoughts of this dialect. Claude refuses to go on
    /// thinking then; most clients never see the thoughts, so they cannot send them back.
    /// </summary>
    public static bool HasLostItsThoughts(ChatRequest request)
    {
        var last = request.Messages.LastOrDefault(message => message.Role == ChatRole.Assistant);
        return last is not null && last.Parts.Any(part => part is ToolCallPart) && !last.Parts.Any(BedrockTurns.IsOwnReasoning);
    }
}
