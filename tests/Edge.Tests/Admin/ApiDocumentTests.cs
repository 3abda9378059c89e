using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;

namespace AiGateway.Edge.Tests.Admin;

public sealed partial class ApiDocumentTests
{
    private const string Document = "/admin/v1/openapi.json";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_routed_endpoint_is_described_and_nothing_else_is()
    {
        await using var host = await AdminHost.Start();
        var document = await Read(host);

        Assert.StartsWith("3.1.", (string)document["openapi"]!, StringComparison.Ordinal);
        var described = Operations(document).Select(operation => $"{operation.Method} {operation.Path}").Order(StringComparer.Ordinal);
        Assert.Equal(Routed(host).Order(StringComparer.Ordinal), described);
    }

    [Fact]
    public async Task Every_operation_has_an_id_a_summary_a_typed_answer_and_its_problems()
    {
        await using var host = await AdminHost.Start();
        var operations = Operations(await Read(host)).ToList();

        Assert.Equal(operations.Count, operations.Select(operation => (string)operation.Of["operationId"]!).Distinct(StringComparer.Ordinal).Count());
        foreach (var (method, path, operation) in operations)
        {
            Assert.False(string.IsNullOrWhiteSpace((string?)operation["summary"]), $"{method} {path} has no summary.");
            Assert.True(operation["responses"]!["401"]!["content"]!["application/problem+json"] is not null, $"{method} {path} does not describe its problems.");
            var answer = operation["responses"]!["200"]?["content"];
            Assert.True(path.EndsWith("/export", StringComparison.Ordinal) || answer?["application/json"]?["schema"]?["$ref"] is not null, $"{method} {path} has no typed answer.");
        }
    }

    [Fact]
    public async Task What_writes_itself_is_described_as_it_is_written()
    {
        await using var host = await AdminHost.Start();
        var schemas = (await Read(host))["components"]!["schemas"]!;

        Assert.Contains("openai", schemas["ProviderKind"]!["enum"]!.AsArray().Select(name => (string?)name));
        Assert.Equal("string", TypeOf(schemas, schemas["KeySpec"]!["properties"]!["secret"]!));
        Assert.Null(schemas["KeyAnswer"]!["properties"]!["secret"]);
    }

    [Fact]
    public async Task The_document_is_for_administrators_and_the_page_holds_nothing_and_loads_nothing_from_elsewhere()
    {
        await using var host = await AdminHost.Start();

        Assert.Equal(HttpStatusCode.Unauthorized, (await host.Stranger.GetAsync(Document, Token)).StatusCode);
        var page = await host.Stranger.GetStringAsync("/admin/docs/", Token);

        Assert.Empty(ForeignHost().Matches(page).Select(match => match.Value));
        Assert.DoesNotContain("operationId", page, StringComparison.Ordinal);
        foreach (Match script in Script().Matches(page))
            Assert.Equal(HttpStatusCode.OK, (await host.Stranger.GetAsync(new Uri(new Uri(host.Stranger.BaseAddress!, "/admin/docs/"), script.Groups[1].Value), Token)).StatusCode);
    }

    private static async Task<JsonNode> Read(AdminHost host) => JsonNode.Parse(await host.Client.GetStringAsync(Document, Token))!;

    private static IEnumerable<(string Method, string Path, JsonNode Of)> Operations(JsonNode document) =>
        document["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject().Where(each => each.Key is not "parameters").Select(each => (each.Key.ToUpperInvariant(), path.Key, each.Value!)));

    private static IEnumerable<string> Routed(AdminHost host) => host.Endpoints
        .Select(endpoint => (Path: "/" + endpoint.RoutePattern.RawText!.Trim('/').Replace("**", "", StringComparison.Ordinal), endpoint.Metadata))
        .Where(endpoint => endpoint.Path.StartsWith("/admin/", StringComparison.Ordinal) && !endpoint.Path.StartsWith("/admin/docs", StringComparison.Ordinal) && endpoint.Path != Document)
        .SelectMany(endpoint => endpoint.Metadata.GetRequiredMetadata<HttpMethodMetadata>().HttpMethods.Select(method => $"{method} {endpoint.Path}"));

    private static string? TypeOf(JsonNode schemas, JsonNode schema)
    {
        var named = schema["oneOf"]?.AsArray().FirstOrDefault(each => each!["$ref"] is not null) ?? schema;
        var found = named["$ref"] is { } reference ? schemas[((string)reference!).Split('/')[^1]]! : named;
        return found["type"] is JsonArray several ? (string?)several.First(each => (string?)each != "null") : (string?)found["type"];
    }

    [GeneratedRegex(@"(?:https?:)?//[A-Za-z0-9-]+\.[A-Za-z0-9.-]+")]
    private static partial Regex ForeignHost();

    [GeneratedRegex(@"<script[^>]* src=""([^""]+)""")]
    private static partial Regex Script();
}
