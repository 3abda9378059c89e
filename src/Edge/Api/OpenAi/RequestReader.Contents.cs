using System.Text.Json;

namespace AiGateway.Edge.Api.OpenAi;

/// <summary>Requests of Google's dialect, which spells every name in two ways.</summary>
internal ref partial struct RequestReader
{
    private RequestProblem? ReadMemberOfContents(scoped ReadOnlySpan<byte> name)
    {
        if (name.SequenceEqual("contents"u8))
            return ReadPrompt();
        if (name.SequenceEqual("systemInstruction"u8) || name.SequenceEqual("system_instruction"u8))
            return ReadInstructions();
        if (name.SequenceEqual("generationConfig"u8) || name.SequenceEqual("generation_config"u8))
            return ReadGenerationConfig();
        if (name.SequenceEqual("tools"u8))
            return ReadTools();
        if (_scan.Operation == Operation.CountContents && (name.SequenceEqual("generateContentRequest"u8) || name.SequenceEqual("generate_content_request"u8)))
            return ReadText();

        _json.Skip();
        return null;
    }

    /// <summary>What vectors are to be made of.</summary>
    private RequestProblem? ReadTexts(scoped ReadOnlySpan<byte> name)
    {
        if (name.SequenceEqual("content"u8) || name.SequenceEqual("requests"u8))
            return ReadText();
        _json.Skip();
        return null;
    }

    /// <summary>A value of any form, of which only the size of its text is wanted.</summary>
    private RequestProblem? ReadText()
    {
        var (start, depth) = (_json.TokenStartIndex, _json.CurrentDepth);
        if (_json.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray))
            return RequestProblem.WrongType(PromptParam, "an object or an array", _json.TokenType);
        while (_json.Read() && _json.CurrentDepth > depth)
        {
            if (_json.TokenType != JsonTokenType.PropertyName)
                _prompt.Add(ref _json, media: false, idsCount: false);
        }
        _prompt.Prompts = 1;
        return Keep(_scan with { PromptValue = ByteRange.Between(start, _json.BytesConsumed), IsWrapped = _scan.Operation == Operation.CountContents });
    }

    private RequestProblem? ReadGenerationConfig()
    {
        // Two spellings of one member are as bad as the member twice.
        if (!_scan.GenerationConfigValue.IsEmpty)
            return RequestProblem.Duplicate("generationConfig");
        if (_json.TokenType == JsonTokenType.Null)
            return Keep(_scan with { GenerationConfigValue = _json.Token() });
        if (_json.TokenType != JsonTokenType.StartObject)
            return RequestProblem.WrongType("generationConfig", "an object", _json.TokenType);
        var start = _json.TokenStartIndex;
        while (_json.NextMember())
        {
            var cap = _json.ValueTextEquals("maxOutputTokens"u8) || _json.ValueTextEquals("max_output_tokens"u8);
            var answers = _json.ValueTextEquals("candidateCount"u8) || _json.ValueTextEquals("candidate_count"u8);
            _json.Read();
            var problem = cap ? ReadGenerationCap() : answers ? ReadCandidates() : null;
            if (problem is not null)
                return problem;
            if (!cap && !answers)
                _json.Skip();
        }
        return Keep(_scan with { GenerationConfigValue = ByteRange.Between(start, _json.BytesConsumed) });
    }

    private RequestProblem? ReadGenerationCap()
    {
        const string param = "generationConfig.maxOutputTokens";
        return _scan.MaxOutputTokens.Value.IsEmpty
            ? ReadCap(param, out var cap) ?? Keep(_scan with { MaxOutputTokens = cap })
            : RequestProblem.Duplicate(param);
    }

    private RequestProblem? ReadCandidates() =>
        ReadInteger("generationConfig.candidateCount", 1, MaxAnswers, out var n) ?? Keep(_scan with { N = n ?? 1 });
}
