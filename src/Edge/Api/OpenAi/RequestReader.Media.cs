using System.Text.Json;

namespace AiGateway.Edge.Api.OpenAi;

/// <summary>Requests for images, sound, moderation and ranking. Forms come here too, as the JSON of their fields.</summary>
internal ref partial struct RequestReader
{
    /// <summary>What OpenAI takes where no model is named, and clients count on it.</summary>
    private const string UsualModeration = "omni-moderation-latest";

    /// <summary>Whether a file is all that must be there.</summary>
    private readonly bool IsOfFileAlone => _scan.Operation is Operation.ImageVariations or Operation.Transcriptions or Operation.Translations;

    private RequestProblem? ReadMemberOfMedia(scoped ReadOnlySpan<byte> name)
    {
        if (name.SequenceEqual("model"u8))
            return ReadModel();
        if (!IsOfFileAlone && name.SequenceEqual(PromptName))
            return ReadMediaPrompt();
        var problem = _scan.Operation switch
        {
            Operation.Images or Operation.ImageEdits or Operation.ImageVariations => ReadMemberOfImages(name),
            Operation.Transcriptions or Operation.Translations => ReadMemberOfTranscription(name),
            Operation.Speech => ReadMemberOfSpeech(name),
            Operation.Rerank when name.SequenceEqual("documents"u8) => ReadDocuments(),
            _ => null,
        };
        // What none of them has read stands there still.
        if (problem is null && _json.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
            _json.Skip();
        return problem;
    }

    private RequestProblem? ReadMemberOfImages(scoped ReadOnlySpan<byte> name)
    {
        if (name.SequenceEqual("n"u8))
            return ReadInteger("n", 1, MaxAnswers, out var n) ?? Keep(_scan with { N = n ?? 1 });
        if (name.SequenceEqual("stream"u8) && _scan.Operation != Operation.ImageVariations)
            return ReadStream();
        if (name.SequenceEqual("image"u8) || name.SequenceEqual("images"u8))
            return ReadImages();
        return null;
    }

    private RequestProblem? ReadMemberOfTranscription(scoped ReadOnlySpan<byte> name)
    {
        if (name.SequenceEqual("stream"u8) && _scan.Operation == Operation.Transcriptions)
            return ReadStream();
        if (name.SequenceEqual("response_format"u8) && _json.TokenType == JsonTokenType.String)
            return Keep(_scan with { WantsText = !_json.ValueSpan.EndsWith("json"u8) });
        _hasFile |= name.SequenceEqual("file"u8);
        return null;
    }

    private RequestProblem? ReadMemberOfSpeech(scoped ReadOnlySpan<byte> name)
    {
        if (name.SequenceEqual("instructions"u8))
            return ReadInstructions();
        if (name.SequenceEqual("stream_format"u8))
            return Keep(_scan with { Stream = _json.TokenType == JsonTokenType.String && _json.ValueTextEquals("sse"u8) });
        return null;
    }

    /// <summary>Images of an edit are named by address or id in a list, or are files of a form. An id leads to the account that keeps it.</summary>
    private RequestProblem? ReadImages()
    {
        _hasFile = true;
        if (_json.TokenType is not (JsonTokenType.StartArray or JsonTokenType.StartObject))
            return null;
        var (depth, media) = (_json.CurrentDepth, false);
        while (_json.Read() && _json.CurrentDepth > depth)
        {
            _pins.Take(ref _json, PinSearch.NoItem);
            if (_json.TokenType == JsonTokenType.PropertyName)
                media = PromptTally.IsMediaMember(_json.ValueSpan);
            else if (media)
                _prompt.Add(ref _json, media, idsCount: false);
        }
        return null;
    }

    private RequestProblem? ReadMediaPrompt()
    {
        var isRight = _json.TokenType == JsonTokenType.String || _scan.Operation switch
        {
            Operation.Moderations => _json.TokenType == JsonTokenType.StartArray,
            // Models that rank pictures are asked with an object.
            Operation.Rerank => _json.TokenType == JsonTokenType.StartObject,
            _ => false,
        };
        if (!isRight)
            return RequestProblem.WrongType(PromptParam, _scan.Operation == Operation.Moderations ? "a string or an array" : "a string", _json.TokenType);
        if (IsEmptyArray())
            return RequestProblem.Empty(PromptParam, "array");
        return Keep(_scan with { PromptValue = Tally() });
    }

    private RequestProblem? ReadDocuments()
    {
        if (_json.TokenType != JsonTokenType.StartArray)
            return RequestProblem.WrongType("documents", "an array", _json.TokenType);
        if (IsEmptyArray())
            return RequestProblem.Empty("documents", "array");
        return Keep(_scan with { InstructionsValue = Tally() });
    }

    private readonly bool IsEmptyArray()
    {
        var ahead = _json;
        return ahead.TokenType == JsonTokenType.StartArray && ahead.Read() && ahead.TokenType == JsonTokenType.EndArray;
    }

    /// <summary>Counts all text in a value, however it is built, and moves to its end.</summary>
    private ByteRange Tally()
    {
        var start = _json.TokenStartIndex;
        if (_json.TokenType == JsonTokenType.String)
        {
            _prompt.Add(ref _json, media: false, idsCount: false);
            return _json.Token();
        }
        var (depth, media) = (_json.CurrentDepth, false);
        while (_json.Read() && _json.CurrentDepth > depth)
        {
            if (_json.TokenType == JsonTokenType.PropertyName)
                media = PromptTally.IsMediaMember(_json.ValueSpan);
            else
                _prompt.Add(ref _json, media, idsCount: false);
        }
        return ByteRange.Between(start, _json.BytesConsumed);
    }

    private readonly RequestProblem? MissingMedia() => _scan.Operation switch
    {
        Operation.Transcriptions or Operation.Translations when !_hasFile => RequestProblem.Missing("file"),
        Operation.ImageEdits or Operation.ImageVariations when !_hasFile => RequestProblem.Missing("image"),
        Operation.Rerank when _scan.InstructionsValue.IsEmpty => RequestProblem.Missing("documents"),
        _ => null,
    };
}
