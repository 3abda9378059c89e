namespace AiGateway.Core.Dialects.Anthropic;

/// <summary>Tells when an object that comes in pieces is whole, without keeping them.</summary>
internal struct JsonObjectScan
{
    private int _depth;
    private bool _inString;
    private bool _escaped;

    public bool IsWhole { get; private set; }

    public void Take(string piece)
    {
        foreach (var letter in piece)
        {
            if (IsWhole)
                return;
            if (_inString)
                TakeInString(letter);
            else
                TakeOutside(letter);
        }
    }

    private void TakeInString(char letter)
    {
        if (_escaped)
            _escaped = false;
        else if (letter == '\\')
            _escaped = true;
        else if (letter == '"')
            _inString = false;
    }

    private void TakeOutside(char letter)
    {
        switch (letter)
        {
            case '"':
                _inString = true;
                break;
            case '{' or '[':
                _depth++;
                break;
            case '}' or ']':
                _depth--;
                IsWhole = _depth == 0;
                break;
        }
    }
}
