using AiGateway.Grains.Cluster;

namespace AiGateway.Edge.Hosting;

/// <summary>Settings of the data plane; configuration section <c>Gateway</c>.</summary>
internal sealed record GatewaySettings
{
    public const string Section = "Gateway";

    public const int UsualAttempts = 3;

    /// <summary>Where this process keeps what must survive it: usage journal, master key and, in single mode, the store. One process per directory.</summary>
    public string DataDirectory { get; init; } = "data";

    /// <summary>Path of the catalog file; also <c>--config</c> or <c>AIGATEWAY_CONFIG</c>.</summary>
    public string? CatalogFile { get; init; }

    /// <summary>Path of the price file; null or empty: no price is known.</summary>
    public string? PriceFile { get; init; }

    /// <summary>Largest request body, bytes, 1 KiB–256 MiB.</summary>
    public long MaxRequestBytes { get; init; } = 32 * 1024 * 1024;

    /// <summary>Largest file a caller may send to keep at a provider, bytes, 1 KiB–16 GiB. It passes through and is not held. The same for a form with files that a model is to work on.</summary>
    public long MaxFileBytes { get; init; } = 512L * 1024 * 1024;

    /// <summary>Largest message of a realtime session, either way, bytes, 64 KiB–256 MiB.</summary>
    public int MaxFrameBytes { get; init; } = 16 * 1024 * 1024;

    /// <summary>Where forms with files are kept while their calls are under way; null: the system's directory for what is temporary.</summary>
    public string? SpoolDirectory { get; init; }

    /// <summary>Bytes of such forms on disk at one moment in the whole process, 1 MiB–16 TiB; a call beyond it is asked to come back.</summary>
    public long MaxSpooledBytes { get; init; } = 8L * 1024 * 1024 * 1024;

    /// <summary>Bytes of request bodies held at one moment in the whole process; a call beyond it is asked to come back.</summary>
    public long MaxBufferedBytes { get; init; } = 1024L * 1024 * 1024;

    /// <summary>Largest non-streamed answer, bytes, 1 KiB–1 GiB.</summary>
    public int MaxAnswerBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>Largest response that is kept for the next turn where its provider keeps none, with its input, bytes, 0–64 MiB.</summary>
    public int MaxKeptResponseBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>Silence after which a waiting client is sent a sign of life, ms, 1,000–90,000. OpenAI's .NET client gives up after 100 s.</summary>
    public int HeartbeatMs { get; init; } = 12_000;

    /// <summary>Wait for a new connection to a provider, TLS included, ms.</summary>
    public int ConnectMs { get; init; } = 5_000;

    /// <summary>Wait for response headers of one attempt, ms.</summary>
    public int FirstByteMs { get; init; } = 300_000;

    /// <summary>Wait for the first content of a streamed answer, ms.</summary>
    public int FirstTokenMs { get; init; } = 300_000;

    /// <summary>Wait between two reads of an answer, ms.</summary>
    public int BetweenTokensMs { get; init; } = 120_000;

    /// <summary>Keys tried at one target before the next target's turn, 1–10.</summary>
    public int AttemptsPerTarget { get; init; } = 3;

    /// <summary>
    /// Upstream calls for one call at the most, fallbacks included, 1–20. Null: <see cref="UsualAttempts"/>, or one for each
    /// target of a longer chain.
    /// </summary>
    public int? MaxAttempts { get; init; }

    /// <summary>
    /// How long an edge that hears nothing from the control plane goes on trusting the consumer keys it knows, seconds,
    /// 60–86,400; 0 trusts them for ever. Some may have been revoked since.
    /// </summary>
    public int TrustKeysSeconds { get; init; } = 300;

    /// <summary>Time a client may take to send its body, ms, 1,000–600,000.</summary>
    public int BodyTimeoutMs { get; init; } = 30_000;

    /// <summary>Time running calls get to finish on shutdown, seconds, 0–3,600.</summary>
    public int DrainSeconds { get; init; } = 30;

    /// <summary>
    /// Time between saying "not ready" and refusing connections on shutdown, seconds, 0–300: as long as a load balancer takes
    /// to notice. Null: 3 in a cluster, 0 alone.
    /// </summary>
    public int? LeaveSeconds { get; init; }

