namespace AiGateway.Core.Dialects.OpenAiResponses;

/// <summary>Names of the events of a stream, as bytes.</summary>
internal static class EventTypes
{
    public static readonly byte[] Created = "response.created"u8.ToArray();
    public static readonly byte[] InProgress = "response.in_progress"u8.ToArray();
    public static readonly byte[] Completed = "response.completed"u8.ToArray();
    public static readonly byte[] Incomplete = "response.incomplete"u8.ToArray();
    public static readonly byte[] ItemAdded = "response.output_item.added"u8.ToArray();
    public static readonly byte[] ItemDone = "response.output_item.done"u8.ToArray();
    public static readonly byte[] PartAdded = "response.content_part.added"u8.ToArray();
    public static readonly byte[] PartDone = "response.content_part.done"u8.ToArray();
    public static readonly byte[] TextDelta = "response.output_text.delta"u8.ToArray();
    public static readonly byte[] TextDone = "response.output_text.done"u8.ToArray();
    public static readonly byte[] AnnotationAdded = "response.output_text.annotation.added"u8.ToArray();
    public static readonly byte[] RefusalDelta = "response.refusal.delta"u8.ToArray();
    public static readonly byte[] RefusalDone = "response.refusal.done"u8.ToArray();
    public static readonly byte[] SummaryAdded = "response.reasoning_summary_part.added"u8.ToArray();
    public static readonly byte[] SummaryDelta = "response.reasoning_summary_text.delta"u8.ToArray();
    public static readonly byte[] SummaryTextDone = "response.reasoning_summary_text.done"u8.ToArray();
    public static readonly byte[] SummaryDone = "response.reasoning_summary_part.done"u8.ToArray();
    public static readonly byte[] ArgumentsDelta = "response.function_call_arguments.delta"u8.ToArray();
    public static readonly byte[] ArgumentsDone = "response.function_call_arguments.done"u8.ToArray();
}
