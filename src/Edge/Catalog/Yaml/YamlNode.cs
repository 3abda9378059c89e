namespace AiGateway.Edge.Catalog.Yaml;

/// <summary>A piece of a YAML document and where it began. No record: scalars may be secrets and must not print themselves.</summary>
/// <param name="at">Its first character.</param>
internal abstract class YamlNode(FilePosition at)
{
    public FilePosition At { get; } = at;
}

/// <param name="at">Its first character.</param>
/// <param name="text">As written, variables not yet replaced.</param>
/// <param name="isNull">Whether it is one of YAML's spellings of nothing.</param>
/// <param name="isPlain">Whether it was written without quotes, so that YAML may take it for a number.</param>
internal sealed class YamlScalar(FilePosition at, string text, bool isNull, bool isPlain) : YamlNode(at)
{
    public string Text { get; } = text;

    public bool IsNull { get; } = isNull;

    public bool IsPlain { get; } = isPlain;
}

internal sealed class YamlList(FilePosition at, IReadOnlyList<YamlNode> items) : YamlNode(at)
{
    public IReadOnlyList<YamlNode> Items { get; } = items;
}

/// <summary>Duplicate names are kept; who knows the path refuses them.</summary>
internal sealed class YamlMap(FilePosition at, IReadOnlyList<YamlField> fields) : YamlNode(at)
{
    public IReadOnlyList<YamlField> Fields { get; } = fields;
}

/// <summary>One name and value of a mapping.</summary>
internal sealed class YamlField(FilePosition at, string name, YamlNode value)
{
    public FilePosition At { get; } = at;

    public string Name { get; } = name;

    public YamlNode Value { get; } = value;
}
