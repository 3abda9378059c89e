namespace AiGateway.Grains.Catalog;

/// <summary>The stored form of the catalog.</summary>
public sealed class CatalogState
{
    /// <summary>A layer that was never changed.</summary>
    public const string Nothing = "{}";

    public long Version { get; set; }

    public string FileJson { get; set; } = Nothing;

    /// <summary>Identifies the text the file layer was made from, so that a restart with an unchanged file changes nothing.</summary>
    public string FileHash { get; set; } = "";

    public string ManagedJson { get; set; } = Nothing;

    /// <summary>The version with which the managed layer became what it is; 0 before it was ever changed.</summary>
    public long ManagedVersion { get; set; }
}
