namespace AiGateway.Core.Dialects.Bedrock;

/// <summary>Which tools are declared, and how free the model is with them.</summary>
/// <param name="Declared">None leaves tools out.</param>
/// <param name="Choice">Null leaves it to the model.</param>
/// <param name="IsSingle">Whether only one may be called at a time, which is said in Claude's own words.</param>
internal sealed record ToolPlan(IReadOnlyList<ToolDefinition> Declared, ToolChoice? Choice, bool IsSingle)
{
    private const string Nameless = "tool";

    public static ToolPlan Of(ChatRequest request, BedrockTurns turns, ModelTraits model, bool isThinking, Omissions omissions)
    {
        var isForbidden = request.ToolChoice?.Mode == ToolChoiceMode.None;
        if (isForbidden && !turns.HasToolBlocks)
            return new([], null, false);
        if (request.Tools.Count == 0)
            return new(turns.HasToolBlocks ? Mentioned(turns) : [], null, false);
        if (isForbidden)
        {
            omissions.Drop(RequestField.ToolChoice);
            return new(request.Tools, null, false);
        }

        var choice = request.ToolChoice is { Mode: ToolChoiceMode.Required or ToolChoiceMode.Named } forced ? forced : null;
        if (choice is not null && isThinking)
        {
            omissions.Drop(RequestField.ToolChoice);
            choice = null;
        }
        var isSingle = request.ParallelToolCalls == false && model.CanCallSingly;
        if (request.ParallelToolCalls == false && !isSingle)
            omissions.Drop(RequestField.ParallelToolCalls);
        return new(request.Tools, choice, isSingle);
    }

    /// <summary>Converse refuses calls and results of tools it is told nothing of.</summary>
    private static List<ToolDefinition> Mentioned(BedrockTurns turns)
    {
        var names = new List<string>();
        foreach (var part in turns.Turns.SelectMany(turn => turn.Parts))
        {
            var name = part is ToolCallPart call ? call.Name : (part as ToolResultPart)?.Name;
            if (!string.IsNullOrEmpty(name) && !names.Contains(name))
                names.Add(name);
        }
        if (names.Count == 0)
            names.Add(Nameless);
        return names.ConvertAll(name => new ToolDefinition(name, null, null));
    }
}
