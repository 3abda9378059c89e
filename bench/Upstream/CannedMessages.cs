using System.Text;

namespace AiGateway.Upstream;

/// <summary>The same answer in Anthropic's dialect: as many events, and as many words.</summary>
internal static class CannedMessages
{
    private static readonly byte[] Start = Event("message_start", """{"type":"message_start","message":{"id":"msg_bench","type":"message","role":"assistant","model":"bench","content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":420,"cache_creation_input_tokens":0,"cache_read_input_tokens":0,"output_tokens":1}}}""");
    private static readonly byte[] Open = Event("content_block_start", """{"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}""");
    private static readonly byte[] Content = Event("content_block_delta", """{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":" word"}}""");
    private static readonly byte[] Close = Event("content_block_stop", """{"type":"content_block_stop","index":0}""");
    private static readonly byte[] Finish = Event("message_delta", """{"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null},"usage":{"output_tokens":97}}""");
    private static readonly byte[] Stop = Event("message_stop", """{"type":"message_stop"}""");

    public static byte[] Whole { get; } = Encoding.UTF8.GetBytes(
        """{"id":"msg_bench","type":"message","role":"assistant","model":"bench","content":[{"type":"text","text":"""
        + $"\"{string.Concat(Enumerable.Repeat("word ", 97))}\""
        + """}],"stop_reason":"end_turn","stop_sequence":null,"usage":{"input_tokens":420,"cache_creation_input_tokens":0,"cache_read_input_tokens":0,"output_tokens":97}}""");

    public static byte[] Event(int index) => index switch
    {
        0 => Start,
        1 => Open,
        Canned.EventCount - 3 => Close,
        Canned.EventCount - 2 => Finish,
        Canned.EventCount - 1 => Stop,
        _ => Content,
    };

    private static byte[] Event(string name, string data) => Encoding.UTF8.GetBytes($"event: {name}\ndata: {data}\n\n");
}
