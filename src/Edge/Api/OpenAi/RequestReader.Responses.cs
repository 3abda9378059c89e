using System.Text.Json;
using AiGateway.Core.Pinning;

namespace AiGateway.Edge.Api.OpenAi;

/// <summary>What only requests for responses have: they may refer to what their provider keeps, and say whether it keeps more.</summary>
internal ref partial struct RequestReader
{
    private RequestProblem? ReadMemberOfResponse(scoped ReadOnlySpan<byte> name)
    {
        if (name.SequenceEqual("instructions"u8))
            return ReadInstructions();
        if (name.SequenceEqual("previous_response_id"u8))
            return ReadId("previous_response_id", PinKind.Response);
        if (name.SequenceEqual("conversation"u8))
            return ReadConversation();
        if (name.SequenceEqual("store"u8))
            return ReadStore();
        if (name.SequenceEqual("background"u8))
            return ReadBackground();

        _json.Skip();
        return null;
    }

    private RequestProblem? ReadId(string param, PinKind kind)
    {
        if (_json.TokenType == JsonTokenType.Null)
            return null;
        if (_json.TokenType != JsonTokenType.String)
            return RequestProblem.WrongType(param, "a string", _json.TokenType);
        if (_json.ValueSpan.IsEmpty)
            return RequestProblem.Empty(param, "string");
        _pins.Add(_json.Token(), kind);
        return null;
    }

    /// <summary>Its id, or an object that holds it. The answer is added to it.</summary>
    private RequestProblem? ReadConversation()
    {
        if (_json.TokenType == JsonTokenType.Null)
            return null;
        _scan = _scan with { IsMadeOnce = true };
        if (_json.TokenType != JsonTokenType.StartObject)
            return ReadId("conversation", PinKind.Conversation);
        var problem = RequestProblem.Missing("conversation.id");
        while (_json.NextMember())
        {
            var isId = _json.ValueTextEquals("id"u8);
            _json.Read();
            if (!isId)
                _json.Skip();
            else if (_json.TokenType == JsonTokenType.Null)
                return RequestProblem.WrongType("conversation.id", "a string", JsonTokenType.Null);
            else if ((problem = ReadId("conversation.id", PinKind.Conversation)) is not null)
                return problem;
        }
        return problem;
    }

    private RequestProblem? ReadStore() => _json.TokenType switch
    {
        JsonTokenType.True => Keep(_scan with { IsMadeOnce = true }),
        JsonTokenType.False => Keep(_scan with { KeepsNothing = true }),
        JsonTokenType.Null => null,
        var other => RequestProblem.WrongType("store", "a boolean", other),
    };

    private RequestProblem? ReadBackground() => _json.TokenType switch
    {
        JsonTokenType.True when _scan.Operation == Operation.Responses => Keep(_scan with { InBackground = true }),
        JsonTokenType.True or JsonTokenType.False or JsonTokenType.Null => null,
        var other => RequestProblem.WrongType("background", "a boolean", other),
    };

    /// <summary>An earlier response, a conversation or a prompt kept by the provider may be all there is, or a file.</summary>
    private readonly bool MayLackPrompt => _scan.Operation.IsOfResponses() || IsOfFileAlone;
}
