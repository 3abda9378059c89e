using System.Globalization;
using System.Text.Json.Nodes;
using AiGateway.EndToEnd.Tests.Harness;

namespace AiGateway.EndToEnd.Tests.Console;

/// <summary>A browser takes all of a small machine: it comes when the others are done.</summary>
[Collection(UndisturbedTests.Name)]
public sealed class ConsoleTests(ConsoleGateway gateway) : IClassFixture<ConsoleGateway>
{
    /// <summary>Screens by the names of their pictures, with something that stands there once they are loaded.</summary>
    private static readonly (string Name, string Path, string Loaded)[] Screens =
    [
        ("overview", "/", "[data-number=calls]"),
        ("models", "/models", "tr[data-row=chat]"),
        ("model", "/models/chat", "[data-target=good]"),
        ("providers", "/providers", "[data-provider=good] tr[data-row=good-1]"),
        ("consumers", "/consumers", "tr[data-row=team-a]"),
        ("consumer", "/consumers/team-a", "tr[data-row=requestsPerMinute]"),
        ("calls", "/calls", "tbody tr"),
        ("settings", "/settings", "tr[data-row=putProvider]"),
    ];

    private Task<JsonArray> Owner(params object[] steps) => gateway.Browser.Do("owner", steps);

    [Fact]
    public async Task The_overview_shows_what_was_called_and_what_needs_attention()
    {
        var came = await Owner(
            Step.Go(gateway.Url("/")), Step.Wait("[data-number=calls]"), Step.Text("[data-number=calls]"), Step.Text("[data-number=cost]"), Step.Text("[data-number=failed]"),
            Step.Text("tr[data-row=chat] td"), Step.Wait("[data-attention=bad-1]"));

        var total = (await gateway.Edge.Admin.Get("/admin/v1/usage?by=model")).Ok["total"]!;
        Assert.Equal((ConsoleGateway.Good + ConsoleGateway.Failed).ToString(CultureInfo.InvariantCulture), (string?)came[2]);
        Assert.Equal("$" + total["costUsd"]!.GetValue<decimal>().ToString("0.######", CultureInfo.InvariantCulture), (string?)came[3]);
        Assert.Equal(ConsoleGateway.Good.ToString(CultureInfo.InvariantCulture), (string?)came[5]);
    }

