namespace AiGateway.Core.Dialects.Bedrock;

/// <summary>A conversation as Converse takes it: the system's words apart, then turns of two who alternate.</summary>
internal sealed class BedrockTurns
{
    private readonly List<ContentPart> _system = [];
    private readonly List<BedrockTurn> _turns = [];

    public BedrockTurns(ChatRequest request)
    {
        foreach (var message in request.Messages)
        {
            HasNames |= message.Name is { Length: > 0 };
            if (message.Role is ChatRole.System or ChatRole.Developer)
                _system.AddRange(message.Parts.Where(IsSaid));
            else
                Add(message);
        }
    }

    public IReadOnlyList<ContentPart> System => _system;

    public IReadOnlyList<BedrockTurn> Turns => _turns;

    public bool HasNames { get; }

    /// <summary>Calls of tools or their results: Converse wants tools declared wherever there are any.</summary>
    public bool HasToolBlocks => _turns.Exists(turn => turn.Parts.Exists(part => part is ToolCallPart or ToolResultPart));

    public static bool IsOwnReasoning(ContentPart part) => part is ReasoningPart { Signature.Maker: Dialect.Bedrock };

    private void Add(ChatMessage message)
    {
        var isAssistant = message.Role == ChatRole.Assistant;
        var last = _turns.Count > 0 ? _turns[^1] : null;
        foreach (var part in message.Parts)
        {
            if (!IsSaid(part))
                continue;
            if (last is null || last.IsAssistant != isAssistant)
                _turns.Add(last = new(isAssistant, []));
            // Results stand before whatever else the user says.
            if (part is ToolResultPart)
                last.Parts.Insert(last.Results++, part);
            else
                last.Parts.Add(part);
        }
    }

    /// <summary>Converse refuses blank texts, and thoughts mean nothing to anyone but their maker.</summary>
    private static bool IsSaid(ContentPart part) => part switch
    {
        TextPart text => !string.IsNullOrWhiteSpace(text.Text),
        RefusalPart refusal => !string.IsNullOrWhiteSpace(refusal.Text),
        ReasoningPart => IsOwnReasoning(part),
        _ => true,
    };
}

/// <summary>What one of the two says before the other does.</summary>
internal sealed class BedrockTurn(bool isAssistant, List<ContentPart> parts)
{
    public bool IsAssistant { get; } = isAssistant;

    public List<ContentPart> Parts { get; } = parts;

    /// <summary>How many results of tools it begins with.</summary>
    public int Results { get; set; }
}
