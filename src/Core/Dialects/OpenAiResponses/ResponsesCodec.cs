using System.Buffers;
using AiGateway.Core.Dialects.Json;

namespace AiGateway.Core.Dialects.OpenAiResponses;

/// <summary>OpenAI's responses, both ways. Nothing is kept by providers: what is to be remembered of a response is in <c>State</c>.</summary>
public sealed class ResponsesCodec : IChatCodec
{
    public static readonly ResponsesCodec Instance = new();

    private ResponsesCodec()
    {
    }

    public Dialect Dialect => Dialect.OpenAiResponses;

    public string NameOf(RequestField field) => field switch
    {
        RequestField.Temperature => "temperature",
        RequestField.TopP => "top_p",
        RequestField.TopK => "top_k",
        RequestField.Stop => "stop",
        RequestField.Seed => "seed",
        RequestField.FrequencyPenalty => "frequency_penalty",
        RequestField.PresencePenalty => "presence_penalty",
        RequestField.N => "n",
        RequestField.Logprobs => "include",
        RequestField.TopLogprobs => "top_logprobs",
        RequestField.Format => "text.format",
        RequestField.Reasoning => "reasoning",
        RequestField.User => "user",
        RequestField.ServiceTier => "service_tier",
        RequestField.Verbosity => "text.verbosity",
        RequestField.CacheKey => "prompt_cache_key",
        RequestField.Metadata => "metadata",
        RequestField.ParallelToolCalls => "parallel_tool_calls",
        RequestField.ToolChoice => "tool_choice",
        RequestField.ToolStrict => "tools.strict",
        RequestField.MessageName => "input.name",
        RequestField.MaxOutputTokens => "max_output_tokens",
        _ => throw new ArgumentOutOfRangeException(nameof(field)),
    };

    public ChatRequest ReadRequest(ReadOnlySpan<byte> body) => RequestDocument.Read(body, RequestReader.Read);

    public void WriteRequest(ChatRequest request, in TargetTraits target, Omissions omissions, IBufferWriter<byte> output) =>
        RequestWriter.Write(request, target, omissions, output);

    public ChatAnswer? ReadAnswer(ReadOnlySpan<byte> body) => AnswerDocument.Read(body, AnswerReader.Read);

    public void WriteAnswer(ChatAnswer answer, in AnswerTraits traits, IBufferWriter<byte> output) => AnswerWriter.Write(answer, traits, output);

    public IChatStreamReader NewStreamReader() => new ResponseStreamReader();

    /// <returns>A <see cref="ResponseStreamWriter"/>.</returns>
    public IChatStreamWriter NewStreamWriter(in AnswerTraits traits) => new ResponseStreamWriter(traits);
}
