using System.Net;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using AiGateway.Core.Access;
using AiGateway.Edge.Access;
using AiGateway.Edge.Tests.Admin;
using AiGateway.Edge.Tests.Fakes;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.Time.Testing;

namespace AiGateway.Edge.Tests.Access;

public sealed partial class RoleSweepTests
{
    /// <summary>What is not for viewers to read and for operators to change.</summary>
    private static readonly Dictionary<string, Role?> Special = new(StringComparer.Ordinal)
    {
        ["signIn"] = null,
        ["getSession"] = Role.Consumer,
        ["signOut"] = Role.Consumer,
        ["changePassword"] = Role.Consumer,
        ["createCodes"] = Role.Consumer,
        ["putCodes"] = Role.Consumer,
        ["listAdministrators"] = Role.Owner,
        ["putAdministrator"] = Role.Owner,
        ["deleteAdministrator"] = Role.Owner,
        ["listTokens"] = Role.Owner,
        ["createToken"] = Role.Owner,
        ["deleteToken"] = Role.Owner,
        ["listAudit"] = Role.Operator,
        ["getAuditChain"] = Role.Operator,
    };

    /// <summary>For everybody, beside the page that shows the API's document and the files of the console.</summary>
    private static readonly string[] Open = ["/admin/v1/session", "/livez", "/metrics", "/readyz", "/sign-in", "/sign-out"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_endpoint_lets_in_whom_it_is_for_and_nobody_else()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var host = await AdminHost.Start(time: time);
        var takenAway = await New(host, Role.Owner);
        var tokens = new Dictionary<string, (string? Secret, Role? Role)>(StringComparer.Ordinal)
        {
            ["nobody"] = (null, null),
            ["a wrong token"] = ("agw-api-0000000000000000000000000000000000000000000", null),
            ["the installation's token cut short"] = (AdminHost.Token[..^1], null),
            ["an ended token"] = ((await New(host, Role.Owner, days: 1)).Secret, null),
            ["a token that was taken away"] = (takenAway.Secret, null),
        };
        time.Advance(TimeSpan.FromDays(1));
        await host.Client.DeleteAsync($"/admin/v1/tokens/{takenAway.Id}", Token);
        foreach (var role in (Role[])[Role.Viewer, Role.Operator, Role.Owner])
            tokens[$"a {role}"] = ((await New(host, role)).Secret, role);

        var faults = new List<string>();
        var asked = 0;
        foreach (var (method, path, operation) in Endpoints(host))
        {
            foreach (var (who, (secret, role)) in tokens)
            {
                using var client = host.As(secret);
                using var request = new HttpRequestMessage(new HttpMethod(method), path);
                var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Token);
                asked++;
                var expected = Expected(method, operation, role);
                if (expected is { } status ? answer.StatusCode != status : answer.StatusCode is HttpStatusCode.Forbidden || (answer.StatusCode is HttpStatusCode.Unauthorized && operation != "signIn"))
                    faults.Add($"{who}: {method} {path} ({operation}): {(int)answer.StatusCode}, not {(expected is null ? "let in" : (int)expected)}");
            }
        }

        Assert.Empty(faults);
        Assert.True(asked >= 45 * tokens.Count, $"Only {asked} requests.");
    }

    [Fact]
    public async Task Every_endpoint_says_whom_it_is_for()
    {
        await using var host = await AdminHost.Start();

        var silent = host.Endpoints.Where(endpoint => endpoint.Metadata.GetMetadata<IAuthorizeData>() is null && endpoint.Metadata.GetMetadata<IAllowAnonymous>() is null);
        // The framework's place for files that are not there: for nobody, as all that is silent.
        Assert.DoesNotContain(silent, endpoint => endpoint.RoutePattern.RawText != "{**path:file}");
        // What the framework's own files are, is known to everybody.
        var open = host.Endpoints.Where(endpoint => endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null && endpoint.Metadata.GetMetadata<StaticAssetDescriptor>() is null)
            .Select(endpoint => "/" + endpoint.RoutePattern.RawText!.Trim('/')).Where(path => !path.StartsWith("/admin/docs", StringComparison.Ordinal)).Distinct().Order(StringComparer.Ordinal);
        Assert.Equal(Open, open);
    }

    [Fact]
    public async Task What_is_routed_nowhere_is_for_nobody()
    {
        await using var host = await AdminHost.Start();

        Assert.Equal(HttpStatusCode.Unauthorized, (await host.Stranger.GetAsync("/admin/v1/nothing", Token)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await host.Stranger.PatchAsync("/admin/v1/catalog", null, Token)).StatusCode);
    }

    [Theory]
    [InlineData("GET", "/admin/v1/nothing", 404)]
    [InlineData("PATCH", "/admin/v1/catalog", 405)]
    [InlineData("PUT", "/admin/v1/administrators/anna", 415)]
    public async Task Those_who_are_signed_in_hear_what_is_wrong_with_the_request_itself(string method, string path, int status)
    {
        await using var host = await AdminHost.Start();
        using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = method == "PUT" ? new FormUrlEncodedContent([]) : null };

        var answer = await host.Client.SendAsync(request, Token);

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
    }

    private static HttpStatusCode? Expected(string method, string operation, Role? has)
    {
        if (operation == "signIn")
            return null;
        if (has is not { } role)
            return HttpStatusCode.Unauthorized;
        var needed = Special.TryGetValue(operation, out var special) ? special : method == "GET" ? Role.Viewer : Role.Operator;
        return needed is Role.Consumer or null || role.Covers(needed.Value) ? null : HttpStatusCode.Forbidden;
    }

    private static IEnumerable<(string Method, string Path, string Operation)> Endpoints(AdminHost host) => host.Endpoints
        .Where(endpoint => endpoint.RoutePattern.RawText!.TrimStart('/').StartsWith("admin/v1", StringComparison.Ordinal))
        .SelectMany(endpoint => endpoint.Metadata.GetRequiredMetadata<HttpMethodMetadata>().HttpMethods.Select(method =>
            (method, "/" + Parameter().Replace(endpoint.RoutePattern.RawText!.Trim('/'), "x"), endpoint.Metadata.GetMetadata<IEndpointNameMetadata>()?.EndpointName ?? "")))
        // What ends sessions and tokens comes last.
        .OrderBy(each => each.Item3 is "signOut" or "deleteToken");

    private static async Task<(string Id, string Secret)> New(AdminHost host, Role role, int? days = null)
    {
        var answer = await host.Client.PostAsJsonAsync("/admin/v1/tokens", new { name = "sweep", role = role.ToString().ToLowerInvariant(), days }, Token);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var made = (await answer.Content.ReadFromJsonAsync<Dictionary<string, string>>(Token))!;
        return (made["id"], made["token"]);
    }

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Parameter();
}
