namespace AiGateway.FakeProvider.Provider;

/// <summary>What a request for text asks for, whatever its dialect.</summary>
internal sealed record Asked(int PromptTokens, int? MaxTokens)
{
    private static readonly string[] PromptMembers = ["messages", "prompt", "input", "instructions"];

    public int Choices { get; init; } = 1;

    /// <summary>Whether the answer is to begin with thoughts.</summary>
    public bool Thinks { get; init; }

    /// <summary>Texts before which the answer ends.</summary>
    public IReadOnlyList<string> Stops { get; init; } = [];

    /// <summary>In OpenAI's words.</summary>
    public static Asked Of(Call call) =>
        new(PromptMembers.Sum(name => Words.In(call.Member(name))), call.MaxTokens) { Choices = call.Choices };
}
