using System.Text;

namespace AiGateway.Core.Dialects.OpenAiChat;

/// <summary>One choice of a stream that is being written.</summary>
internal sealed class ChoiceWriting(int index)
{
    private readonly List<int> _unfilled = [];

    public int Index => index;

    /// <summary>Those said since the last proof.</summary>
    public StringBuilder Thoughts { get; } = new();

    /// <summary>Pieces of <c>reasoning_details</c> so far.</summary>
    public int Details { get; set; }

    public void Begin(int call) => _unfilled.Add(call);

    /// <summary>Arguments have come for it.</summary>
    public void Fill(int call)
    {
        if (_unfilled.Count > 0)
            _unfilled.Remove(call);
    }

    /// <summary>Calls without arguments: clients read what has come as JSON, and nothing is none.</summary>
    public List<int> Unfilled() => _unfilled;
}
