using System.Text.Json.Nodes;
using AiGateway.FakeProvider.Control;

namespace AiGateway.FakeProvider.Provider;

/// <summary>What an answer says in any dialect: its thoughts, the pieces of its text, how it ends, what it costs.</summary>
internal sealed class TextPlan
{
    private const int UsualThoughts = 3;

    public TextPlan(Asked asked, Answer answer)
    {
        string[] words = answer.Text is { } text
            ? Words.Of(text)
            : [.. Enumerable.Range(1, answer.Events * answer.TokensPerEvent).Select(i => $"word{i}")];
        var stopAt = Array.FindIndex(words, word => asked.Stops.Any(stop => word.Contains(stop, StringComparison.Ordinal)));
        if (stopAt >= 0)
        {
            StoppedBy = asked.Stops.First(stop => words[stopAt].Contains(stop, StringComparison.Ordinal));
            words = words[..stopAt];
        }
        IsCapped = asked.MaxTokens < words.Length;
        if (IsCapped)
            (words, StoppedBy) = (words[..Math.Max(0, asked.MaxTokens!.Value)], null);

        Pieces = [.. words.Chunk(answer.TokensPerEvent).Select((chunk, i) => (i == 0 ? "" : " ") + string.Join(' ', chunk))];
        Tools = answer.ToolCall is { } one ? [.. answer.ToolCalls, one] : answer.ToolCalls;
        SaysText = Tools.Count == 0 || answer.Text is not null;
        Finish = answer.FinishReason ?? (Tools.Count > 0 ? "tool_calls" : IsCapped ? "length" : "stop");
        PromptTokens = asked.PromptTokens;
        CompletionTokens = (Tools.Count > 0 ? Tools.Sum(tool => Words.Of(tool.Arguments).Length) : words.Length) * asked.Choices;
        CachedTokens = answer.CachedTokens;
        CacheWriteTokens = answer.CacheWriteTokens;
        ReasoningTokens = answer.ReasoningTokens > 0 || !asked.Thinks ? answer.ReasoningTokens : UsualThoughts;
        Thoughts = asked.Thinks ? [.. Enumerable.Range(1, ReasoningTokens).Select(i => i == 1 ? "thought1" : $" thought{i}")] : [];
    }

    /// <summary>The pieces of the thoughts; none when they were not asked for.</summary>
    public IReadOnlyList<string> Thoughts { get; }

    public IReadOnlyList<string> Pieces { get; }

    public string Text => string.Concat(Pieces);

    /// <summary>False when calls of functions are all there is.</summary>
    public bool SaysText { get; }

    public IReadOnlyList<ToolCall> Tools { get; }

    /// <summary>In OpenAI's words.</summary>
    public string Finish { get; }

    /// <summary>True when the caller's cap has cut it short.</summary>
    public bool IsCapped { get; }

    /// <summary>The caller's text that ended it, if one did.</summary>
    public string? StoppedBy { get; }

    public int PromptTokens { get; }

    public int CompletionTokens { get; }

    public int CachedTokens { get; }

    public int CacheWriteTokens { get; }

    public int ReasoningTokens { get; }

    /// <summary>Reasoning tokens are part of the completion, as at OpenAI.</summary>
    public JsonObject Usage() => UsageOf(CompletionTokens + ReasoningTokens);

    /// <summary>The running total after a part of the answer.</summary>
    public JsonObject UsageAfter(int tokens) => UsageOf(Math.Min(tokens, CompletionTokens) + ReasoningTokens);

    private JsonObject UsageOf(int completion) => new()
    {
        ["prompt_tokens"] = PromptTokens,
        ["completion_tokens"] = completion,
        ["total_tokens"] = PromptTokens + completion,
        ["prompt_tokens_details"] = new JsonObject { ["cached_tokens"] = CachedTokens, ["audio_tokens"] = 0 },
        ["completion_tokens_details"] = new JsonObject { ["reasoning_tokens"] = ReasoningTokens, ["audio_tokens"] = 0 },
    };
}
