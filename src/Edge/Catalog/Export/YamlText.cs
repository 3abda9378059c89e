using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using ScalarEvent = YamlDotNet.Core.Events.Scalar;

namespace AiGateway.Edge.Catalog.Export;

/// <summary>Writes a tree of JSON as YAML that the reader of the catalog file takes for the same.</summary>
internal static partial class YamlText
{
    private const string VariableMark = "\u0000";

    /// <summary>Stands for <c>${NAME}</c>; any other text that looks like one is written so that it stays as it is.</summary>
    public static JsonNode Variable(string name) => JsonValue.Create($"{VariableMark}${{{name}}}");

    public static string Of(JsonObject root)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        // Its own width would break long texts into lines.
        var emitter = new Emitter(text, new EmitterSettings(bestIndent: 2, bestWidth: int.MaxValue, isCanonical: false, maxSimpleKeyLength: 1024, newLine: "\n").WithIndentedSequences());
        emitter.Emit(new StreamStart());
        emitter.Emit(new DocumentStart(null, null, isImplicit: true));
        Write(emitter, root);
        emitter.Emit(new DocumentEnd(isImplicit: true));
        emitter.Emit(new StreamEnd());
        return text.ToString();
    }

    private static void Write(Emitter emitter, JsonNode node)
    {
        switch (node)
        {
            case JsonObject map:
                emitter.Emit(new MappingStart(AnchorName.Empty, TagName.Empty, isImplicit: true, MappingStyle.Block));
                foreach (var (name, value) in map)
                {
                    emitter.Emit(Text(name));
                    Write(emitter, value!);
                }
                emitter.Emit(new MappingEnd());
                break;
            case JsonArray list:
                var style = list.All(item => item is JsonValue) ? SequenceStyle.Flow : SequenceStyle.Block;
                emitter.Emit(new SequenceStart(AnchorName.Empty, TagName.Empty, isImplicit: true, style));
                foreach (var item in list)
                    Write(emitter, item!);
                emitter.Emit(new SequenceEnd());
                break;
            default:
                emitter.Emit(Value(node.AsValue()));
                break;
        }
    }

    private static ScalarEvent Value(JsonValue value) => value.GetValueKind() switch
    {
        JsonValueKind.String => Text(value.GetValue<string>()),
        JsonValueKind.Number => Plain(Digits(value.ToJsonString())),
        _ => Plain(value.ToJsonString()),
    };

    private static ScalarEvent Text(string text)
    {
        if (text.StartsWith(VariableMark, StringComparison.Ordinal))
            return Plain(text[VariableMark.Length..]);
        return Harmless().IsMatch(text)
            ? Plain(text)
            : new ScalarEvent(AnchorName.Empty, TagName.Empty, text.Replace("${", "$${", StringComparison.Ordinal), ScalarStyle.DoubleQuoted, isPlainImplicit: false, isQuotedImplicit: true);
    }

    /// <summary>The reader takes no exponents.</summary>
    private static string Digits(string number) => number.Contains('E', StringComparison.OrdinalIgnoreCase)
        ? decimal.Parse(number, NumberStyles.Float, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture)
        : number;

    private static ScalarEvent Plain(string text) => new(AnchorName.Empty, TagName.Empty, text, ScalarStyle.Plain, isPlainImplicit: true, isQuotedImplicit: false);

    // Whatever else a text may be taken for, such as nothing, is quoted.
    [GeneratedRegex(@"^(?!(?:null|Null|NULL|true|false|yes|no|on|off|y|n)$)[A-Za-z](?:[A-Za-z0-9_./-]|:(?=/))*$", RegexOptions.CultureInvariant)]
    private static partial Regex Harmless();
}
