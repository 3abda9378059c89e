using System.Text;

namespace AiGateway.Upstream;

/// <summary>The bytes that are sent, made once.</summary>
internal static class Canned
{
    /// <summary>Of every stream, <c>[DONE]</c> included, whether usage was asked for or not.</summary>
    public const int EventCount = 100;

    private const string Usage =
        """{"prompt_tokens":420,"completion_tokens":97,"total_tokens":517,"prompt_tokens_details":{"cached_tokens":0},"completion_tokens_details":{"reasoning_tokens":0}}""";

    private static readonly byte[] Content = Chunk("""[{"index":0,"delta":{"content":" word"},"logprobs":null,"finish_reason":null}]""", "null");
    private static readonly byte[] Finish = Chunk("""[{"index":0,"delta":{},"logprobs":null,"finish_reason":"stop"}]""", "null");
    private static readonly byte[] Totals = Chunk("[]", Usage);
    private static readonly byte[] Done = Encoding.UTF8.GetBytes("data: [DONE]\n\n");

    public static byte[] Whole { get; } = Encoding.UTF8.GetBytes(
        """{"id":"chatcmpl-bench","object":"chat.completion","created":1770950944,"model":"bench","choices":[{"index":0,"message":{"role":"assistant","content":"""
        + $"\"{string.Concat(Enumerable.Repeat("word ", 97))}\""
        + ""","refusal":null},"logprobs":null,"finish_reason":"stop"}],"usage":""" + Usage + "}");

    /// <summary>With usage asked for: content, finish, usage, done. Without: one more content in its place.</summary>
    public static byte[] Event(int index, bool usage) => (EventCount - index) switch
    {
        1 => Done,
        2 => usage ? Totals : Finish,
        3 => usage ? Finish : Content,
        _ => Content,
    };

    private static byte[] Chunk(string choices, string usage) => Encoding.UTF8.GetBytes(
        $$"""data: {"id":"chatcmpl-bench","object":"chat.completion.chunk","created":1770950944,"model":"bench","choices":{{choices}},"usage":{{usage}}}""" + "\n\n");
}
