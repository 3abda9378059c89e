namespace AiGateway.EndToEnd.Tests.Telemetry;

/// <summary>One data point of a histogram as it was exported.</summary>
public sealed record OtlpPoint(string Metric, string Unit, ulong Count, double Sum, IReadOnlyDictionary<string, string> Attributes)
{
    private const int Histogram = 9;

    public string? this[string attribute] => Attributes.GetValueOrDefault(attribute);

    /// <summary>The histograms' points of an ExportMetricsServiceRequest.</summary>
    public static IEnumerable<OtlpPoint> All(WireMessage request) =>
        from resource in request.All(1)
        from scope in resource.All(2)
        from metric in scope.All(2)
        from point in metric.One(Histogram).All(1)
        select new OtlpPoint(metric.Text(1), metric.Text(3), point.Integer(4), point.Double(5), OtlpAttributes.Read(point.All(9)));

    public override string ToString() => $"{Metric} {Count} {Sum} {string.Join(", ", Attributes.Select(a => $"{a.Key}={a.Value}"))}";
}
