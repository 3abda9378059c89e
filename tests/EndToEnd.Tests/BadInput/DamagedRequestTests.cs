using AiGateway.EndToEnd.Tests.Harness;

namespace AiGateway.EndToEnd.Tests.BadInput;

/// <summary>
/// Every endpoint and everything that can be wrong with a request to it: a clear 4xx in the dialect it came in, before any provider is
/// asked or anything charged.
/// </summary>
public sealed class DamagedRequestTests(SharedGateway gateway, ITestOutputHelper output)
{
    public static TheoryData<string> Families => ["OpenAI", "Anthropic", "Gemini", "Azure"];

    [Theory]
    [MemberData(nameof(Families))]
    public async Task A_damaged_request_is_refused_in_the_dialect_it_came_in_and_goes_nowhere(string family)
    {
        using var lane = await gateway.Lane();
        using var http = gateway.Edge.ClientWith(null);
        var calls = new RefusedCalls(http, lane.ConsumerKey);
        var endpoints = family switch
        {
            "OpenAI" => JsonEndpoint.OfOpenAi,
            "Anthropic" => JsonEndpoint.OfAnthropic,
            "Gemini" => JsonEndpoint.OfGemini,
            _ => JsonEndpoint.OfAzure,
        };
        var table = endpoints.SelectMany(endpoint => Damage.Of(endpoint).Select(damage => (endpoint.Dialect, endpoint.Path, lane.Model, damage)))
            .Concat(endpoints.Select(endpoint => (endpoint.Dialect, endpoint.Path, "no-such-model", Damage.UnknownModel(endpoint)))).ToList();

        var wrong = await calls.Wrong(table);

        output.WriteLine($"{endpoints.Length} endpoints, {table.Count} damaged requests");
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        await lane.NothingHappened();
        // Nothing of the above was refused for another reason: undamaged, each is answered.
        foreach (var endpoint in endpoints)
        {
            var answer = await calls.Send(endpoint.Dialect, endpoint.Path.Replace("MODEL", lane.Model, StringComparison.Ordinal), Damage.Bytes(Damage.Filled(endpoint.Sound, lane.Model), "application/json"));
            Assert.True(answer.Status == 200, $"{endpoint.Path}: {answer}");
        }
    }

    [Fact]
    public async Task A_damaged_form_is_refused_and_goes_nowhere()
    {
        using var lane = await gateway.Lane();
        using var http = gateway.Edge.ClientWith(null);
        var calls = new RefusedCalls(http, lane.ConsumerKey);
        var table = FormEndpoint.All.SelectMany(endpoint => FormDamage.Of(endpoint).Select(damage => (endpoint.Dialect, endpoint.Path, lane.Model, damage)))
            .Concat(FormDamage.OfUpload.Select(damage => (CallerDialect.OpenAi, "/v1/files", lane.Model, damage))).ToList();

        var wrong = await calls.Wrong(table);

        output.WriteLine($"{1 + FormEndpoint.All.Length} endpoints, {table.Count} damaged forms");
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        await lane.NothingHappened();
        foreach (var endpoint in FormEndpoint.All)
        {
            var sound = Damage.Filled(FormPiece.Form(endpoint.Sound), lane.Model);
            var answer = await calls.Send(endpoint.Dialect, endpoint.Path.Replace("MODEL", lane.Model, StringComparison.Ordinal), Damage.Bytes(sound, $"multipart/form-data; boundary={FormPiece.Boundary}"));
            Assert.True(answer.Status == 200, $"{endpoint.Path}: {answer}");
        }
    }
}
