using AiGateway.Core.Catalog;
using AiGateway.Edge.Admin.Catalog;
using AiGateway.Edge.Cluster;
using AiGateway.Edge.Hosting;
using AiGateway.Edge.Security;
using AiGateway.Edge.Tests.Fakes;
using AiGateway.Grains.Catalog;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace AiGateway.Edge.Tests.Hosting;

public sealed class FirstStartTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("first-").FullName;
    private readonly FakeTimeProvider _time = new();
    private readonly MasterKey _master = MasterKey.Generate();
    private readonly FakeCatalog _catalog = new();
    private readonly CatalogView _view = new();
    private readonly FirstRun _firstRun;

    public FirstStartTests()
    {
        var (box, digest) = (new SecretBox(_master), new ConsumerKeyDigest(_master));
        var editor = new CatalogEditor(FakeGrains.New().Add<ICatalogGrain>(_ => _catalog).Factory, _view, box, digest, _time);
        _firstRun = new FirstRun(editor);
    }

    private CatalogDocument Managed => CatalogJson.Read(_catalog.Snapshot.ManagedJson);

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void A_token_is_made_once_shown_once_and_kept_as_a_digest()
    {
        var first = Open();
        var second = Open();

        Assert.NotNull(first.NewToken);
        Assert.Null(second.NewToken);
        Assert.True(first.Allows(first.NewToken));
        Assert.True(second.Allows(first.NewToken));
        Assert.DoesNotContain(
            Directory.GetFiles(_directory), file => File.ReadAllText(file).Contains(first.NewToken, StringComparison.Ordinal));
    }

    [Fact]
    public void A_reset_makes_a_new_token_and_the_old_one_is_worth_nothing()
    {
        var first = Open();

        var reset = Open(reset: true);

        Assert.NotNull(reset.NewToken);
        Assert.False(reset.Allows(first.NewToken));
        Assert.False(Open().Allows(first.NewToken));
    }

    [Fact]
    public void A_token_file_that_was_never_written_is_made_again()
    {
        File.WriteAllText(Path.Combine(_directory, "admin-token.digest"), "");

        Assert.NotNull(Open().NewToken);
    }

    [Fact]
    public async Task A_gateway_that_knows_nobody_gets_its_first_caller()
    {
        var key = await Creating(reset: false);

        Assert.True(ConsumerKey.IsWellFormed(key));
        var consumer = Assert.Single(Managed.Consumers);
        Assert.Equal((FirstRun.ConsumerId, SecretForm.Digest), (consumer.Id, Assert.Single(consumer.Keys).Secret.Form));
        Assert.DoesNotContain(key, _catalog.Snapshot.ManagedJson, StringComparison.Ordinal);
        Assert.Equal(ConsumerKey.Hint(key), await _firstRun.Hint());
        Assert.Null(await _firstRun.CreateKey(reset: false));
    }

    [Fact]
    public async Task A_reset_gives_the_first_caller_a_new_key_in_place_of_the_old()
    {
        await Creating(reset: false);
        var before = Managed.Consumers[0].Keys[0];

        await Creating(reset: true);

        Assert.NotEqual(before, Assert.Single(Assert.Single(Managed.Consumers).Keys));
    }

    [Fact]
    public async Task A_gateway_whose_file_has_callers_gets_none()
    {
        const string file = """{"consumers":[{"id":"team","models":["*"],"keys":[]}]}""";
        _catalog.Snapshot = new CatalogSnapshot(1, file, "{}");

        Assert.Null(await _firstRun.CreateKey(reset: false));
        Assert.Null(await _firstRun.CreateKey(reset: true));
        Assert.Null(await _firstRun.Hint());
    }

    [Fact]
    public async Task An_edge_is_ready_with_a_catalog_and_a_control_plane_until_it_stops()
    {
        var contact = new ControlPlaneContact(_time);
        using var life = new Lifetime();
        var readiness = new Readiness(_view, contact, new RevocationWatch(contact, new GatewaySettings()), life);
        Assert.Contains("control plane", readiness.NotReadyBecause, StringComparison.Ordinal);

        contact.CaughtUp();
        Assert.Contains("no catalog", readiness.NotReadyBecause, StringComparison.Ordinal);
        Assert.Equal(503, await Status(readiness));

        var catalog = new TestCatalog("providers: []");
        _view.Replace(catalog.Snapshot, catalog.Table);
        Assert.Null(readiness.NotReadyBecause);
        Assert.Equal(200, await Status(readiness));

        // Lost later, it goes on with what it holds, until keys may have been revoked without its knowing.
        _time.Advance(TimeSpan.FromSeconds(300));
        Assert.Null(readiness.NotReadyBecause);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Contains("TrustKeysSeconds", readiness.NotReadyBecause, StringComparison.Ordinal);
        contact.CaughtUp();
        Assert.Null(readiness.NotReadyBecause);
        life.StopApplication();
        Assert.Contains("shutting down", readiness.NotReadyBecause, StringComparison.Ordinal);
    }

    private AdminAccess Open(bool reset = false) => AdminAccess.Open(new AdminSettings(), _directory, _master, reset);

    /// <summary>The change waits for the edge to have it, which here nobody brings: time does.</summary>
    private async Task<string> Creating(bool reset)
    {
        var creating = _firstRun.CreateKey(reset);
        await Eventually.Holds(() => creating.IsCompleted, () => _time.Advance(TimeSpan.FromSeconds(1)));
        return (await creating)!;
    }

    private static async Task<int> Status(Readiness readiness)
    {
        var http = new DefaultHttpContext();
        await readiness.Answer(http);
        return http.Response.StatusCode;
    }

    private sealed class Lifetime : IHostApplicationLifetime, IDisposable
    {
        private readonly CancellationTokenSource _stopping = new();

        public CancellationToken ApplicationStarted => CancellationToken.None;

        public CancellationToken ApplicationStopping => _stopping.Token;

        public CancellationToken ApplicationStopped => CancellationToken.None;

        public void StopApplication() => _stopping.Cancel();

        public void Dispose() => _stopping.Dispose();
    }
}
