using System.Text.Json;
using AiGateway.Core.Dialects.Json;
using AiGateway.Core.Dialects.OpenAiChat;

namespace AiGateway.Core.Dialects.OpenAiCompletions;

/// <summary>Reads the body of a request.</summary>
internal static class RequestReader
{
    private static readonly string[] Known =
    [
        "model", "prompt", "suffix", "max_tokens", "temperature", "top_p", "top_k", "n", "best_of", "stream", "stream_options", "logprobs", "echo", "stop",
        "presence_penalty", "frequency_penalty", "logit_bias", "user", "safety_identifier", "seed", "service_tier", "prompt_cache_key", "metadata",
        .. SamplingFields.Hints,
    ];

    public static ChatRequest Read(Field root)
    {
        var unknown = new UnknownFields();
        var prompt = Prompt(root["prompt"]);
        var n = SamplingFields.N(root["n"]);
        // OpenAI itself takes 5, servers of one's own more.
        var logprobs = (int?)root["logprobs"].Integer(0, 20);
        var echo = root["echo"].Flag() is true;
        var streamOptions = root["stream_options"];
        ReadRest(root, n ?? 1, repeatsProbabilities: echo && logprobs is not null, unknown);
        return new ChatRequest
        {
            Model = root["model"].RequiredText(),
            Messages = [new ChatMessage(ChatRole.User, [new TextPart(prompt)])],
            MaxOutputTokens = (int?)root["max_tokens"].Integer(1, int.MaxValue) ?? CompletionsCodec.UsualCap,
            Temperature = root["temperature"].Number(0, 2),
            TopP = SamplingFields.TopP(root["top_p"]),
            TopK = SamplingFields.TopK(root["top_k"]),
            Stop = SamplingFields.Stops(root["stop"]),
            Seed = root["seed"].Integer(long.MinValue, long.MaxValue),
            FrequencyPenalty = SamplingFields.Penalty(root["frequency_penalty"]),
            PresencePenalty = SamplingFields.Penalty(root["presence_penalty"]),
            N = n,
            Logprobs = logprobs is not null,
            TopLogprobs = logprobs is > 0 ? logprobs : null,
            User = root["user"].Text() ?? root["safety_identifier"].Text(),
            ServiceTier = root["service_tier"].Text() is { } tier and not "auto" ? tier : null,
            CacheKey = root["prompt_cache_key"].Text(),
            Metadata = root["metadata"].Object(),
            Echo = echo ? prompt : null,
            Stream = root["stream"].Flag() ?? false,
            StreamUsage = !streamOptions.IsAbsent && (streamOptions["include_usage"].Flag() ?? false),
            Unknown = unknown.All,
        };
    }

    private static string Prompt(Field prompt)
    {
        if (prompt.Value.ValueKind != JsonValueKind.Array)
            return prompt.RequiredText();
        var items = prompt.Items();
        if (items.Count == 0)
            throw DialectException.Invalid(prompt.Path, "it is empty");
        // Tokens of one prompt, or those of several.
        if (items[0].Value.ValueKind is JsonValueKind.Number or JsonValueKind.Array)
            throw DialectException.Unsupported(prompt.Path, "it holds tokens, and the provider of this model takes text only");
        if (items.Count > 1)
            throw DialectException.Unsupported(prompt.Path, "it holds several prompts, and the provider of this model takes one a call");
        return items[0].RequiredText();
    }

    /// <param name="repeatsProbabilities">True when the probabilities of the prompt's own tokens are wanted, which no chat can tell.</param>
    private static void ReadRest(Field root, int n, bool repeatsProbabilities, UnknownFields unknown)
    {
        if (root["suffix"].Text() is { Length: > 0 })
            unknown.Add(root["suffix"]);
        if (root["best_of"].Integer(1, 128) is { } best && best != n)
            unknown.Add(root["best_of"]);
        if (repeatsProbabilities)
            unknown.Add(root["echo"]);
        SamplingFields.ReadRest(root, unknown);
        unknown.AddRest(root, Known);
    }
}
