using AiGateway.EndToEnd.Tests.Harness;

namespace AiGateway.EndToEnd.Tests.Endpoints;

/// <summary>Azure is asked by the deployment in its path, in the caller's own words.</summary>
public sealed class AzureProviderTests(SharedGateway gateway)
{
    [Theory]
    [InlineData("images.generations")]
    [InlineData("images.edits")]
    [InlineData("audio.transcriptions")]
    [InlineData("audio.translations")]
    [InlineData("audio.speech")]
    [InlineData("embeddings")]
    [InlineData("completions streamed")]
    public async Task A_deployment_is_asked_by_its_path_with_azures_key(string name)
    {
        var question = Question.All[name];
        using var lane = await gateway.Lane(new LaneOptions { Kind = "azure", Keys = 2 });
        await lane.Answers(new { status = 401, body = new { error = new { code = "401", message = "Access denied due to invalid subscription key or wrong API endpoint." } } }, times: 1);

        var answer = await lane.Ask(question.ByDeployment(lane.Model));

        Assert.True(answer is { Status: 200, Broken: false, Bytes.Length: > 0 }, answer.ToString());
        var calls = await lane.Calls();
        Assert.Equal([lane.Secret(1), lane.Secret(2)], calls.Select(call => call.Headers["api-key"]).Order(StringComparer.Ordinal));
        Assert.All(calls, call =>
        {
            question.IsIn(call, lane, $"/openai/deployments/fake-chat{question.Path}");
            Assert.Equal("?api-version=2024-10-21", call.Query);
            Assert.DoesNotContain("authorization", call.Headers.Keys);
        });
    }
}
