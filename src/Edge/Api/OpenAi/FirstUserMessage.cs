using System.Text.Json;

namespace AiGateway.Edge.Api.OpenAi;

/// <summary>Finds the first message of the user while messages are read token by token.</summary>
internal struct FirstUserMessage
{
    private long _start;
    private bool _atRole;
    private bool _isUsers;

    /// <summary>Where it stands; empty until it has been read.</summary>
    public ByteRange Range { get; private set; }

    /// <summary>Takes one token.</summary>
    /// <param name="json">Stands at it.</param>
    /// <param name="depth">The depth of messages.</param>
    public void Take(ref Utf8JsonReader json, int depth)
    {
        if (!Range.IsEmpty || json.CurrentDepth > depth + 1)
            return;
        if (json.CurrentDepth == depth)
        {
            if (json.TokenType == JsonTokenType.StartObject)
                (_start, _isUsers) = (json.TokenStartIndex, false);
            else if (_isUsers)
                Range = ByteRange.Between(_start, json.BytesConsumed);
        }
        else if (json.TokenType == JsonTokenType.PropertyName)
        {
            _atRole = json.ValueTextEquals("role"u8);
        }
        else if (_atRole)
        {
            (_isUsers, _atRole) = (json.TokenType == JsonTokenType.String && json.ValueTextEquals("user"u8), false);
        }
    }
}
