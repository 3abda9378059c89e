using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Unicode;

namespace AiGateway.Edge.Api.OpenAi;

/// <summary>The single pass over a request body that makes its <see cref="RequestScan"/>.</summary>
internal ref partial struct RequestReader
{
    private const int MaxDepth = 64;
    private const int MaxMembers = 128;
    private const int MaxMessages = 10_000;
    private const int MaxAnswers = 128;
    private const int MaxObjects = 256;

    private readonly ReadOnlySpan<byte> _body;
    private Utf8JsonReader _json;
    private RequestScan _scan;
    private PromptTally _prompt;
    private FirstUserMessage _opening;
    private AffinitySource _affinity;
    private PinSearch _pins;
    private bool _hasFile;

    public RequestReader(ReadOnlySpan<byte> body, Operation operation, PathModel path)
    {
        _body = body;
        _json = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = MaxDepth });
        _scan = new RequestScan { Operation = operation, Model = path.Model!, ModelIsInPath = path.Model is not null, Stream = path.Stream, N = 1, BestOf = 1 };
    }

    public bool TryRead(out RequestScan scan, [NotNullWhen(false)] out RequestProblem? problem)
    {
        try
        {
            // The reader takes strings as they come; a provider would refuse them, or read something else than we did.
            problem = Utf8.IsValid(_body) ? ReadRoot() : RequestProblem.InvalidJson("it is not valid UTF-8");
        }
        catch (JsonException e)
        {
            problem = RequestProblem.InvalidJson(
                $"it is malformed, or nested deeper than {MaxDepth} levels, at line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}");
        }
        catch (InvalidOperationException)
        {
            problem = RequestProblem.InvalidJson("a name holds half of a surrogate pair");
        }

        scan = problem is null ? _scan : default;
        return problem is null;
    }

    private RequestProblem? ReadRoot()
    {
        _json.Read();
        if (_json.TokenType != JsonTokenType.StartObject)
            return RequestProblem.InvalidJson("it is not an object");

        Span<ByteRange> room = stackalloc ByteRange[MaxMembers];
        var names = new MemberNames(_body, room);
        while (_json.NextMember())
        {
            if (names.IsFull)
                return RequestProblem.TooManyMembers(MaxMembers);
            if (!names.TryAdd(in _json, out var name))
                return RequestProblem.Duplicate(_json.GetString()!);
            _json.Read();
            if (ReadMember(name) is { } problem)
                return problem;
        }

        if (_pins.Objects?.Count > MaxObjects)
            return RequestProblem.TooLong("file_id", MaxObjects);
        _scan = _scan with { End = (int)_json.TokenStartIndex, Prompt = _prompt, Signatures = _pins.Signatures, Objects = _pins.Objects };
        _json.Read();
        if (_scan is { Model: null, Operation: Operation.Moderations })
            _scan = _scan with { Model = UsualModeration };
        return MissingMember();
    }

    private RequestProblem? ReadMember(scoped ReadOnlySpan<byte> name)
    {
        if (_scan.Operation is Operation.GenerateContent or Operation.CountContents)
            return ReadMemberOfContents(name);
        if (_scan.Operation is Operation.EmbedContent or Operation.BatchEmbedContents)
            return ReadTexts(name);
        if (_scan.Operation.IsMedia())
            return ReadMemberOfMedia(name);
        if (name.SequenceEqual("model"u8))
            return ReadModel();
        if (name.SequenceEqual(PromptName))
            return ReadPrompt();
        if (name.SequenceEqual("stream"u8))
            return ReadStream();
        if (name.SequenceEqual("stream_options"u8))
            return ReadStreamOptions();
        if (name.SequenceEqual("max_tokens"u8))
            return ReadCap("max_tokens", out var cap) ?? Keep(_scan with { MaxTokens = cap });
        if (name.SequenceEqual("max_completion_tokens"u8))
            return ReadCap("max_completion_tokens", out var cap) ?? Keep(_scan with { MaxCompletionTokens = cap });
        if (name.SequenceEqual("max_output_tokens"u8))
            return ReadCap("max_output_tokens", out var cap) ?? Keep(_scan with { MaxOutputTokens = cap });
        if (name.SequenceEqual("n"u8))
            return ReadInteger("n", 1, MaxAnswers, out var n) ?? Keep(_scan with { N = n ?? 1 });
        if (name.SequenceEqual("best_of"u8))
            return ReadInteger("best_of", 1, MaxAnswers, out var of) ?? Keep(_scan with { BestOf = of ?? 1 });
        if (name.SequenceEqual("encoding_format"u8))
            return ReadEncodingFormat();
        if (name.SequenceEqual("prompt_cache_key"u8))
            return ReadAffinity(AffinitySource.CacheKey);
        if (name.SequenceEqual("user"u8))
            return ReadAffinity(AffinitySource.User);
        if (name.SequenceEqual("metadata"u8))
            return ReadMetadata();
        if (name.SequenceEqual("tools"u8) && _scan.Operation.TakesMessages())
            return ReadTools();
        if (_scan.Operation.IsOfResponses())
            return ReadMemberOfResponse(name);
        if (_scan.Operation is Operation.Messages or Operation.CountTokens && name.SequenceEqual("system"u8))
            return ReadInstructions();

        _json.Skip();
        return null;
    }

    private RequestProblem? ReadModel()
    {
        if (_json.TokenType != JsonTokenType.String)
            return RequestProblem.WrongType("model", "a string", _json.TokenType);
        if (_json.ValueSpan.IsEmpty)
            return RequestProblem.Empty("model", "string");
        return Keep(_scan.ModelIsInPath ? _scan with { ModelValue = _json.Token() } : _scan with { Model = _json.GetString()!, ModelValue = _json.Token() });
    }

    private RequestProblem? ReadStream() => _json.TokenType switch
    {
        JsonTokenType.True when _scan.Operation != Operation.Compaction => Keep(_scan with { Stream = true }),
        JsonTokenType.True or JsonTokenType.False or JsonTokenType.Null => null,
        var other => RequestProblem.WrongType("stream", "a boolean", other),
    };

    private RequestProblem? ReadStreamOptions()
    {
        if (_json.TokenType == JsonTokenType.Null)
            return Keep(_scan with { StreamOptionsValue = _json.Token() });
        if (_json.TokenType != JsonTokenType.StartObject)
            return RequestProblem.WrongType("stream_options", "an object", _json.TokenType);

        var start = _json.TokenStartIndex;
        while (_json.NextMember())
        {
            var usage = _json.ValueTextEquals("include_usage"u8);
            _json.Read();
            if (usage && _json.TokenType is not (JsonTokenType.True or JsonTokenType.False or JsonTokenType.Null))
                return RequestProblem.WrongType("stream_options.include_usage", "a boolean", _json.TokenType);
            var asked = _json.TokenType == JsonTokenType.True;
            var value = _json.SkipValue();
            _scan = _scan with { StreamOptionsHasMembers = true };
            if (usage)
                _scan = _scan with { IncludeUsageValue = value, UsageAsked = asked };
        }

        return Keep(_scan with { StreamOptionsValue = ByteRange.Between(start, _json.BytesConsumed), StreamOptionsIsObject = true });
    }

    private RequestProblem? ReadCap(string param, out DeclaredCap cap)
    {
        var problem = ReadInteger(param, 0, int.MaxValue, out var tokens);
        cap = new DeclaredCap(tokens, problem is null ? _json.Token() : default);
        return problem;
    }

    private RequestProblem? ReadInteger(string param, int minimum, int maximum, out int? value)
    {
        value = null;
        if (_json.TokenType == JsonTokenType.Null)
            return null;
        if (_json.TokenType != JsonTokenType.Number || !_json.TryGetInt64(out var number))
            return RequestProblem.WrongType(param, "an integer", _json.TokenType);
        if (number < minimum)
            return RequestProblem.BelowMinimum(param, minimum);
        if (number > maximum)
            return RequestProblem.AboveMaximum(param, maximum);
        value = (int)number;
        return null;
    }

    private RequestProblem? ReadEncodingFormat()
    {
        if (_json.TokenType is not (JsonTokenType.String or JsonTokenType.Null))
            return RequestProblem.WrongType("encoding_format", "a string", _json.TokenType);
        var base64 = _json.TokenType == JsonTokenType.String && _json.ValueTextEquals("base64"u8);
        return Keep(_scan with { WantsBase64 = base64 && _scan.Operation == Operation.Embeddings });
    }

    private RequestProblem? ReadAffinity(AffinitySource source)
    {
        // A value of another type is for the provider to refuse: it decides nothing here.
        if (_json.IsNonEmptyString() && source > _affinity)
        {
            _affinity = source;
            return Keep(_scan with { AffinityValue = _json.Token() });
        }

        _json.Skip();
        return null;
    }

    private RequestProblem? ReadMetadata()
    {
        if (_json.TokenType != JsonTokenType.StartObject)
        {
            _json.Skip();
            return null;
        }
        while (_json.NextMember())
        {
            var source = _json.ValueTextEquals("session_id"u8) ? AffinitySource.Session
                : _json.ValueTextEquals("user_id"u8) ? AffinitySource.MetadataUser
                : AffinitySource.None;
            _json.Read();
            ReadAffinity(source);
        }
        return null;
    }

    private RequestProblem? ReadPrompt()
    {
        var start = _json.TokenStartIndex;
        var (messages, mayBeString) = (_scan.Operation.TakesMessages(), MayBeString);
        if (_json.TokenType != JsonTokenType.StartArray && !(mayBeString && _json.TokenType == JsonTokenType.String))
            return RequestProblem.WrongType(PromptParam, mayBeString ? "a string or an array" : "an array of objects", _json.TokenType);

        var list = _json.TokenType == JsonTokenType.StartArray;
        var depth = _json.CurrentDepth;
        var elements = 0;
        var (media, numbers) = (false, false);
        if (!list)
            _prompt.Add(ref _json, media: false, idsCount: false);
        while (list && _json.Read() && _json.CurrentDepth > depth)
        {
            // Ends stand at the depth of their starts and are no elements.
            if (_json.CurrentDepth == depth + 1 && _json.TokenType is not (JsonTokenType.EndObject or JsonTokenType.EndArray))
            {
                if (messages && _json.TokenType != JsonTokenType.StartObject)
                    return RequestProblem.WrongType($"{PromptParam}[{elements}]", "an object", _json.TokenType);
                numbers |= _json.TokenType == JsonTokenType.Number;
                if (++elements > MaxMessages && messages)
                    return RequestProblem.TooLong(PromptParam, MaxMessages);
            }

            if (messages)
            {
                _opening.Take(ref _json, depth + 1);
                _pins.Take(ref _json, elements - 1);
            }
            if (_json.TokenType == JsonTokenType.PropertyName)
                media = messages && PromptTally.IsMediaMember(_json.ValueSpan);
            else
                _prompt.Add(ref _json, media, idsCount: !messages);
        }

        if (list && elements == 0 && !MayLackPrompt)
            return RequestProblem.Empty(PromptParam, "array");
        _prompt.Messages = messages ? elements : 0;
        // Numbers are the tokens of one prompt.
        _prompt.Prompts = list && !messages && !numbers ? elements : 1;
        return Keep(_scan with { PromptValue = ByteRange.Between(start, _json.BytesConsumed), FirstUserMessage = _opening.Range });
    }

    private RequestProblem? ReadTools()
    {
        var start = _json.TokenStartIndex;
        if (_json.TokenType == JsonTokenType.Null)
            return null;
        if (_json.TokenType != JsonTokenType.StartArray)
            return RequestProblem.WrongType("tools", "an array", _json.TokenType);
        var depth = _json.CurrentDepth;
        while (_json.Read() && _json.CurrentDepth > depth)
        {
            // A provider's own tools read files; those of a chat are the caller's, with schemas that may have any names.
            if (_scan.Operation.IsOfResponses())
                _pins.Take(ref _json, PinSearch.NoItem);
            _prompt.Add(ref _json, media: false, idsCount: false);
        }
        return Keep(_scan with { ToolsValue = ByteRange.Between(start, _json.BytesConsumed) });
    }

    private readonly RequestProblem? MissingMember() =>
        _scan.Model is null ? RequestProblem.Missing("model")
        : _scan.PromptValue.IsEmpty && !MayLackPrompt ? RequestProblem.Missing(PromptParam)
        : _scan.Operation.IsMedia() ? MissingMedia()
        : null;

    private RequestProblem? Keep(in RequestScan scan)
    {
        _scan = scan;
        return null;
    }
}
