using System.Buffers;
using System.Text.Json;
using AiGateway.Core.Dialects.Json;

namespace AiGateway.Core.Dialects.OpenAiResponses;

/// <summary>
/// Writes one stream to a client of responses. Items are whole in the order in which they began: while one call of a tool is still
/// growing, what comes of others and of texts waits.
/// </summary>
public sealed class ResponseStreamWriter : IChatStreamWriter
{
    private readonly AnswerTraits _traits;
    private readonly EventOutput _events = new();
    private readonly List<byte[]> _items = [];
    private readonly List<OpenCall> _calls = [];
    private readonly List<ChatEvent> _deferred = [];
    private readonly Dictionary<int, OpenCall> _closed = [];
    private readonly List<OpenCall> _late = [];
    private OpenMessage? _message;
    private OpenReasoning? _reasoning;
    private ResponseHead? _head;
    private FinishReason _finish;
    private ChatUsage? _usage;

    internal ResponseStreamWriter(in AnswerTraits traits) => _traits = traits;

    /// <summary>The <c>sequence_number</c> of the next event, from 0, for whoever must add one, such as an error.</summary>
    public long NextSequence => _events.NextSequence;

    /// <summary>The id the client is told; null before the first event.</summary>
    public string? ResponseId => _head?.Id;

    /// <summary>JSON of the response as its last event told it; empty until then.</summary>
    public ReadOnlyMemory<byte> Final { get; private set; }

    public void Write(in ChatEvent next, IBufferWriter<byte> output)
    {
        if (next.Choice != 0 || !Final.IsEmpty)
            return;
        _events.Output = output;
        if (_head is null && next.Kind is not ChatEventKind.Error)
            Start(next.Kind == ChatEventKind.Start ? next : default);
        switch (next.Kind)
        {
            case ChatEventKind.ToolCall:
                CloseWholeCalls();
                if (_calls.Count == 0)
                    CloseItem(FinishReasons.Completed);
                _calls.Add(new(_events, next.Call, next.Id ?? "", next.Name ?? ""));
                break;
            case ChatEventKind.ToolArguments:
                Arguments(next);
                break;
            case ChatEventKind.ToolSignature:
                Proof(next);
                break;
            case ChatEventKind.Finish:
                _finish = next.Finish;
                CloseAll(FinishReasons.Status(_finish));
                break;
            case ChatEventKind.Usage:
                _usage = next.Usage;
                break;
            case ChatEventKind.End:
                CloseAll(FinishReasons.Status(_finish));
                End();
                break;
            default:
                CloseWholeCalls();
                if (_calls.Count > 0)
                    _deferred.Add(next);
                else
                    Piece(next);
                break;
        }
    }

    private void Start(in ChatEvent start)
    {
        _head = new(ItemIds.ResponseId(start.Id, _traits.Id), start.Created > 0 ? start.Created : _traits.Created, _traits.Model, _traits.Request, _traits.Keeping);
        var response = Response(new("in_progress", null, [], null, null));
        _events.Response(EventTypes.Created, response);
        _events.Response(EventTypes.InProgress, response);
    }

    private void Piece(in ChatEvent next)
    {
        var text = next.Text ?? "";
        switch (next.Kind)
        {
            case ChatEventKind.Text or ChatEventKind.Refusal when text.Length > 0:
                Message().Say(text, next.Kind == ChatEventKind.Refusal);
                break;
            case ChatEventKind.Logprobs:
                var tokens = new List<JsonElement>();
                LogprobJson.Gather(next.Json, tokens);
                if (tokens.Count > 0)
                    Message().Weigh(tokens);
                break;
            case ChatEventKind.Annotations:
                _message?.Cite(next.Json);
                break;
            case ChatEventKind.Reasoning when text.Length > 0:
                Reasoning().Think(text);
                break;
            case ChatEventKind.ReasoningSignature:
                Seal(Reasoning(), SealedThought.Write(new(next.Maker, text), isRedacted: false));
                break;
            case ChatEventKind.RedactedReasoning:
                CloseItem(FinishReasons.Completed);
                Seal(Reasoning(), SealedThought.Write(new(next.Maker, text), isRedacted: true));
                break;
            case ChatEventKind.Media when next.Name?.StartsWith("image/", StringComparison.Ordinal) is true:
                Image(next.Name, text);
                break;
        }
    }

