using System.Globalization;

namespace AiGateway.EndToEnd.Tests.Telemetry;

/// <summary>Attributes as they came: key = 1, value = 2, and of a value string = 1, bool = 2, int = 3, double = 4.</summary>
public static class OtlpAttributes
{
    public static IReadOnlyDictionary<string, string> Read(IEnumerable<WireMessage> pairs) =>
        pairs.ToDictionary(pair => pair.Text(1), pair => Value(pair.One(2)));

    private static string Value(WireMessage value)
    {
        if (value.Has(2))
            return value.Integer(2) == 1 ? "true" : "false";
        if (value.Has(3))
            return ((long)value.Integer(3)).ToString(CultureInfo.InvariantCulture);
        return value.Has(4) ? value.Double(4).ToString(CultureInfo.InvariantCulture) : value.Text(1);
    }
}
