namespace AiGateway.EndToEnd.Tests.Harness;

/// <summary>How to start an edge.</summary>
public sealed record EdgeOptions
{
    public const string DefaultAdminToken = "e2e-admin-token-0123456789";

    /// <summary>Text of its catalog file; null starts it without one.</summary>
    public string? Catalog { get; init; }

    /// <summary>A catalog file that is there already, such as one that several edges share; used when <see cref="Catalog"/> is null.</summary>
    public string? CatalogPath { get; init; }

    /// <summary>A key of a consumer in the catalog, for the edge's client.</summary>
    public string? ConsumerKey { get; init; }

    /// <summary>Null lets the gateway make its own, as at a first start.</summary>
    public string? AdminToken { get; init; } = DefaultAdminToken;

    /// <summary>Further settings by name, such as <c>Gateway:HeartbeatMs</c>.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>();

    /// <summary>False returns at once, before it can serve.</summary>
    public bool WaitUntilReady { get; init; } = true;
}
