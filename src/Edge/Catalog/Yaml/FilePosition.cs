using YamlDotNet.Core;

namespace AiGateway.Edge.Catalog.Yaml;

/// <summary>A place in a file; both numbers from 1.</summary>
internal readonly record struct FilePosition(int Line, int Column)
{
    public static FilePosition Start { get; } = new(1, 1);

    public static FilePosition Of(Mark mark) => new((int)mark.Line, (int)mark.Column);

    public static FilePosition Of(string text, int index)
    {
        var before = text.AsSpan(0, index);
        return new(before.Count('\n') + 1, index - before.LastIndexOf('\n'));
    }
}