    private void Image(string mediaType, string data)
    {
        CloseItem(FinishReasons.Completed);
        var (id, index) = (Id("ig"), _items.Count);
        _events.Item(EventTypes.ItemAdded, index, ItemJson.Image(id, "in_progress", mediaType, null));
        _items.Add(ItemJson.Image(id, FinishReasons.Completed, mediaType, data));
        _events.Item(EventTypes.ItemDone, index, _items[^1]);
    }

    private void Proof(in ChatEvent next)
    {
        var call = CallOf(next.Call);
        if (call is null && _closed.TryGetValue(next.Call, out call))
            _late.Add(call);
        call?.Proof = new(next.Maker, next.Text ?? "");
    }

    private void Arguments(in ChatEvent next)
    {
        if (CallOf(next.Call) is not { } call)
            return;
        if (call == _calls[0] && !call.IsOpen)
            OpenFirst();
        call.Append(next.Text ?? "");
        if (_calls.Count > 1 || _deferred.Count > 0)
            CloseWholeCalls();
    }

    private OpenCall? CallOf(int number)
    {
        foreach (var call in _calls)
        {
            if (call.Number == number)
                return call;
        }
        return null;
    }

    /// <summary>Closes those at the front that can grow no more; the next one is written as it comes.</summary>
    private void CloseWholeCalls()
    {
        while (_calls.Count > 0 && _calls[0].IsWhole())
            CloseFirst(FinishReasons.Completed);
        if (_calls.Count == 0 && _deferred.Count > 0)
            Undefer();
    }

    private void OpenFirst()
    {
        var call = _calls[0];
        WriteProof(call);
        call.Open(Id("fc"), _items.Count);
    }

    private void CloseFirst(string status)
    {
        if (!_calls[0].IsOpen)
            OpenFirst();
        var call = _calls[0];
        _items.Add(call.Close(status));
        _calls.RemoveAt(0);
        _closed[call.Number] = call;
        // Some makers give their proof last of all; a reader takes it from either side of the call.
        WriteProof(call);
    }

    private void WriteProof(OpenCall call)
    {
        if (call.Proof is not { } proof)
            return;
        call.Proof = null;
        Seal(Reasoning(), SealedThought.WriteProof(proof, call.CallId));
    }

    private void CloseAll(string status)
    {
        while (_calls.Count > 0)
            CloseFirst(_calls.Count == 1 && _deferred.Count == 0 ? status : FinishReasons.Completed);
        Undefer();
        CloseItem(status);
        foreach (var call in _late)
            WriteProof(call);
        _late.Clear();
    }

    private void Undefer()
    {
        foreach (var piece in _deferred)
            Piece(piece);
        _deferred.Clear();
    }

    private OpenMessage Message()
    {
        if (_message is null)
        {
            CloseItem(FinishReasons.Completed);
            _message = new(_events, Id("msg"), _items.Count);
        }
        return _message;
    }

    private OpenReasoning Reasoning()
    {
        if (_reasoning is null)
        {
            CloseItem(FinishReasons.Completed);
            _reasoning = new(_events, Id("rs"), _items.Count);
        }
        return _reasoning;
    }

    private void Seal(OpenReasoning reasoning, string? seal)
    {
        _items.Add(reasoning.Close(seal));
        _reasoning = null;
    }

    private void CloseItem(string status)
    {
        if (_message is not null)
            _items.Add(_message.Close(status));
        _message = null;
        if (_reasoning is not null)
            Seal(_reasoning, null);
    }

    private string Id(string prefix) => ItemIds.Of(prefix, _head!.Value.Id, _items.Count);

    private void End()
    {
        var reason = FinishReasons.IncompleteReason(_finish);
        Final = Response(new(FinishReasons.Status(_finish), reason, _items, _usage, null));
        _events.Response(reason is null ? EventTypes.Completed : EventTypes.Incomplete, Final);
    }

    private ReadOnlyMemory<byte> Response(in ResponseState state) => ResponseObject.Made(_head!.Value, state);
}
