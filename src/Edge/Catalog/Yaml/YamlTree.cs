using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using ScalarEvent = YamlDotNet.Core.Events.Scalar;

namespace AiGateway.Edge.Catalog.Yaml;

/// <summary>
/// Builds the tree of one YAML document from the parser's events, which lets it refuse what a catalog has no use for
/// before it costs anything: anchors and aliases (a kilobyte of them can stand for gigabytes), tags, deep nesting,
/// further documents.
/// </summary>
internal sealed class YamlTree
{
    /// <summary>Several times what a catalog needs.</summary>
    private const int MostNested = 32;

    private static readonly string[] Nulls = ["", "~", "null", "Null", "NULL"];

    private readonly IParser _parser;
    private int _depth;

    private YamlTree(IParser parser) => _parser = parser;

    /// <returns>The document; null when there is none.</returns>
    /// <exception cref="YamlException">The text is not YAML, or uses what is refused here.</exception>
    public static YamlNode? Read(IParser parser)
    {
        parser.Consume<StreamStart>();
        if (parser.Accept<StreamEnd>(out _))
            return null;

        parser.Consume<DocumentStart>();
        var root = new YamlTree(parser).ReadNode();
        parser.Consume<DocumentEnd>();
        if (parser.Accept<DocumentStart>(out var second))
            throw Refuse(second, "a second document begins here; the file is to hold one, so remove the --- line");
        return root;
    }

    private YamlNode ReadNode()
    {
        if (_parser.Accept<AnchorAlias>(out var alias))
            throw Refuse(alias, "aliases are not supported; write the value out, or put it in quotes if the * is meant as it stands");
        var node = _parser.Current as NodeEvent ?? throw Refuse(_parser.Current!, "a value is expected here");
        if (!node.Anchor.IsEmpty)
            throw Refuse(node, "anchors are not supported; remove it, or put the value in quotes if the & is meant as it stands");
        if (!node.Tag.IsEmpty && !node.Tag.IsNonSpecific)
            throw Refuse(node, "tags are not supported; remove it, or put the value in quotes if the ! is meant as it stands");

        return node switch
        {
            ScalarEvent => ReadScalar(),
            SequenceStart => Nested(node, ReadList),
            _ => Nested(node, ReadMap),
        };
    }

    private YamlNode Nested(NodeEvent node, Func<YamlNode> read)
    {
        if (++_depth > MostNested)
            throw Refuse(node, $"is nested more than {MostNested} deep");
        var result = read();
        _depth--;
        return result;
    }

    private YamlScalar ReadScalar()
    {
        var scalar = _parser.Consume<ScalarEvent>();
        var isPlain = scalar.Style == ScalarStyle.Plain;
        return new YamlScalar(FilePosition.Of(scalar.Start), VariableMask.Show(scalar.Value), isPlain && Nulls.Contains(scalar.Value), isPlain);
    }

    private YamlList ReadList()
    {
        var start = _parser.Consume<SequenceStart>();
        var items = new List<YamlNode>();
        while (!_parser.TryConsume<SequenceEnd>(out _))
            items.Add(ReadNode());
        return new YamlList(FilePosition.Of(start.Start), items);
    }

    private YamlMap ReadMap()
    {
        var start = _parser.Consume<MappingStart>();
        var fields = new List<YamlField>();
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            if (!_parser.Accept<ScalarEvent>(out var name))
                throw Refuse(_parser.Current!, "a field's name must be plain text");
            fields.Add(new YamlField(FilePosition.Of(name.Start), ((YamlScalar)ReadNode()).Text, ReadNode()));
        }

        return new YamlMap(FilePosition.Of(start.Start), fields);
    }

    private static YamlException Refuse(ParsingEvent at, string message) => new(at.Start, at.End, message);
}
