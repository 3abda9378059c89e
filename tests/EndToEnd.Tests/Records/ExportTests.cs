using System.Globalization;
using System.Text.Json.Nodes;
using AiGateway.EndToEnd.Tests.Harness;
using CsvHelper;

namespace AiGateway.EndToEnd.Tests.Records;

public sealed class ExportTests(SharedGateway gateway)
{
    [Theory]
    [InlineData("csv")]
    [InlineData("ndjson")]
    public async Task An_export_has_every_call_as_the_list_has_it(string format)
    {
        using var lane = await gateway.Lane();
        for (var i = 0; i < 7; i++)
            _ = (await lane.Chat()).Ok;
        await lane.Answers(new { preset = "openai.context_length" });
        Assert.Equal(400, (await lane.Chat()).Status);
        var listed = await Eventually.Get(async () => (await lane.Admin.Get($"/admin/v1/usage/calls?consumer={lane.Id}")).Ok["data"]!.AsArray(), calls => calls.Count == 8);

        var file = await lane.Admin.Get($"/admin/v1/usage/export?format={format}&consumer={lane.Id}");

        Assert.Equal(200, file.Status);
        Assert.Equal(format == "csv" ? "text/csv; charset=utf-8" : "application/x-ndjson", file.Header("Content-Type"));
        Assert.Equal(listed.Select(Summary), format == "csv" ? OfCsv(file.Body) : OfLines(file.Body));
    }

    [Fact]
    public async Task What_a_caller_named_like_a_formula_is_none_in_a_spreadsheet()
    {
        using var lane = await gateway.Lane();
        const string Formula = "-2+3+cmd|' /C calc'!A0";
        _ = (await lane.Admin.Put("/admin/v1/models/-2*", new { id = "-2*", targets = new[] { new { provider = lane.Id, model = "fake-chat" } } })).Ok;
        _ = (await lane.Admin.Put($"/admin/v1/consumers/{lane.Id}", new { id = lane.Id, models = new[] { "*" } })).Ok;
        Assert.Equal(200, (await lane.Http.Chat(Formula)).Status);
        await Eventually.Get(async () => (await lane.Admin.Get($"/admin/v1/usage/calls?consumer={lane.Id}")).Ok["data"]!.AsArray(), calls => calls.Count == 1);

        var file = await lane.Admin.Get($"/admin/v1/usage/export?format=csv&consumer={lane.Id}");

        using var rows = new CsvReader(new StringReader(file.Body), CultureInfo.InvariantCulture);
        rows.Read();
        rows.ReadHeader();
        rows.Read();
        Assert.Equal("'" + Formula, rows["asked"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("format=xml")]
    [InlineData("format=csv&limit=5")]
    [InlineData("format=csv&from=soon")]
    public async Task A_question_that_makes_no_sense_is_refused(string query) =>
        Assert.Equal(400, (await gateway.Edge.Admin.Get($"/admin/v1/usage/export?{query}")).Status);

    private static string Summary(JsonNode? call) => string.Create(CultureInfo.InvariantCulture,
        $"{call!["callId"]} {call["consumer"]} {call["status"]} {call["outcome"]} {call["tokens"]!["prompt"]} {call["totalMs"]!.GetValue<double>()}");

    private static IEnumerable<string> OfLines(string body) => body.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => Summary(JsonNode.Parse(line)));

    private static List<string> OfCsv(string body)
    {
        using var rows = new CsvReader(new StringReader(body), CultureInfo.InvariantCulture);
        var found = new List<string>();
        rows.Read();
        rows.ReadHeader();
        while (rows.Read())
            found.Add($"{rows["callId"]} {rows["consumer"]} {rows["status"]} {rows["outcome"]} {rows["promptTokens"]} {rows["totalMs"]}");
        return found;
    }
}
