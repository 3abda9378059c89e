using AiGateway.Core.Catalog;
using AiGateway.Edge.Catalog.Yaml;

namespace AiGateway.Edge.Catalog;

/// <summary>One reading of a catalog file: what replaces variables, and what collects problems.</summary>
internal sealed record CatalogFileReading(Variables Variables, CatalogFileLog Log)
{
    /// <summary>The stored secret that a variable in place of one stands for; null where variables are only those of <see cref="Variables"/>.</summary>
    public Func<string, Secret?>? Stored { get; init; }

    /// <summary>Reads a mapping, and refuses the fields that <paramref name="read"/> did not ask for.</summary>
    /// <remarks>What is no mapping is read as an empty one, so that the items of a list keep their numbers.</remarks>
    public T Map<T>(YamlNode node, string path, Func<CatalogFileFields, T> read)
    {
        if (node is not YamlMap)
            Log.Add(path, node.At, $"must be a mapping of fields to values, not {Kind(node)}");
        var fields = new CatalogFileFields(this, path, node is YamlMap map ? map.Fields : []);
        var result = read(fields);
        fields.RefuseOthers();
        return result;
    }

    public string? Text(YamlNode node, string path)
    {
        if (node is YamlScalar { IsNull: false } scalar)
            return Variables.Expand(scalar.Text, message => Log.Add(path, node.At, message));
        Log.Add(path, node.At, $"must be text, not {Kind(node)}");
        return null;
    }

    public Secret? Secret(YamlNode node, string path)
    {
        if (Stored is null || node is not YamlScalar { IsNull: false } scalar || Variables.SoleName(scalar.Text) is not { } name)
            return Text(node, path) is { } text ? Core.Catalog.Secret.Plain(text) : null;
        if (Stored(name) is { } stored)
            return stored;
        Log.Add(path, node.At, $"${{{name}}} stands for no secret that is stored here; write the secret itself");
        return null;
    }

    public static string Kind(YamlNode node) => node switch
    {
        YamlMap => "a mapping",
        YamlList => "a list",
        YamlScalar { IsNull: true } => "nothing",
        _ => "text",
    };
}
