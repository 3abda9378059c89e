using System.Net;

namespace AiGateway.Grains.Cluster;

/// <summary>How a process takes part in the cluster; configuration section <c>Cluster</c>.</summary>
public sealed record ClusterSettings
{
    public const string Section = "Cluster";

    public ClusterMode Mode { get; init; } = ClusterMode.Single;

    /// <summary>StackExchange.Redis connection string; required when <see cref="Mode"/> is Redis.</summary>
    public string? Redis { get; init; }

    /// <summary>In Redis mode: true makes an edge process host a silo as well. Has no effect on a silo process.</summary>
    public bool HostSilo { get; init; }

    /// <summary>Separates deployments that share one Redis. Letters, digits, dashes.</summary>
    public string ClusterId { get; init; } = "aigateway";

    /// <summary>Port silos use among themselves, 1–65,535; 0 in single mode picks a free one.</summary>
    public int SiloPort { get; init; }

    /// <summary>Port edges reach the silo at, 1–65,535; 0 in single mode picks a free one.</summary>
    public int GatewayPort { get; init; }

    /// <summary>Address other nodes reach this one at; null takes loopback in single mode and the first network address otherwise.</summary>
    public string? AdvertisedIp { get; init; }

    /// <summary>Days without use after which it is forgotten which account made a thought's signature, 1–400. The same on all silos.</summary>
    public int SignatureDays { get; init; } = 30;

    /// <summary>Days without use after which a response that the gateway keeps is forgotten, 1–400. The same on all silos.</summary>
    public int ResponseDays { get; init; } = 30;

    /// <summary>Every problem with these settings, each saying what to do.</summary>
    public IEnumerable<string> Problems()
    {
        if (Mode == ClusterMode.Redis && string.IsNullOrWhiteSpace(Redis))
            yield return "Cluster:Mode is Redis but Cluster:Redis is empty; set it to a connection string such as 127.0.0.1:6379.";
        if (Mode == ClusterMode.Single && !string.IsNullOrWhiteSpace(Redis))
            yield return "Cluster:Redis is set but Cluster:Mode is Single; set Cluster:Mode to Redis or remove Cluster:Redis.";
        if (SiloPort is < 0 or > 65535 || GatewayPort is < 0 or > 65535)
            yield return "Cluster:SiloPort and Cluster:GatewayPort must lie between 0 and 65535.";
        if (AdvertisedIp is not null && !IPAddress.TryParse(AdvertisedIp, out _))
            yield return $"Cluster:AdvertisedIp '{AdvertisedIp}' is not an IP address; give one other nodes can reach.";
        if (SignatureDays is < 1 or > 400)
            yield return "Cluster:SignatureDays must lie between 1 and 400.";
        if (ResponseDays is < 1 or > 400)
            yield return "Cluster:ResponseDays must lie between 1 and 400.";
        if (ClusterId.Length is 0 or > 64 || !ClusterId.All(c => char.IsAsciiLetterOrDigit(c) || c == '-'))
            yield return "Cluster:ClusterId must be 1 to 64 letters, digits or dashes.";
    }
}
