using AiGateway.Core.Catalog;

namespace AiGateway.Grains.Catalog;

/// <summary>One version of the catalog, as <see cref="CatalogJson"/> text with stored secrets only.</summary>
/// <param name="Version">Grows by one with each change; 0 is the empty catalog before the first.</param>
/// <param name="FileJson">What the catalog file declares.</param>
/// <param name="ManagedJson">What was made through the management API.</param>
[GenerateSerializer, Immutable, Alias("aigw.CatalogSnapshot")]
public sealed record CatalogSnapshot(
    [property: Id(0)] long Version,
    [property: Id(1)] string FileJson,
    [property: Id(2)] string ManagedJson)
{
    /// <summary>The version with which the managed layer became what it is; 0 before it was ever changed.</summary>
    [Id(3)] public long ManagedVersion { get; init; }
}

/// <summary>The ids of the keys of one catalog version.</summary>
[GenerateSerializer, Immutable, Alias("aigw.CatalogKeyIds")]
public sealed record CatalogKeyIds([property: Id(0)] long Version, [property: Id(1)] string[] Ids)
{
    /// <summary>The ids of the providers that have an address.</summary>
    [Id(2)] public string[] Providers { get; init; } = [];

    /// <summary>The ids of the models with a ramp.</summary>
    [Id(3)] public string[] Ramps { get; init; } = [];
}

/// <summary>What became of a change to the catalog.</summary>
/// <param name="Version">The version now in force.</param>
/// <param name="Conflict">True when somebody else changed the catalog first; nothing was done.</param>
/// <param name="Problems">Why the change was refused; empty when it is in force.</param>
[GenerateSerializer, Immutable, Alias("aigw.CatalogOutcome")]
public sealed record CatalogOutcome(
    [property: Id(0)] long Version,
    [property: Id(1)] bool Conflict,
    [property: Id(2)] CatalogProblem[] Problems)
{
    public bool Accepted => !Conflict && Problems.Length == 0;
}
