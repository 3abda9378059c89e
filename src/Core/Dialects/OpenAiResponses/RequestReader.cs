using System.Text.Json;
using AiGateway.Core.Dialects.Json;

namespace AiGateway.Core.Dialects.OpenAiResponses;

/// <summary>Reads a client's request.</summary>
internal static class RequestReader
{
    private static readonly string[] Known =
    [
        "model", "input", "instructions", "tools", "tool_choice", "parallel_tool_calls", "max_output_tokens", "temperature", "top_p", "top_logprobs",
        "text", "reasoning", "include", "metadata", "user", "safety_identifier", "prompt_cache_key", "service_tier", "stream", "stream_options",
        "store", "background", "truncation",
    ];

    // Calls of tools are counted for hosted ones only, and compaction, like truncation, only helps where the context is full.
    private static readonly string[] Hints = ["prompt_cache_retention", "prompt_cache_options", "max_tool_calls", "context_management", "client_metadata"];

    public static ChatRequest Read(Field root)
    {
        var unknown = new UnknownFields();
        var model = root["model"].RequiredText();
        var input = new InputReader(unknown);
        input.AddInstructions(root["instructions"]);
        if (root["input"].IsAbsent && root["prompt"].IsAbsent && root["previous_response_id"].IsAbsent && root["conversation"].IsAbsent)
            throw DialectException.Missing("input");
        input.Add(root["input"]);
        var tools = ToolReader.Tools(root["tools"], unknown);
        var choice = ToolReader.Choice(root["tool_choice"], unknown);
        var logprobs = Include(root["include"], unknown);
        var topLogprobs = root["top_logprobs"];
        var likely = (int?)topLogprobs.Integer(0, 20);
        if (!logprobs && likely > 0)
            unknown.Add(topLogprobs, isHint: true);
        var text = root["text"];
        var said = text.IsAbsent ? default : TextSettings.Read(text, unknown);
        var reasoning = root["reasoning"];
        var (user, safety) = (root["user"], root["safety_identifier"]);
        if (user.Text() is { } name && safety.Text() is { } identifier && name != identifier)
            unknown.Add(user, isHint: true);
        Switches(root, unknown);
        unknown.AddRest(root, Known, Hints);
        return new ChatRequest
        {
            Model = model,
            Messages = input.Take(),
            Tools = tools,
            ToolChoice = choice,
            ParallelToolCalls = root["parallel_tool_calls"].Flag() is false ? false : null,
            MaxOutputTokens = (int?)root["max_output_tokens"].Integer(1, int.MaxValue),
            Temperature = root["temperature"].Number(0, 2),
            TopP = root["top_p"].Number(0, 1),
            Logprobs = logprobs,
            TopLogprobs = logprobs ? likely : null,
            Format = said.Format,
            Verbosity = said.Verbosity,
            Reasoning = reasoning.IsAbsent ? null : TextSettings.Reasoning(reasoning, unknown),
            User = safety.Text() ?? user.Text(),
            ServiceTier = root["service_tier"].Text() is { } tier and not "auto" ? tier : null,
            CacheKey = root["prompt_cache_key"].Text(),
            Metadata = root["metadata"].Object(),
            Store = root["store"].Flag() is false ? false : null,
            Stream = root["stream"].Flag() ?? false,
            StreamUsage = true,
            Unknown = unknown.All,
        };
    }

    /// <summary>Members with a default that is as good as silence.</summary>
    private static void Switches(Field root, UnknownFields unknown)
    {
        var background = root["background"];
        if (background.Flag() is true)
            unknown.Add(background);
        var truncation = root["truncation"];
        if (truncation.Text() is { } how and not "disabled")
        {
            if (how != "auto")
                throw DialectException.Invalid(truncation.Path, "expected auto or disabled");
            unknown.Add(truncation, isHint: true);
        }
        // Padding against eavesdroppers is never written; to say so is no request.
        var options = root["stream_options"];
        if (!options.IsAbsent)
            unknown.AddRest(options, ["include_obfuscation"], ["include_usage"]);
    }

    /// <returns>Whether log probabilities are wanted.</returns>
    private static bool Include(Field include, UnknownFields unknown)
    {
        var logprobs = false;
        foreach (var item in include.Items())
        {
            switch (item.RequiredText())
            {
                case "message.output_text.logprobs":
                    logprobs = true;
                    break;
                case "reasoning.encrypted_content":
                    // They are always given: clients that keep their own turns need them.
                    break;
                default:
                    // All others are of hosted tools, which are refused where they are asked for.
                    unknown.Add(item, isHint: true);
                    break;
            }
        }
        return logprobs;
    }
}
