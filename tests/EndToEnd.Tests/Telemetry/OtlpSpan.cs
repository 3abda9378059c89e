namespace AiGateway.EndToEnd.Tests.Telemetry;

/// <summary>One span as it was exported. Ids are lower-case hexadecimal; a root has an empty parent.</summary>
public sealed record OtlpSpan(
    string Service, string Source, string TraceId, string Id, string Parent, string Name, OtlpKind Kind,
    ulong StartNs, ulong EndNs, IReadOnlyDictionary<string, string> Attributes, bool IsError, string StatusText)
{
    private const ulong ErrorStatus = 2;

    public TimeSpan Duration => TimeSpan.FromMicroseconds((EndNs - StartNs) / 1000.0);

    public string? this[string attribute] => Attributes.GetValueOrDefault(attribute);

    /// <summary>The spans of an ExportTraceServiceRequest.</summary>
    public static IEnumerable<OtlpSpan> All(WireMessage request) =>
        from resource in request.All(1)
        let service = OtlpAttributes.Read(resource.One(1).All(1)).GetValueOrDefault("service.name", "")
        from scope in resource.All(2)
        from span in scope.All(2)
        let status = span.One(15)
        select new OtlpSpan(
            service, scope.One(1).Text(1), span.Hex(1), span.Hex(2), span.Hex(4), span.Text(5), (OtlpKind)span.Integer(6),
            span.Integer(7), span.Integer(8), OtlpAttributes.Read(span.All(9)), status.Integer(3) == ErrorStatus, status.Text(2));

    public override string ToString() =>
        $"{Source}: {Name} ({Kind}) {TraceId}/{Id} below {Parent} {Duration.TotalMilliseconds:0.0} ms {string.Join(", ", Attributes.Select(a => $"{a.Key}={a.Value}"))} {(IsError ? $"error {StatusText}" : "")}";
}

/// <summary>Kinds of spans by their numbers in OTLP.</summary>
public enum OtlpKind
{
    Unspecified,
    Internal,
    Server,
    Client,
}
