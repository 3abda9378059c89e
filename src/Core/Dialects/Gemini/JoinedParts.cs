using System.Text;

namespace AiGateway.Core.Dialects.Gemini;

/// <summary>
/// The parts of a model's turn with the fragments joined that a stream has broken its text and thoughts into: Google's clients send
/// them back as they came, and a signature holds for the thoughts as a whole.
/// </summary>
internal sealed class JoinedParts
{
    private readonly List<ContentPart> _parts = [];
    private readonly StringBuilder _text = new();
    private bool? _thoughts;

    public bool IsEmpty => _parts.Count == 0 && _thoughts is null;

    public void Add(ContentPart part)
    {
        switch (part)
        {
            case TextPart text:
                Open(thoughts: false);
                _text.Append(text.Text);
                break;
            case ReasoningPart { IsRedacted: false } reasoning:
                Open(thoughts: true);
                _text.Append(reasoning.Text);
                if (reasoning.Signature is not null)
                    Close(reasoning.Signature);
                break;
            default:
                Close();
                _parts.Add(part);
                break;
        }
    }

    public List<ContentPart> ToList()
    {
        Close();
        return _parts;
    }

    private void Open(bool thoughts)
    {
        if (_thoughts != thoughts)
            Close();
        _thoughts = thoughts;
    }

    private void Close(ThoughtSignature? signature = null)
    {
        if (_thoughts is not { } thoughts)
            return;
        var text = _text.ToString();
        _text.Clear();
        _thoughts = null;
        _parts.Add(thoughts ? new ReasoningPart(text) { Signature = signature } : new TextPart(text));
    }
}
