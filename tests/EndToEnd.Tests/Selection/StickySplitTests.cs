using System.Text.Json;
using AiGateway.EndToEnd.Tests.Harness;

namespace AiGateway.EndToEnd.Tests.Selection;

/// <summary>A share of users that is raised while they call.</summary>
public sealed class StickySplitTests(SharedGateway gateway)
{
    private const int Users = 120;

    [Fact]
    public async Task No_user_is_sent_back_while_the_share_of_the_new_model_is_raised()
    {
        using var canary = await gateway.Lane();
        using var lane = await gateway.Lane();
        var before = new HashSet<int>();
        foreach (var share in new[] { 5, 25, 60 })
        {
            _ = (await lane.Admin.Put($"/admin/v1/models/{lane.Model}", new
            {
                id = lane.Model,
                sticky = new { by = "header", header = "x-user-id" },
                targets = new[] { new { provider = lane.Id, model = "fake-chat", weight = 100 - share }, new { provider = canary.Id, model = "fake-chat", weight = share } },
            })).Ok;

            var now = await Canaries(lane, canary.Id);
            Assert.Superset(before, now);
            // Each user calls twice.
            Assert.Equal(now, await Canaries(lane, canary.Id));
            Assert.InRange(100 * now.Count / Users, share - 14, share + 14);
            before = now;
        }
    }

    private static async Task<HashSet<int>> Canaries(Lane lane, string canary)
    {
        var canaries = new HashSet<int>();
        for (var user = 0; user < Users; user++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions")
            {
                Content = new StringContent(JsonSerializer.Serialize(new { model = lane.Model, messages = new[] { new { role = "user", content = "hi" } } }), System.Text.Encoding.UTF8, "application/json"),
            };
            request.Headers.Add("x-user-id", $"user-{user}");
            using var response = await lane.Http.SendAsync(request, TestContext.Current.CancellationToken);
            var target = (await HttpAnswer.Read(response)).Header("x-aigateway-target")!;
            if (target.StartsWith($"{canary}/", StringComparison.Ordinal))
                canaries.Add(user);
        }
        return canaries;
    }
}