    [Fact]
    public async Task Calls_are_found_by_consumer_and_each_tells_its_story()
    {
        var came = await Owner(
            Step.Go(gateway.Url("/calls")), Step.Wait("tbody tr"), Step.Fill("input[name=consumer]", "team-b"), Step.Click(".agw-filters button"), Step.Gone("tbody >> text=team-a"),
            Step.Texts("tbody tr td:nth-child(2)"), Step.Url, Step.Click("tbody tr:last-child a"), Step.Wait("[data-step]"), Step.Texts("[data-step]"));

        Assert.Equal(Enumerable.Repeat("team-b", ConsoleGateway.Failed), came[5]!.AsArray().Select(text => (string?)text));
        Assert.Contains("consumer=team-b", (string?)came[6], StringComparison.Ordinal);
        Assert.Contains("bad fake-chat bad-1", came[9]!.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_consumer_gets_a_key_that_works_and_is_shown_once()
    {
        var came = await Owner(
            Step.Go(gateway.Url("/consumers")), Step.Wait("tr[data-row=team-a]"), Step.Fill(".agw-form input", "team-new"), Step.Click(".agw-form button[type=submit]"),
            Step.Wait("h1:has-text('team-new')"), Step.Click("text=New key"), Step.Wait("[data-made=key]"), Step.Text("[data-made=key] .agw-secret"));
        var key = ((string?)came[7])!.Trim();

        using var client = gateway.Edge.ClientWith(key);
        using var models = await client.GetAsync("/v1/models", TestContext.Current.CancellationToken);
        Assert.Equal(System.Net.HttpStatusCode.OK, models.StatusCode);
        var again = await Owner(Step.Go(gateway.Url("/consumers/team-new")), Step.Wait("text=Revoke"), Step.Html);
        Assert.DoesNotContain(key, (string)again[2]!, StringComparison.Ordinal);
        await Owner(Step.Click("text=Revoke"), Step.Gone("text=Revoke"));
        Assert.Equal(System.Net.HttpStatusCode.Unauthorized, (await client.GetAsync("/v1/models", TestContext.Current.CancellationToken)).StatusCode);
    }

    [Fact]
    public async Task A_key_is_taken_out_of_use_and_back()
    {
        await Owner(Step.Go(gateway.Url("/providers")), Step.Wait("tr[data-row=good-1]"), Step.Click("tr[data-row=good-1] >> text=Disable"), Step.Wait("tr[data-row=good-1] td[data-state=Disabled]"));
        Assert.Equal("Disabled", await gateway.Edge.Admin.KeyState("good-1"));
        await Owner(Step.Click("tr[data-row=good-1] >> text=Enable"), Step.Wait("tr[data-row=good-1] td[data-state=Active]"));
        Assert.Equal("Active", await gateway.Edge.Admin.KeyState("good-1"));
    }

    [Fact]
    public async Task A_provider_is_added_from_a_preset_with_several_keys_at_once()
    {
        await Owner(
            Step.Go(gateway.Url("/providers")), Step.Wait("tr[data-row=good-1]"), Step.Choose(".agw-form select", "deepseek"), Step.Fill(".agw-form input", "ds"),
            Step.Fill(".agw-form textarea", "sk-one-0123456789\nsk-two-0123456789\n"), Step.Click(".agw-form button[type=submit]"), Step.Wait("[data-provider=ds] tr[data-row=ds-2]"));

        var made = (await gateway.Edge.Admin.Get("/admin/v1/providers/ds")).Ok;
        Assert.Equal(("deepseek", 2), ((string)made["preset"]!, made["keys"]!.AsArray().Count));
        _ = (await gateway.Edge.Admin.Delete("/admin/v1/providers/ds")).Ok;
    }

    [Fact]
    public async Task A_models_targets_and_fallbacks_change_places_by_mouse_and_keyboard()
    {
        _ = (await gateway.Edge.Admin.Put("/admin/v1/models/moved", new { id = "moved", targets = new[] { new { provider = "good", model = "fake-chat" } }, fallback = new[] { new { provider = "bad", model = "fake-chat" } } })).Ok;
        await Owner(
            Step.Go(gateway.Url("/models/moved")), Step.Wait("[data-target=bad]"), Step.Drag("[data-target=bad]", "[data-target=good]"), Step.Wait("[data-target=bad] input"),
            Step.Fill("[data-target=good] input", "3"), Step.Click("text=Save"), Step.Wait("text=Saved."));

        var model = (await gateway.Edge.Admin.Get("/admin/v1/models/moved")).Ok;
        Assert.Equal([("bad", 1), ("good", 3)], model["targets"]!.AsArray().Select(target => ((string)target!["provider"]!, (int)target["weight"]!)).Order());
        Assert.Empty(model["fallback"]!.AsArray());
    }

    [Fact]
    public async Task What_somebody_else_has_changed_meanwhile_is_not_lost()
    {
        _ = (await gateway.Edge.Admin.Put("/admin/v1/models/shared", new { id = "shared", targets = new[] { new { provider = "good", model = "fake-chat" } } })).Ok;
        await Owner(Step.Go(gateway.Url("/models/shared")), Step.Wait("[data-target=good] input"), Step.Fill("[data-target=good] input", "5"));
        _ = (await gateway.Edge.Admin.Put("/admin/v1/models/shared", new { id = "shared", targets = new[] { new { provider = "good", model = "fake-chat", weight = 9 } } })).Ok;
        await Owner(Step.Click("text=Save"), Step.Wait("text=is not as you know it"));

        Assert.Equal(9, (int)(await gateway.Edge.Admin.Get("/admin/v1/models/shared")).Ok["targets"]![0]!["weight"]!);
    }

    [Fact]
    public async Task A_viewer_sees_and_changes_nothing()
    {
        var token = (string)(await gateway.Edge.Admin.Post("/admin/v1/tokens", new { name = "looks", role = "viewer" })).Ok["token"]!;
        await gateway.SignIn("viewer", token);

        var came = await gateway.Browser.Do(
            "viewer", Step.Go(gateway.Url("/providers")), Step.Wait("tr[data-row=good-1]"), Step.Click("tr[data-row=good-1] >> text=Disable"), Step.Wait("text=This needs the role 'operator'"),
            Step.Go(gateway.Url("/settings")), Step.Wait("[data-me]"), Step.Html);

        Assert.Equal("Active", await gateway.Edge.Admin.KeyState("good-1"));
        Assert.DoesNotContain("putProvider", (string)came[6]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Somebody_who_is_not_signed_in_comes_to_the_door_and_from_there_to_where_he_wanted()
    {
        var came = await gateway.Browser.Do(
            "guest", Step.Go(gateway.Url("/calls?consumer=team-b")), Step.Fill("#token", "wrong"), Step.Click("button[type=submit]"), Step.Wait("[role=alert]"),
            Step.Fill("#token", EdgeOptions.DefaultAdminToken), Step.Click("button[type=submit]"), Step.Wait("tbody tr"), Step.Url,
            Step.Click("[aria-label='Sign out']"), Step.Wait("#token"), Step.Go(gateway.Url("/calls")), Step.Url);

        Assert.EndsWith("/calls?consumer=team-b", (string)came[7]!, StringComparison.Ordinal);
        Assert.Contains("/sign-in", (string)came[11]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Markup_in_names_is_shown_as_text()
    {
        const string name = "<img src=x onerror=alert(1)>";
        _ = (await gateway.Edge.Admin.Post("/admin/v1/tokens", new { name, role = "viewer" })).Ok;

        var came = await Owner(Step.Go(gateway.Url("/settings")), Step.Wait("text=onerror"), Step.Texts("th[scope=row]"), Step.Texts("img"));

        Assert.Contains(name, came[2]!.AsArray().Select(text => (string?)text));
        Assert.Empty(came[3]!.AsArray());
    }

    [Theory]
    [InlineData("en", "light")]
    [InlineData("zh", "dark")]
    [InlineData("ja", "light")]
    [InlineData("en", "dark")]
    public async Task Every_screen_is_sound_in_every_language_and_look(string language, string theme)
    {
        var person = $"{language}-{theme}";
        await gateway.SignIn(person, EdgeOptions.DefaultAdminToken);
        await gateway.Browser.Do(person, new { @do = "cookie", url = gateway.Url("/"), cookies = new { agw_language = language, agw_theme = theme } });
        var pictures = Environment.GetEnvironmentVariable("AIGATEWAY_SCREENSHOTS") ?? Path.Combine(AppContext.BaseDirectory, "screenshots");
        var findings = new List<string>();
        foreach (var (name, path, loaded) in Screens)
        {
            var came = await gateway.Browser.Do(
                person, Step.Look(1440, 900), Step.Go(gateway.Url(path)), Step.Wait(loaded), Step.Shot(Path.Combine(pictures, $"{name}-{language}-{theme}.png")), Step.Axe, Step.Html,
                Step.Look(390, 844), Step.Go(gateway.Url(path)), Step.Wait(loaded), Step.Wide);
            findings.AddRange(came[4]!.AsArray().Where(found => (string?)found!["impact"] is "serious" or "critical").Select(found => $"{name}: {found!.ToJsonString()}"));
            Assert.DoesNotContain(ConsoleGateway.Canary, (string)came[5]!, StringComparison.Ordinal);
            Assert.DoesNotContain(gateway.ConsumerKey, (string)came[5]!, StringComparison.Ordinal);
            if (came[9]!.AsArray().Count > 0)
                findings.Add($"{name} is wider than a phone: {came[9]!.ToJsonString()}");
        }

        if (findings.Count > 0)
            Assert.Fail(string.Join('\n', findings));
        var faults = await gateway.Browser.Do(person, Step.Faults, Step.Hosts);
        Assert.Empty(faults[0]!.AsArray());
        Assert.Equal([gateway.Edge.AdminAddress.Authority], faults[1]!.AsArray().Select(host => (string?)host));
    }
}
