using System.Text;
using YamlDotNet.Core;

namespace AiGateway.Edge.Catalog.Yaml;

/// <summary>Text to tree, whatever the text: all that can be wrong comes out as a place and a message.</summary>
internal static class YamlSource
{
    /// <summary>Bytes of UTF-8. Thousands of keys fit, and hostile input stays cheap.</summary>
    public const int MostBytes = 1 << 20;

    // What YAML gives a meaning at the start of a value, so that text which begins with it needs quotes.
    private const string Indicators = "*&!%@`|>?";

    /// <param name="most">Bytes of UTF-8 that the text may have.</param>
    /// <returns>False when the text is not YAML; then there is a message.</returns>
    public static bool TryRead(string text, out YamlNode? root, out FilePosition at, out string message, int most = MostBytes)
    {
        (root, at, message) = (null, FilePosition.Start, "");
        if (Encoding.UTF8.GetByteCount(text) > most)
            message = $"the file is larger than {most >> 20} MiB; move part of it to the management API";
        else if (text.IndexOf('\0', StringComparison.Ordinal) is >= 0 and var nul)
            (at, message) = (FilePosition.Of(text, nul), "holds a zero byte; save the file as UTF-8 text");
        else if (VariableMask.IndexOfReserved(text) is >= 0 and var reserved)
            (at, message) = (FilePosition.Of(text, reserved), "holds a Unicode noncharacter; remove it");
        else
            return TryParse(text.TrimStart('\uFEFF'), out root, out at, out message);
        return false;
    }

    private static bool TryParse(string text, out YamlNode? root, out FilePosition at, out string message)
    {
        (root, at, message) = (null, FilePosition.Start, "");
        var parser = new Parser(new StringReader(VariableMask.Hide(text)));
        try
        {
            root = YamlTree.Read(parser);
            return true;
        }
        catch (YamlException e)
        {
            at = FilePosition.Of(e.Start);
            message = VariableMask.Show(e.Message) + Hint(text, e);
        }
        catch (Exception)
        {
            // The scanner lets others through, as for an escape beyond Unicode; none of them may stop the gateway.
            at = parser.Current is { } last ? FilePosition.Of(last.End) : FilePosition.Start;
            message = "what follows is not valid YAML; check quotes and escapes";
        }

        return false;
    }

    private static string Hint(string text, YamlException e) =>
        e is SyntaxErrorException && e.Start.Index >= 0 && e.Start.Index < text.Length
            && Indicators.Contains(text[(int)e.Start.Index], StringComparison.Ordinal)
            ? $" If '{text[(int)e.Start.Index]}' is meant as it stands, put the value in quotes."
            : "";
}
