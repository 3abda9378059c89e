using AiGateway.EndToEnd.Tests.Cluster;
using AiGateway.EndToEnd.Tests.Harness;

namespace AiGateway.EndToEnd.Tests.HealthProof;

/// <summary>Finds out which silo the owner of a key lives on: the one that says in its log that the key was disabled.</summary>
internal static class OwnerLog
{
    public static async Task<SiloProcess> SiloOf(string key, AdminClient admin, IReadOnlyList<SiloProcess> silos)
    {
        var said = $"Key {key} is Disabled";
        var before = silos.Select(silo => Count(silo, said)).ToList();
        await Done(admin, $"/admin/v1/keys/{key}/disable");
        var owner = await Eventually.Get(() => Task.FromResult(silos.Where((silo, i) => Count(silo, said) > before[i]).FirstOrDefault()), silo => silo is not null);
        await Done(admin, $"/admin/v1/keys/{key}/enable");
        return owner!;
    }

    /// <summary>Owners that are on the move after a silo has joined do not answer.</summary>
    private static Task Done(AdminClient admin, string path) => Eventually.Holds(async () => (await admin.Post(path)).Status == 200);

    private static int Count(SiloProcess silo, string said) => silo.Process.Output.Lines.Count(line => line.Contains(said, StringComparison.Ordinal));
}
