namespace AiGateway.Grains;

/// <summary>Names of the stores grains keep their state in; every host registers all of them.</summary>
public static class GrainStorageNames
{
    /// <summary>Truth that is kept until it is deleted: catalog, key health, limit ledgers, hour and day roll-ups.</summary>
    public const string Gateway = "gateway";

    /// <summary>Minute roll-ups and call records; the store forgets them after <see cref="RecentLifetime"/>.</summary>
    public const string Recent = "recent";

    /// <summary>Who made which thought's signature; the store forgets one that was not used for <see cref="Cluster.ClusterSettings.SignatureDays"/>.</summary>
    public const string Signatures = "signatures";

    /// <summary>Who made which file and batch; the store forgets what was not used for <see cref="ObjectLifetime"/>.</summary>
    public const string Objects = "objects";

    /// <summary>Responses that no provider keeps; the store forgets what was not used for <see cref="Cluster.ClusterSettings.ResponseDays"/>.</summary>
    public const string Responses = "responses";

    public static readonly TimeSpan ObjectLifetime = TimeSpan.FromDays(400);

    public static readonly TimeSpan RecentLifetime = TimeSpan.FromHours(48);
}
