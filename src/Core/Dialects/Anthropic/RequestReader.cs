using AiGateway.Core.Dialects.Json;

namespace AiGateway.Core.Dialects.Anthropic;

/// <summary>Reads the body of a request.</summary>
internal static class RequestReader
{
    private static readonly string[] Known =
    [
        "model", "messages", "system", "max_tokens", "tools", "tool_choice", "temperature", "top_p", "top_k", "stop_sequences", "stream", "metadata",
        "service_tier", "thinking", "output_config", "output_format", "speed",
    ];

    private static readonly string[] Hints =
    [
        "cache_control", "context_management", "diagnostics", "billing_policy", "anthropic_version", "anthropic_beta", "betas", "user_profile_id", "workspace_id",
    ];

    /// <param name="isCount">True when only the tokens of the prompt are asked for, and the cap on the answer's may be missing.</param>
    public static ChatRequest Read(Field body, bool isCount)
    {
        var unknown = new UnknownFields();
        var model = body["model"].RequiredText();
        if (!isCount && body["max_tokens"].IsAbsent)
            throw DialectException.Missing("max_tokens");
        var turns = new TurnReader(unknown);
        turns.ReadSystem(body["system"]);
        turns.ReadTurns(body["messages"]);
        if (body["speed"] is { IsAbsent: false } speed && speed.Text() != "standard")
            unknown.Add(speed, isHint: true);
        unknown.AddRest(body, Known, Hints);
        var choice = ToolReader.ReadChoice(body["tool_choice"], unknown);
        return new ChatRequest
        {
            Model = model,
            Messages = turns.Messages(),
            Tools = ToolReader.ReadTools(body["tools"], unknown),
            ToolChoice = choice.Choice,
            ParallelToolCalls = choice.Parallel,
            MaxOutputTokens = (int?)body["max_tokens"].Integer(1, int.MaxValue),
            Temperature = body["temperature"].Number(0, 1),
            TopP = body["top_p"].Number(0, 1),
            TopK = (int?)body["top_k"].Integer(0, int.MaxValue),
            Stop = Stop(body["stop_sequences"]),
            Format = OutputReader.ReadFormat(body, unknown),
            Reasoning = OutputReader.ReadReasoning(body, unknown),
            User = User(body["metadata"], unknown),
            ServiceTier = ServiceTier(body["service_tier"]),
            Stream = body["stream"].Flag() ?? false,
            StreamUsage = true,
            Unknown = unknown.All,
        };
    }

    private static List<string> Stop(Field field)
    {
        var stop = new List<string>();
        foreach (var item in field.Items())
            stop.Add(item.RequiredText());
        return stop;
    }

    private static string? User(Field metadata, UnknownFields unknown)
    {
        if (metadata.IsAbsent)
            return null;
        foreach (var (name, field) in metadata.Members())
            if (name != "user_id" && !field.IsAbsent)
                unknown.Add(field, isHint: true);
        return metadata["user_id"].Text();
    }

    private static string? ServiceTier(Field field) => field.Text() switch
    {
        null or "auto" => null,
        "standard_only" => "default",
        _ => throw DialectException.Invalid(field.Path, "expected 'auto' or 'standard_only'"),
    };
}
