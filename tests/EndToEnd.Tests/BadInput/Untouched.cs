using AiGateway.EndToEnd.Tests.Harness;

namespace AiGateway.EndToEnd.Tests.BadInput;

internal static class Untouched
{
    /// <summary>Its provider was not asked, and there is no record for its consumer; then makes a call that leaves one.</summary>
    public static async Task NothingHappened(this Lane lane)
    {
        Assert.Empty(await lane.Calls());
        // What a later call leaves is there, so what these had left would be too.
        _ = (await lane.Chat()).Ok;
        var records = await Eventually.Get(async () => (await lane.Admin.Get($"/admin/v1/usage/calls?consumer={lane.Id}")).Ok["data"]!.AsArray(), found => found.Count > 0);
        Assert.Single(records);
    }
}
