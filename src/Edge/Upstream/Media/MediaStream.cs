using System.Buffers;
using AiGateway.Edge.Api;
using AiGateway.Edge.Api.OpenAi;
using AiGateway.Edge.Upstream.OpenAi;

namespace AiGateway.Edge.Upstream.Media;

/// <summary>
/// Streams of images, of transcripts and of speech, passed on event by event. Their last event says that they are whole; a stream
/// without one has broken off.
/// </summary>
/// <param name="operation">What was asked for.</param>
/// <param name="model">The name the client asked for.</param>
/// <param name="images">How many images are to come, each with a last event of its own.</param>
internal sealed class MediaStream(Operation operation, string model, int images) : StreamRewriter
{
    private readonly MediaScan _scan = new(operation);
    private readonly SpliceList _edits = new();
    private int _whole;

    /// <summary>Fewer images than asked for are still an answer; sound and its transcript end with the event that says so.</summary>
    public override StreamState End(IBufferWriter<byte> output)
    {
        if (State != StreamState.Open)
            return State;
        return _whole > 0 ? State = StreamState.Complete : Break(BreakReason.Unfinished);
    }

    protected override StreamState TakeData(ReadOnlySpan<byte> data, ReadOnlySpan<byte> name, IBufferWriter<byte> output)
    {
        if (!_scan.TryRead(data))
            return Break(BreakReason.Malformed);
        var type = _scan.Type.IsEmpty ? name : _scan.Type.Of(data);
        if (_scan.HasError || type.SequenceEqual("error"u8))
            return Fail(data);

        Usage = _scan.Usage ?? Usage;
        _edits.Clear();
        if (!_scan.Model.IsEmpty)
            _edits.Replace(_scan.Model, JsonText.Quote(model));
        if (!name.IsEmpty)
        {
            output.Write("event: "u8);
            output.Write(name);
            output.Write("\n"u8);
        }
        Write(data, _edits, output);
        FirstContentSeen |= IsContent(type);
        return IsLast(type) ? Close(output) : State;
    }

    private StreamState Close(IBufferWriter<byte> output)
    {
        if (++_whole < images)
            return State;
        if (operation.IsAudio())
            output.Write("data: [DONE]\n\n"u8);
        return State = StreamState.Complete;
    }

    private static bool IsContent(ReadOnlySpan<byte> type) =>
        type.EndsWith(".delta"u8) || type.EndsWith(".segment"u8) || type.EndsWith(".partial_image"u8) || IsLast(type);

    private static bool IsLast(ReadOnlySpan<byte> type) =>
        type.SequenceEqual("image_generation.completed"u8) || type.SequenceEqual("image_edit.completed"u8)
        || type.SequenceEqual("transcript.text.done"u8) || type.SequenceEqual("speech.audio.done"u8);
}
