using System.Text.Json;
using System.Text.Json.Nodes;
using AiGateway.FakeProvider.Control;

namespace AiGateway.FakeProvider.Provider;

/// <summary>What a chat or completion answer says: the pieces of its text, how it finishes, what it costs.</summary>
internal sealed class TextPlan
{
    public TextPlan(Call call, Answer answer)
    {
        string[] words = answer.Text is { } text
            ? Words.Of(text)
            : [.. Enumerable.Range(1, answer.Events * answer.TokensPerEvent).Select(i => $"word{i}")];
        var isCapped = call.MaxTokens < words.Length;
        if (isCapped)
            words = words[..Math.Max(0, call.MaxTokens!.Value)];

        Pieces = [.. words.Chunk(answer.TokensPerEvent).Select((chunk, i) => (i == 0 ? "" : " ") + string.Join(' ', chunk))];
        Tool = answer.ToolCall;
        Finish = answer.FinishReason ?? (Tool is not null ? "tool_calls" : isCapped ? "length" : "stop");
        PromptTokens = new[] { "messages", "prompt", "input", "instructions" }.Sum(name => Words.In(call.Member(name)));
        IsCapped = isCapped;
        CompletionTokens = (Tool is not null ? Words.Of(Tool.Arguments).Length : words.Length) * call.Choices;
        CachedTokens = answer.CachedTokens;
        ReasoningTokens = answer.ReasoningTokens;
    }

    public IReadOnlyList<string> Pieces { get; }

    public string Text => string.Concat(Pieces);

    public ToolCall? Tool { get; }

    public string Finish { get; }

    /// <summary>True when the caller's cap has cut it short.</summary>
    public bool IsCapped { get; }

    public int PromptTokens { get; }

    public int CompletionTokens { get; }

    public int CachedTokens { get; }

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
