using System.Text.Json;
using AiGateway.Edge.Api.OpenAi;

namespace AiGateway.Edge.Api.Values;

/// <summary>Where the values of a request stand in its body, and where those it lacks could.</summary>
internal sealed class ValuePlaces
{
    private readonly ValuePaths _paths;
    private readonly List<(ValueName Name, ByteRange Value)> _values = [];

    private ValuePlaces(ValuePaths paths) => _paths = paths;

    /// <summary>The whole body.</summary>
    public ObjectPlace Root { get; private set; }

    /// <summary>The object that holds some of them; empty when it is not there.</summary>
    public ObjectPlace Owner { get; private set; }

    /// <summary>One reading of a body.</summary>
    /// <param name="body">A JSON object.</param>
    /// <param name="paths">What to look for.</param>
    public static ValuePlaces Find(ReadOnlySpan<byte> body, ValuePaths paths)
    {
        var places = new ValuePlaces(paths);
        var json = new Utf8JsonReader(body);
        json.Read();
        places.Root = places.Read(ref json, inOwner: false);
        return places;
    }

    /// <summary>A value; empty when it is not there. Of two members of one name it is the last, which is the one most readers take.</summary>
    public ByteRange Of(ValueName name) => _values.FindLast(found => found.Name == name).Value;

    private ObjectPlace Read(ref Utf8JsonReader json, bool inOwner)
    {
        var (start, inside, hasMembers) = (json.TokenStartIndex, (int)json.BytesConsumed, false);
        while (json.NextMember())
        {
            hasMembers = true;
            var name = _paths.At(in json, inOwner);
            var isOwner = !inOwner && _paths.Owner?.IsAt(in json) == true;
            json.Read();
            if (isOwner && json.TokenType == JsonTokenType.StartObject)
            {
                Owner = Read(ref json, inOwner: true);
                continue;
            }

            var value = json.SkipValue();
            if (isOwner)
                Owner = new(value, 0, false);
            else if (name is not null)
                _values.Add((name, value));
        }

        return new(ByteRange.Between(start, json.BytesConsumed), inside, hasMembers);
    }
}

/// <param name="Value">All of it; empty when it is not there.</param>
/// <param name="Inside">Behind its opening brace; 0 when it is no object.</param>
/// <param name="HasMembers">Whether a comma must follow what is put there.</param>
internal readonly record struct ObjectPlace(ByteRange Value, int Inside, bool HasMembers);
