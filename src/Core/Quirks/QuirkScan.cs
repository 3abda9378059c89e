using System.Text.Json;

namespace AiGateway.Core.Quirks;

/// <summary>One reading of a body. What nothing is known of is passed over.</summary>
internal ref struct QuirkScan(ReadOnlySpan<byte> body, bool refuses)
{
    private readonly ReadOnlySpan<byte> _body = body;
    private readonly List<Member> _members = [];
    private readonly List<QuirkEdit> _edits = [];
    private readonly List<string> _dropped = [];
    private Utf8JsonReader _json = new(body);
    private string? _refused;

    private enum Verdict : byte
    {
        Kept,
        Dropped,
        Renamed,
    }

    /// <summary>What is found in a body that is one JSON object.</summary>
    public QuirkFindings Read(QuirkNode root)
    {
        try
        {
            if (!_json.Read() || _json.TokenType != JsonTokenType.StartObject)
                return QuirkFindings.None;
            ReadObject(root);
        }
        catch (JsonException)
        {
            // Who forwards bodies has read them; what is none has nothing to change.
            return QuirkFindings.None;
        }

        if (_refused is not null)
            return new QuirkFindings { Refused = _refused };
        if (_edits.Count == 0)
            return QuirkFindings.None;
        _edits.Sort(static (a, b) => a.Start.CompareTo(b.Start));
        return new QuirkFindings { Edits = _edits, Dropped = _dropped };
    }

    private void ReadObject(QuirkNode node)
    {
        var first = _members.Count;
        while (_json.Read() && _json.TokenType == JsonTokenType.PropertyName)
        {
            var start = (int)_json.TokenStartIndex;
            var nameEnd = start + _json.ValueSpan.Length + 2;
            var known = node.Find(in _json);
            _json.Read();
            var verdict = ReadValue(known);
            _members.Add(new Member(start, nameEnd, (int)_json.BytesConsumed, verdict, known));
        }

        DropDoubles(first);
        AddEdits(first);
        _members.RemoveRange(first, _members.Count - first);
    }

    /// <summary>Leaves the reader at the value's end.</summary>
    private Verdict ReadValue(QuirkNode? known)
    {
        switch (known)
        {
            case null:
                _json.Skip();
                return Verdict.Kept;
            case { IsDropped: true }:
                if (!IdleValue.Is(known.Name, _json) && known.Path != RequestQuirks.StreamOptions)
                    Drop(known.Path);
                _json.Skip();
                return Verdict.Dropped;
            case { NewName: not null }:
                var verdict = _json.TokenType == JsonTokenType.Null ? Verdict.Dropped : Verdict.Renamed;
                _json.Skip();
                return verdict;
            case { Elements: { } elements } when _json.TokenType == JsonTokenType.StartArray:
                ReadElements(elements);
                return Verdict.Kept;
            case { HasMembers: true } when _json.TokenType == JsonTokenType.StartObject:
                ReadObject(known);
                return Verdict.Kept;
            default:
                _json.Skip();
                return Verdict.Kept;
        }
    }

    private void ReadElements(QuirkNode elements)
    {
        while (_json.Read() && _json.TokenType != JsonTokenType.EndArray)
        {
            if (_json.TokenType == JsonTokenType.StartObject && elements.HasMembers)
                ReadObject(elements);
            else
                _json.Skip();
        }
    }

    private void Drop(string path)
    {
        if (refuses)
            _refused ??= path;
        if (!_dropped.Contains(path))
            _dropped.Add(path);
    }

    /// <summary>A caller that sent both names has said what it wants by the one its provider knows.</summary>
    private readonly void DropDoubles(int first)
    {
        for (var i = first; i < _members.Count; i++)
        {
            if (_members[i] is not { Verdict: Verdict.Renamed, Known: { NewName: { } name } known } || !IsTaken(first, i, name))
                continue;
            _members[i] = _members[i] with { Verdict = Verdict.Dropped };
            if (!_dropped.Contains(known.Path))
                _dropped.Add(known.Path);
        }
    }

    private readonly bool IsTaken(int first, int self, string name)
    {
        for (var i = first; i < _members.Count; i++)
        {
            var member = _members[i];
            if ((i < self && member is { Verdict: Verdict.Renamed, Known: { } other } && other.NewName == name)
                || (member.Verdict == Verdict.Kept && IsNamed(member, name)))
                return true;
        }

        return false;
    }

    private readonly bool IsNamed(in Member member, string name)
    {
        var json = new Utf8JsonReader(_body[member.Start..member.NameEnd]);
        return json.Read() && json.ValueTextEquals(name);
    }

    /// <summary>A member goes with the comma before it; one with nothing before it that stays, with the comma behind it.</summary>
    private readonly void AddEdits(int first)
    {
        var stays = false;
        for (var i = first; i < _members.Count; i++)
        {
            var member = _members[i];
            if (member.Verdict == Verdict.Dropped)
            {
                var start = stays ? _members[i - 1].End : member.Start;
                var end = stays || i + 1 == _members.Count ? member.End : _members[i + 1].Start;
                _edits.Add(new QuirkEdit(start, end - start, default));
                continue;
            }

            stays = true;
            if (member.Verdict == Verdict.Renamed)
                _edits.Add(new QuirkEdit(member.Start, member.NameEnd - member.Start, member.Known!.QuotedNewName));
        }
    }

    private readonly record struct Member(int Start, int NameEnd, int End, Verdict Verdict, QuirkNode? Known);
}
