namespace AiGateway.Core.Dialects.Bedrock;

/// <summary>All that is decided before a request is written; what cannot be said has been refused by then.</summary>
internal sealed class BedrockPlan
{
    /// <summary>Left for the answer itself beside a budget for thoughts when the caller sets no cap.</summary>
    private const int AnswerTokens = 8_192;

    public BedrockPlan(ChatRequest request, in TargetTraits target, Omissions omissions)
    {
        (Request, Omissions) = (request, omissions);
        Unsayable.Check(request, omissions);
        Model = ModelTraits.Of(target.Model);
        Turns = new BedrockTurns(request);
        if (Turns.HasNames)
            omissions.Drop(RequestField.MessageName);
        MaxTokens = target.Cap(request.MaxOutputTokens);
        Reasoning = ReasoningPlan.Of(request, Model, MaxTokens, omissions);
        // What Bedrock takes by default can be less than the budget.
        if (Reasoning.Mode == ThinkingMode.Budget)
            MaxTokens ??= Reasoning.Budget + AnswerTokens;
        Sampling = SamplingPlan.Of(request, Model, Reasoning.IsThinking, omissions);
        Tools = ToolPlan.Of(request, Turns, Model, Reasoning.IsThinking, omissions);
    }

    public ChatRequest Request { get; }

    public Omissions Omissions { get; }

    public ModelTraits Model { get; }

    public BedrockTurns Turns { get; }

    public int? MaxTokens { get; }

    public ReasoningPlan Reasoning { get; }

    public SamplingPlan Sampling { get; }

    public ToolPlan Tools { get; }

    public DocumentNames Documents { get; } = new();
}
