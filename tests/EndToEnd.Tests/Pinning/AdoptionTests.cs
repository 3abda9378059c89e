using System.Net.Http.Headers;
using AiGateway.EndToEnd.Tests.Harness;

namespace AiGateway.EndToEnd.Tests.Pinning;

/// <summary>Files that are older than the gateway.</summary>
public sealed class AdoptionTests(SharedGateway gateway)
{
    [Fact]
    public async Task An_object_the_gateway_does_not_know_belongs_to_who_names_it_first_where_the_catalog_allows_it()
    {
        using var lane = await gateway.Lane();
        using var stranger = await gateway.Lane();
        _ = (await lane.Admin.Put($"/admin/v1/providers/{lane.Id}", new
        {
            id = lane.Id, baseUrl = lane.Fake.BaseUrl, objects = "any", keys = new[] { new { id = lane.KeyId(1) } },
        })).Ok;
        using var direct = new HttpClient { BaseAddress = lane.Fake.Address };
        direct.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", lane.Secret(1));
        var old = await direct.UploadedId([1, 2, 3]);

        Assert.Empty(await lane.Http.AllIds("files", limit: 10));
        Assert.Equal(200, (await lane.Http.GetAnswer($"/v1/files/{old}")).Status);

        Assert.Equal([old], await lane.Http.AllIds("files", limit: 10));
        Assert.Equal(404, (await stranger.Http.GetAnswer($"/v1/files/{old}")).Status);
        Assert.Equal("No such File object: file-nobodys", (await lane.Http.GetAnswer("/v1/files/file-nobodys")).Error["message"]!.GetValue<string>());
    }
}
