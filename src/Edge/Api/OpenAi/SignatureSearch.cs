using System.Text.Json;

namespace AiGateway.Edge.Api.OpenAi;

/// <summary>Finds the signatures of thoughts while messages are read token by token. Costs no memory where there are none.</summary>
internal struct SignatureSearch
{
    private bool _wanted;
    private int _detailsDepth;

    /// <summary>Those found so far; null while there are none.</summary>
    public SignatureList? Found { get; private set; }

    /// <summary>Takes one token.</summary>
    /// <param name="json">Stands at it.</param>
    /// <param name="message">Index of the message it is in.</param>
    public void Take(ref Utf8JsonReader json, int message)
    {
        if (json.TokenType == JsonTokenType.PropertyName)
        {
            var name = json.ValueSpan;
            if (_detailsDepth > 0 && json.CurrentDepth <= _detailsDepth)
                _detailsDepth = 0;
            _wanted = SignatureMembers.Is(name) || (_detailsDepth > 0 && SignatureMembers.IsDetail(name));
            if (SignatureMembers.IsDetails(name))
                _detailsDepth = json.CurrentDepth;
            return;
        }
        if (_wanted && json.IsNonEmptyString())
            (Found ??= new SignatureList()).Add(new SignatureAt(json.Token(), message));
        _wanted = false;
    }
}
