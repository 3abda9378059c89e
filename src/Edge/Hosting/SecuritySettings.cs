using AiGateway.Edge.Security;
using AiGateway.Grains.Cluster;
using AiGateway.Hosting;

namespace AiGateway.Edge.Hosting;

/// <summary>Where the installation's master key comes from; configuration section <c>Security</c>.</summary>
internal sealed record SecuritySettings
{
    public const string Section = "Security";

    /// <summary>Base64 of 32 bytes, the same at every edge of a cluster.</summary>
    public string? MasterKey { get; init; }

    /// <summary>A file that holds it; in single mode made at the first start as <c>master.key</c> in the data directory.</summary>
    public string? MasterKeyFile { get; init; }

    /// <exception cref="SettingsException">There is none, or it cannot be used.</exception>
    public MasterKey Load(ClusterMode mode, string dataDirectory)
    {
        try
        {
            if (MasterKey is { Length: > 0 } text)
                return Edge.Security.MasterKey.FromBase64(text);
            if (MasterKeyFile is { Length: > 0 } path)
                return Edge.Security.MasterKey.LoadOrCreate(path);
            if (mode == ClusterMode.Single)
                return Edge.Security.MasterKey.LoadOrCreate(Path.Combine(dataDirectory, "master.key"));
        }
        catch (MasterKeyException e)
        {
            throw new SettingsException([e.Message]);
        }
        throw new SettingsException(["In a cluster every edge needs the same master key: set Security:MasterKey or Security:MasterKeyFile. Make one with: openssl rand -base64 32"]);
    }
}