    /// <summary>
    /// Output tokens set aside for a call that names no cap of its own under strict limits on tokens or money, 16–1,000,000; the
    /// provider is asked to stay within them.
    /// </summary>
    public int UncappedOutputTokens { get; init; } = 4_096;

    public int LeaveSecondsIn(ClusterMode mode) => LeaveSeconds ?? (mode == ClusterMode.Single ? 0 : 3);

    /// <summary>Consumers that metrics name, the first in the order of their ids, 0–10,000; all others together are <c>other</c>.</summary>
    public int MaxConsumerLabels { get; init; } = 200;

    public IEnumerable<string> Problems()
    {
        if (string.IsNullOrWhiteSpace(DataDirectory))
            yield return "Gateway:DataDirectory is empty; name a directory this process may write to.";
        if (MaxRequestBytes is < 1024 or > 256 * 1024 * 1024)
            yield return "Gateway:MaxRequestBytes must lie between 1024 and 268435456.";
        if (MaxFileBytes is < 1024 or > 16L * 1024 * 1024 * 1024)
            yield return "Gateway:MaxFileBytes must lie between 1024 and 17179869184.";
        if (MaxFrameBytes is < 64 * 1024 or > 256 * 1024 * 1024)
            yield return "Gateway:MaxFrameBytes must lie between 65536 and 268435456.";
        if (SpoolDirectory is not null && string.IsNullOrWhiteSpace(SpoolDirectory))
            yield return "Gateway:SpoolDirectory is empty; name a directory this process may write to, or leave it out.";
        if (MaxSpooledBytes is < 1024 * 1024 or > 1L << 44)
            yield return "Gateway:MaxSpooledBytes must lie between 1048576 and 17592186044416.";
        if (MaxBufferedBytes < MaxRequestBytes)
            yield return "Gateway:MaxBufferedBytes must be at least Gateway:MaxRequestBytes.";
        if (MaxConsumerLabels is < 0 or > 10_000)
            yield return "Gateway:MaxConsumerLabels must lie between 0 and 10000.";
        if (MaxAnswerBytes is < 1024 or > 1024 * 1024 * 1024)
            yield return "Gateway:MaxAnswerBytes must lie between 1024 and 1073741824.";
        if (MaxKeptResponseBytes is < 0 or > 64 * 1024 * 1024)
            yield return "Gateway:MaxKeptResponseBytes must lie between 0 and 67108864.";
        if (HeartbeatMs is < 1_000 or > 90_000)
            yield return "Gateway:HeartbeatMs must lie between 1000 and 90000.";
        foreach (var (name, value) in new[] { (nameof(ConnectMs), ConnectMs), (nameof(FirstByteMs), FirstByteMs), (nameof(FirstTokenMs), FirstTokenMs), (nameof(BetweenTokensMs), BetweenTokensMs) })
        {
            if (value is < 100 or > 3_600_000)
                yield return $"Gateway:{name} must lie between 100 and 3600000.";
        }
        if (UncappedOutputTokens is < 16 or > 1_000_000)
            yield return "Gateway:UncappedOutputTokens must lie between 16 and 1000000.";
        if (AttemptsPerTarget is < 1 or > 10)
            yield return "Gateway:AttemptsPerTarget must lie between 1 and 10.";
        if (MaxAttempts is < 1 or > 20)
            yield return "Gateway:MaxAttempts must lie between 1 and 20.";
        if (TrustKeysSeconds is not (0 or (>= 60 and <= 86_400)))
            yield return "Gateway:TrustKeysSeconds must lie between 60 and 86400, or be 0 to trust keys for ever.";
        if (BodyTimeoutMs is < 1_000 or > 600_000)
            yield return "Gateway:BodyTimeoutMs must lie between 1000 and 600000.";
        if (DrainSeconds is < 0 or > 3_600)
            yield return "Gateway:DrainSeconds must lie between 0 and 3600.";
        if (LeaveSeconds is < 0 or > 300)
            yield return "Gateway:LeaveSeconds must lie between 0 and 300.";
    }
}
