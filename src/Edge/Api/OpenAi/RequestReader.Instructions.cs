using System.Text.Json;

namespace AiGateway.Edge.Api.OpenAi;

/// <summary>What is said to the model apart from the conversation: a string, or parts.</summary>
internal ref partial struct RequestReader
{
    private RequestProblem? ReadInstructions()
    {
        if (_json.TokenType == JsonTokenType.String)
        {
            _prompt.Add(ref _json, media: false, idsCount: false);
            return Keep(_scan with { InstructionsValue = _json.Token() });
        }
        if (_json.TokenType is not (JsonTokenType.StartArray or JsonTokenType.StartObject))
        {
            // Of another type they are for the provider to refuse.
            _json.Skip();
            return null;
        }
        var (start, depth) = (_json.TokenStartIndex, _json.CurrentDepth);
        while (_json.Read() && _json.CurrentDepth > depth)
        {
            if (_json.TokenType != JsonTokenType.PropertyName)
                _prompt.Add(ref _json, media: false, idsCount: false);
        }
        return Keep(_scan with { InstructionsValue = ByteRange.Between(start, _json.BytesConsumed) });
    }
}
