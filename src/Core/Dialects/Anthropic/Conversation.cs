namespace AiGateway.Core.Dialects.Anthropic;

/// <summary>A conversation as this dialect has it: what the system says apart, and turns that alternate.</summary>
/// <param name="System">Text only.</param>
/// <param name="Turns">At least one.</param>
internal sealed record Conversation(IReadOnlyList<TextPart> System, IReadOnlyList<Turn> Turns)
{
    public static Conversation Of(ChatRequest request, Omissions omissions)
    {
        var system = new List<TextPart>();
        var turns = new List<Turn>();
        foreach (var message in request.Messages)
        {
            if (message.Name is not null)
                omissions.Drop(RequestField.MessageName);
            if (message.Role is ChatRole.System or ChatRole.Developer)
                AddSystem(message, system, omissions);
            else
                AddTurn(message, turns);
        }
        // The provider wants somebody to have spoken.
        if (turns.Count == 0)
            throw omissions.Refuse("messages");
        foreach (var turn in turns)
            PutResultsFirst(turn.Parts);
        TrimOpening(turns[^1]);
        return new Conversation(system, turns);
    }

    private static void AddSystem(ChatMessage message, List<TextPart> system, Omissions omissions)
    {
        foreach (var part in message.Parts)
        {
            if (part is not TextPart text)
                throw omissions.Refuse(part.Path);
            if (!string.IsNullOrWhiteSpace(text.Text))
                system.Add(text);
        }
    }

    private static void AddTurn(ChatMessage message, List<Turn> turns)
    {
        foreach (var part in message.Parts)
        {
            if (!IsSpoken(part))
                continue;
            if (turns.Count == 0 || turns[^1].Role != message.Role)
                turns.Add(new Turn(message.Role, []));
            turns[^1].Parts.Add(part);
        }
    }

    /// <summary>The provider refuses blank text, and thoughts that are not signed by itself.</summary>
    private static bool IsSpoken(ContentPart part) => part switch
    {
        TextPart { Text: var text } => !string.IsNullOrWhiteSpace(text),
        RefusalPart { Text: var text } => !string.IsNullOrWhiteSpace(text),
        ReasoningPart thoughts => thoughts.Signature?.Maker == Dialect.Anthropic,
        _ => true,
    };

    private static void PutResultsFirst(List<ContentPart> parts)
    {
        var results = 0;
        for (var i = 0; i < parts.Count; i++)
        {
            if (parts[i] is not ToolResultPart result)
                continue;
            if (i > results)
            {
                parts.RemoveAt(i);
                parts.Insert(results, result);
            }
            results++;
        }
    }

    /// <summary>An answer begun for the model must not end in white space.</summary>
    private static void TrimOpening(Turn last)
    {
        if (last is { Role: ChatRole.Assistant, Parts: [.., TextPart text] })
            last.Parts[^1] = text with { Text = text.Text.TrimEnd() };
    }
}
