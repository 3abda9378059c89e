using AiGateway.Edge.Api;
using AiGateway.Edge.Api.OpenAi;
using AiGateway.Edge.Pipeline.Routing;

namespace AiGateway.Edge.Pipeline.Sending;

/// <summary>Puts the output cap that a caller's limits leave into what the provider is sent.</summary>
internal static class OutputCaps
{
    /// <summary>Models that refuse the older name of the cap.</summary>
    private static readonly string[] NewerName = ["o1", "o3", "o4", "gpt-5"];

    public static RequestChanges Changes(Exchange call, Attempt attempt) => new()
    {
        Model = attempt.Hop.Model,
        AskUsage = attempt.Provider.Traits.StreamUsage,
        OutputCap = Left(call),
        Continuation = call.Partial is { Continues: true } partial && attempt.Hop.Target.Continues is { } style ? new Continuation(style, partial.Text.Memory) : null,
        Values = call.Values,
        CapMember = call.Operation switch
        {
            Operation.Responses => "max_output_tokens",
            Operation.ChatCompletions when attempt.Provider.Traits.MaxTokensField is { } known => known,
            Operation.ChatCompletions when Array.Exists(NewerName, name => attempt.Hop.Model.StartsWith(name, StringComparison.Ordinal)) => "max_completion_tokens",
            _ => "max_tokens",
        },
    };

    /// <summary>What was said before an answer broke off counts as part of it.</summary>
    private static int? Left(Exchange call) => call.Partial is { Continues: true } partial && (call.OutputCap ?? call.AskedCap) is { } cap
        ? (int)Math.Max(1, cap - partial.Spent.Completion)
        : call.OutputCap;
}
