using AiGateway.Edge.Api.OpenAi;

namespace AiGateway.Edge.Pipeline;

/// <summary>Puts the output cap that a caller's limits leave into what the provider is sent.</summary>
internal static class OutputCaps
{
    /// <summary>Models that refuse the older name of the cap.</summary>
    private static readonly string[] NewerName = ["o1", "o3", "o4", "gpt-5"];

    public static RequestChanges Changes(Exchange call, Attempt attempt) => new()
    {
        Model = attempt.Hop.Model,
        AskUsage = true,
        OutputCap = call.OutputCap,
        CapMember = call.Operation == OpenAiOperation.ChatCompletions && Array.Exists(NewerName, name => attempt.Hop.Model.StartsWith(name, StringComparison.Ordinal))
            ? "max_completion_tokens"
            : "max_tokens",
    };
}
