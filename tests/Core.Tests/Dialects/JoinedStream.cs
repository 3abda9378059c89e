using System.Text;
using System.Text.Json;
using AiGateway.Core.Dialects;

namespace AiGateway.Core.Tests.Dialects;

/// <summary>Puts the events of a stream together, and insists on their order.</summary>
internal sealed class JoinedStream
{
    private readonly SortedDictionary<int, Choice> _choices = [];

    public string? Id { get; private set; }

    public string? Model { get; private set; }

    public ChatUsage? Usage { get; private set; }

    public string? Error { get; private set; }

    public bool Ended { get; private set; }

    public static JoinedStream Of(IEnumerable<ChatEvent> events)
    {
        var joined = new JoinedStream();
        var started = false;
        foreach (var next in events)
        {
            Assert.False(joined.Ended || joined.Error is not null, "an event after the end");
            Assert.True(next.Kind == ChatEventKind.Error || started == (next.Kind != ChatEventKind.Start), "one start comes first");
            started = true;
            joined.Add(next);
        }
        return joined;
    }

    /// <summary>The whole answer.</summary>
    public ChatAnswer Answer => new()
    {
        Id = Id,
        Model = Model,
        Usage = Usage,
        Choices = [.. _choices.Select(static choice => choice.Value.Whole(choice.Key))],
    };

    private void Add(in ChatEvent next)
    {
        switch (next.Kind)
        {
            case ChatEventKind.Start:
                (Id, Model) = (next.Id, next.Name);
                break;
            case ChatEventKind.Usage:
                Usage = next.Usage;
                break;
            case ChatEventKind.End:
                Ended = true;
                break;
            case ChatEventKind.Error:
                Error = next.Text;
                break;
            default:
                if (!_choices.TryGetValue(next.Choice, out var choice))
                    _choices.Add(next.Choice, choice = new Choice());
                choice.Add(next);
                break;
        }
    }

    private sealed class Choice
    {
        private readonly List<ContentPart> _parts = [];
        private readonly List<(string Id, string Name, StringBuilder Arguments)> _calls = [];
        private readonly Dictionary<int, ThoughtSignature> _proofs = [];
        private readonly StringBuilder _logprobs = new();
        private FinishReason? _finish;
        private string? _stop;

        public void Add(in ChatEvent next)
        {
            Assert.Null(_finish);
            switch (next.Kind)
            {
                case ChatEventKind.Text:
                    _parts.Add(new TextPart(next.Text!));
                    break;
                case ChatEventKind.Refusal:
                    _parts.Add(new RefusalPart(next.Text!));
                    break;
                case ChatEventKind.Reasoning:
                    if (_parts is [.., ReasoningPart { Signature: null } open])
                        _parts[^1] = new ReasoningPart(open.Text + next.Text);
                    else
                        _parts.Add(new ReasoningPart(next.Text!));
                    break;
                case ChatEventKind.ReasoningSignature:
                    Sign(new ThoughtSignature(next.Maker, next.Text!));
                    break;
                case ChatEventKind.RedactedReasoning:
                    _parts.Add(new ReasoningPart("") { Signature = new ThoughtSignature(next.Maker, next.Text!), IsRedacted = true });
                    break;
                case ChatEventKind.ToolCall:
                    Assert.Equal(_calls.Count, next.Call);
                    Assert.NotEqual("", next.Id);
                    _calls.Add((next.Id!, next.Name!, new StringBuilder()));
                    break;
                case ChatEventKind.ToolArguments:
                    _calls[next.Call].Arguments.Append(next.Text);
                    break;
                case ChatEventKind.ToolSignature:
                    _proofs[next.Call] = new ThoughtSignature(next.Maker, next.Text!);
                    break;
                case ChatEventKind.Media:
                    var bytes = new MediaSource.Base64(next.Name!, next.Text!);
                    _parts.Add(next.Name!.StartsWith("audio/", StringComparison.Ordinal) ? new AudioPart(bytes) : new ImagePart(bytes));
                    break;
                case ChatEventKind.Logprobs:
                    _logprobs.Append(next.Json!.Value.GetRawText());
                    break;
                case ChatEventKind.Annotations:
                    _parts.Add(new TextPart("") { Annotations = next.Json });
                    break;
                case ChatEventKind.Finish:
                    (_finish, _stop) = (next.Finish, next.Text);
                    break;
                default:
                    Assert.Fail($"{next.Kind} is of no choice");
                    break;
            }
        }

        public ChatChoice Whole(int index)
        {
            var parts = new List<ContentPart>(_parts);
            for (var i = 0; i < _calls.Count; i++)
            {
                var (id, name, arguments) = _calls[i];
                parts.Add(new ToolCallPart(id, name, arguments.Length == 0 ? "{}" : arguments.ToString()) { Signature = _proofs.GetValueOrDefault(i) });
            }
            return new ChatChoice(index, parts, _finish ?? FinishReason.Stop)
            {
                StopSequence = _stop,
                Logprobs = _logprobs.Length == 0 ? null : JsonElement.Parse("{\"pieces\":[" + _logprobs.ToString().Replace("}{", "},{", StringComparison.Ordinal) + "]}"),
            };
        }

        private void Sign(ThoughtSignature proof)
        {
            if (_parts is [.., ReasoningPart { Signature: null } open])
                _parts[^1] = open with { Signature = proof };
            else
                _parts.Add(new ReasoningPart("") { Signature = proof });
        }
    }
}
