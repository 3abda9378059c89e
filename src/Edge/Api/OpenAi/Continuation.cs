using AiGateway.Core.Catalog;

namespace AiGateway.Edge.Api.OpenAi;

/// <summary>An answer's beginning, for a target that is to go on with it.</summary>
/// <param name="Style">How that target wants to be told.</param>
/// <param name="Text">The beginning, as the inside of a JSON string.</param>
internal readonly record struct Continuation(ContinuationStyle Style, ReadOnlyMemory<byte> Text)
{
    /// <summary>Puts it behind the last of <c>messages</c>.</summary>
    public void AddTo(SpliceList edits, in RequestScan scan)
    {
        edits.Open(new ByteRange(scan.PromptValue.Start + scan.PromptValue.Length - 1, 0));
        edits.Append(",{\"role\":\"assistant\",\"content\":\""u8);
        edits.Append(Text.Span);
        edits.Append(Style switch
        {
            ContinuationStyle.Prefix => "\",\"prefix\":true}"u8,
            ContinuationStyle.Partial => "\",\"partial\":true}"u8,
            _ => "\"}"u8,
        });
        if (Style == ContinuationStyle.ContinueFinalMessage)
            edits.Insert(scan.End, ",\"continue_final_message\":true,\"add_generation_prompt\":false"u8);
    }
}
