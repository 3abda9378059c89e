using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using AiGateway.Core.Access;
using AiGateway.Edge.Tests.Admin;
using AiGateway.Edge.Tests.Fakes;
using Microsoft.Extensions.Time.Testing;
using OtpNet;

namespace AiGateway.Edge.Tests.Access;

public sealed class SessionTests
{
    private const string Password = "correct horse battery staple";
    private const string Session = "/admin/v1/session";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_signs_in_at_one_edge_is_known_at_the_others_until_he_signs_out()
    {
        var (catalog, _, grains) = Shared();
        await using var one = await AdminHost.Start(catalog, grains);
        await using var other = await AdminHost.Start(catalog, grains);
        await Make(one, "anna", "operator");
        using var browser = Browser();

        var begun = await SignIn(browser, one, "anna", Password);
        Assert.Equal(HttpStatusCode.OK, begun.StatusCode);
        var cookie = begun.Headers.GetValues("Set-Cookie").Single();
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=lax", cookie, StringComparison.OrdinalIgnoreCase);

        var seen = JsonNode.Parse(await browser.GetStringAsync(Url(other, Session), Token))!;
        Assert.Equal(("administrator", "anna", "operator"), ((string)seen["kind"]!, (string)seen["name"]!, (string)seen["role"]!));
        using var leave = new HttpRequestMessage(HttpMethod.Delete, Url(other, Session)) { Headers = { { "Sec-Fetch-Site", "same-origin" } } };
        Assert.Equal(HttpStatusCode.OK, (await browser.SendAsync(leave, Token)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.GetAsync(Url(one, Session), Token)).StatusCode);
    }

