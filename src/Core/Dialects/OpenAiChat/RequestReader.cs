using System.Text.Json;
using AiGateway.Core.Dialects.Json;

namespace AiGateway.Core.Dialects.OpenAiChat;

/// <summary>Reads the body of a request.</summary>
internal static class RequestReader
{
    private static readonly string[] Known =
    [
        "model", "messages", "tools", "functions", "tool_choice", "function_call", "parallel_tool_calls", "max_tokens", "max_completion_tokens",
        "temperature", "top_p", "top_k", "stop", "seed", "frequency_penalty", "presence_penalty", "n", "logprobs", "top_logprobs", "response_format",
        "reasoning_effort", "reasoning", "thinking", "enable_thinking", "thinking_budget", "include_reasoning", "reasoning_format", "user",
        "safety_identifier", "service_tier", "verbosity", "prompt_cache_key", "metadata", "stream", "stream_options", "modalities", "logit_bias", "store",
        "prediction",
    ];

    private static readonly string[] All = [.. Known, .. SamplingFields.Hints];

    public static ChatRequest Read(Field root)
    {
        var unknown = new UnknownFields();
        var tools = new ToolsReader(unknown);
        var hasLogprobs = root["logprobs"].Flag() ?? false;
        var streamOptions = root["stream_options"];
        ReadRest(root, unknown);
        return new ChatRequest
        {
            Model = root["model"].RequiredText(),
            Messages = new MessagesReader(unknown).Read(root["messages"]),
            Tools = tools.Definitions(root["tools"], root["functions"]),
            ToolChoice = tools.Choice(root["tool_choice"]) ?? tools.LegacyChoice(root["function_call"]),
            LegacyFunctions = root["tools"].IsAbsent && !root["functions"].IsAbsent,
            ParallelToolCalls = root["parallel_tool_calls"].Flag() is false ? false : null,
            MaxOutputTokens = Cap(root),
            Temperature = root["temperature"].Number(0, 2),
            TopP = SamplingFields.TopP(root["top_p"]),
            TopK = SamplingFields.TopK(root["top_k"]),
            Stop = SamplingFields.Stops(root["stop"]),
            Seed = root["seed"].Integer(long.MinValue, long.MaxValue),
            FrequencyPenalty = SamplingFields.Penalty(root["frequency_penalty"]),
            PresencePenalty = SamplingFields.Penalty(root["presence_penalty"]),
            N = SamplingFields.N(root["n"]),
            Logprobs = hasLogprobs,
            TopLogprobs = TopLogprobs(root["top_logprobs"], hasLogprobs),
            Format = FormatReader.Read(root["response_format"], unknown),
            Reasoning = ReasoningReader.Read(root),
            User = root["user"].Text() ?? root["safety_identifier"].Text(),
            ServiceTier = root["service_tier"].Text() is { } tier and not "auto" ? tier : null,
            Verbosity = root["verbosity"].Text() is { } verbosity and not "medium" ? verbosity : null,
            CacheKey = root["prompt_cache_key"].Text(),
            Metadata = root["metadata"].Object(),
            Stream = root["stream"].Flag() ?? false,
            StreamUsage = !streamOptions.IsAbsent && (streamOptions["include_usage"].Flag() ?? false),
            Unknown = unknown.All,
        };
    }

    /// <summary>The older of the two names counts as well: where both are there, the smaller one is safe.</summary>
    private static int? Cap(Field root)
    {
        var older = (int?)root["max_tokens"].Integer(1, int.MaxValue);
        var newer = (int?)root["max_completion_tokens"].Integer(1, int.MaxValue);
        return older is { } a && newer is { } b ? Math.Min(a, b) : newer ?? older;
    }

    private static int? TopLogprobs(Field field, bool hasLogprobs)
    {
        var count = (int?)field.Integer(0, 20);
        return count is > 0 && !hasLogprobs ? throw DialectException.Invalid(field.Path, "it needs 'logprobs' to be true") : hasLogprobs ? count : null;
    }

    private static void ReadRest(Field root, UnknownFields unknown)
    {
        unknown.Add(root["prediction"], isHint: true);
        if (root["store"].Flag() is true)
            unknown.Add(root["store"], isHint: true);
        if (root["modalities"] is { IsAbsent: false } modalities && modalities.Items().Exists(static item => item.Text() != "text"))
            unknown.Add(modalities);
        SamplingFields.ReadRest(root, unknown);
        unknown.AddRest(root, All);
    }
}
