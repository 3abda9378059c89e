namespace AiGateway.Hosting;

/// <summary>Histogram bounds: what the OpenTelemetry semantic conventions for generative AI advise, and the gateway's own.</summary>
internal static class GenAiBuckets
{
    private static readonly double[] Seconds = [0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92];
    private static readonly double[] Tokens = [1, 4, 16, 64, 256, 1024, 4096, 16384, 65536, 262144, 1048576, 4194304, 16777216, 67108864];

    private static readonly double[] FirstToken = [0.001, 0.005, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.25, 0.5, 0.75, 1.0, 2.5, 5.0, 7.5, 10.0];

    private static readonly double[] OutputToken = [0.01, 0.025, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.75, 1.0, 2.5];

    /// <summary>The gateway's own time is far below what a model takes.</summary>
    private static readonly double[] Overhead = [0.00005, 0.0001, 0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 1];

    public static IReadOnlyList<(string Instrument, double[] Bounds)> All { get; } =
    [
        ("gen_ai.client.token.usage", Tokens),
        ("gen_ai.client.operation.duration", Seconds),
        ("gen_ai.client.operation.time_to_first_chunk", Seconds),
        ("gen_ai.server.request.duration", Seconds),
        ("gen_ai.server.time_per_output_token", OutputToken),
        ("gen_ai.server.time_to_first_token", FirstToken),
        ("aigateway.overhead", Overhead),
        ("aigateway.consumer.duration", Seconds),
        ("aigateway.shadow.duration", Seconds),
        ("aigateway.shadow.time_to_first_token", FirstToken),
    ];
}