    [Fact]
    public async Task Whose_access_is_taken_away_is_out_at_once()
    {
        await using var host = await AdminHost.Start();
        await Make(host, "anna", "owner");
        using var browser = Browser();
        await SignIn(browser, host, "anna", Password);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync(Url(host, "/admin/v1/tokens"), Token)).StatusCode);

        await Make(host, "anna", "viewer", password: null);
        Assert.Equal(HttpStatusCode.Forbidden, (await browser.GetAsync(Url(host, "/admin/v1/tokens"), Token)).StatusCode);
        await host.Client.DeleteAsync("/admin/v1/administrators/anna", Token);
        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.GetAsync(Url(host, Session), Token)).StatusCode);
    }

    [Fact]
    public async Task A_new_password_ends_the_other_sessions_and_keeps_ones_own()
    {
        await using var host = await AdminHost.Start();
        await Make(host, "anna", "viewer");
        using var mine = Browser();
        using var other = Browser();
        await SignIn(mine, host, "anna", Password);
        await SignIn(other, host, "anna", Password);

        Assert.Equal(HttpStatusCode.Unauthorized, (await Send(mine, host, HttpMethod.Put, $"{Session}/password", new { current = "not this one at all", @new = "a quite different one" })).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await Send(mine, host, HttpMethod.Put, $"{Session}/password", new { current = Password, @new = "short" })).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await Send(mine, host, HttpMethod.Put, $"{Session}/password", new { current = Password, @new = "a quite different one" })).StatusCode);

        Assert.Equal(HttpStatusCode.OK, (await mine.GetAsync(Url(host, Session), Token)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await other.GetAsync(Url(host, Session), Token)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await SignIn(other, host, "anna", Password)).StatusCode);
    }

    [Fact]
    public async Task After_failures_in_a_row_the_right_password_has_to_wait_and_then_works()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        var catalog = new FakeCatalog();
        await using var host = await AdminHost.Start(catalog, AdminHost.ControlPlane(catalog, new FakeAudit(), time), time);
        await Make(host, "anna", "viewer");
        using var browser = Browser();
        for (var failure = 0; failure < Lockout.Free; failure++)
            Assert.Equal(HttpStatusCode.Unauthorized, (await SignIn(browser, host, "anna", "guessed, guessed, guessed")).StatusCode);

        var locked = await SignIn(browser, host, "anna", Password);
        Assert.Equal(HttpStatusCode.TooManyRequests, locked.StatusCode);
        Assert.Equal(TimeSpan.FromMilliseconds(Lockout.FirstMs), locked.Headers.RetryAfter!.Delta);
        time.Advance(TimeSpan.FromMilliseconds(Lockout.FirstMs));
        Assert.Equal(HttpStatusCode.OK, (await SignIn(browser, host, "anna", Password)).StatusCode);
    }

    [Fact]
    public async Task A_name_that_nobody_has_is_answered_and_locked_like_one_that_somebody_has()
    {
        await using var host = await AdminHost.Start();
        await Make(host, "anna", "viewer");
        using var browser = Browser();
        foreach (var _ in Enumerable.Range(0, Lockout.Free))
        {
            var wrong = await (await SignIn(browser, host, "anna", "guessed, guessed, guessed")).Content.ReadAsStringAsync(Token);
            var nobody = await (await SignIn(browser, host, "bert", "guessed, guessed, guessed")).Content.ReadAsStringAsync(Token);
            Assert.Equal(wrong, nobody);
        }
        Assert.Equal(HttpStatusCode.TooManyRequests, (await SignIn(browser, host, "bert", Password)).StatusCode);
    }

    [Fact]
    public async Task One_time_codes_are_asked_for_once_they_are_set_up_and_work_once()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var host = await AdminHost.Start(time: time);
        await Make(host, "anna", "viewer");
        using var browser = Browser();
        await SignIn(browser, host, "anna", Password);
        var offer = JsonNode.Parse(await (await Send(browser, host, HttpMethod.Post, $"{Session}/codes", null)).Content.ReadAsStringAsync(Token))!;
        var (secret, proof) = ((string)offer["secret"]!, (string)offer["proof"]!);
        Assert.Equal(HttpStatusCode.BadRequest, (await Send(browser, host, HttpMethod.Put, $"{Session}/codes", new { proof, code = "000" })).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await Send(browser, host, HttpMethod.Put, $"{Session}/codes", new { proof = "made up", code = Code(secret, time) })).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await Send(browser, host, HttpMethod.Put, $"{Session}/codes", new { proof, code = Code(secret, time) })).StatusCode);

        using var later = Browser();
        Assert.Equal(HttpStatusCode.Unauthorized, (await SignIn(later, host, "anna", Password)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await SignIn(later, host, "anna", Password, Code(secret, time))).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await SignIn(later, host, "anna", Password, Code(secret, time))).StatusCode);
        time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(HttpStatusCode.OK, (await SignIn(later, host, "anna", Password, Code(secret, time))).StatusCode);
    }

    [Theory]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    [InlineData("Origin", "https://evil.example")]
    [InlineData("Origin", "null")]
    [InlineData("X-Nothing", "at all")]
    public async Task Another_sites_page_changes_nothing_with_the_browsers_cookie(string header, string value)
    {
        await using var host = await AdminHost.Start();
        await Make(host, "anna", "owner");
        using var browser = Browser();
        await SignIn(browser, host, "anna", Password);
        using var request = new HttpRequestMessage(HttpMethod.Delete, Url(host, "/admin/v1/administrators/anna"));
        request.Headers.TryAddWithoutValidation(header, value);

        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.SendAsync(request, Token)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync(Url(host, Session), Token)).StatusCode);
    }

    [Fact]
    public async Task A_token_begins_a_session_that_ends_with_the_token()
    {
        await using var host = await AdminHost.Start();
        var made = JsonNode.Parse(await (await host.Client.PostAsJsonAsync("/admin/v1/tokens", new { name = "ci", role = "viewer" }, Token)).Content.ReadAsStringAsync(Token))!;
        using var browser = Browser();
        Assert.Equal(HttpStatusCode.OK, (await browser.PostAsJsonAsync(Url(host, Session), new { token = (string)made["token"]! }, Token)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync(Url(host, Session), Token)).StatusCode);

        await host.Client.DeleteAsync($"/admin/v1/tokens/{made["id"]}", Token);
        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.GetAsync(Url(host, Session), Token)).StatusCode);
    }

    [Theory]
    [InlineData("Anna", Password, "operator")]
    [InlineData("../anna", Password, "operator")]
    [InlineData("anna", "short", "operator")]
    [InlineData("anna", "aaaaaaaaaaaaaaaaaaaaaa", "operator")]
    [InlineData("anna", null, "operator")]
    [InlineData("anna", Password, "consumer")]
    [InlineData("anna", Password, "root")]
    public async Task A_bad_administrator_is_refused(string name, string? password, string role)
    {
        await using var host = await AdminHost.Start();

        var answer = await host.Client.PutAsJsonAsync($"/admin/v1/administrators/{Uri.EscapeDataString(name)}", new { role, password }, Token);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("""{"data":[],"next":null}""", await host.Client.GetStringAsync("/admin/v1/administrators", Token));
    }

    private static (FakeCatalog, FakeAudit, FakeGrains) Shared()
    {
        var (catalog, audit) = (new FakeCatalog(), new FakeAudit());
        return (catalog, audit, AdminHost.ControlPlane(catalog, audit, TimeProvider.System));
    }

    private static async Task Make(AdminHost host, string name, string role, string? password = Password)
    {
        var answer = await host.Client.PutAsJsonAsync($"/admin/v1/administrators/{name}", new { role, password }, Token);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Token));
    }

    private static HttpClient Browser() => new(new SocketsHttpHandler { UseCookies = true, CookieContainer = new CookieContainer() });

    private static Uri Url(AdminHost host, string path) => new(host.Stranger.BaseAddress!, path);

    private static Task<HttpResponseMessage> SignIn(HttpClient browser, AdminHost host, string name, string password, string? code = null) =>
        browser.PostAsJsonAsync(Url(host, Session), new { name, password, code }, Token);

    private static async Task<HttpResponseMessage> Send(HttpClient browser, AdminHost host, HttpMethod method, string path, object? body)
    {
        using var request = new HttpRequestMessage(method, Url(host, path)) { Headers = { { "Sec-Fetch-Site", "same-origin" } }, Content = body is null ? null : JsonContent.Create(body) };
        return await browser.SendAsync(request, Token);
    }

    private static string Code(string secret, TimeProvider time) => new Totp(Base32Encoding.ToBytes(secret)).ComputeTotp(time.GetUtcNow().UtcDateTime);
}
