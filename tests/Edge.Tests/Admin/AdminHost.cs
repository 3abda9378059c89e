using System.Net.Http.Headers;
using AiGateway.Core.Catalog;
using AiGateway.Edge.Admin;
using AiGateway.Edge.Catalog;
using AiGateway.Edge.Cluster;
using AiGateway.Edge.Hosting;
using AiGateway.Edge.Records;
using AiGateway.Edge.Security;
using AiGateway.Edge.Tests.Fakes;
using AiGateway.Grains.Access;
using AiGateway.Grains.Audit;
using AiGateway.Grains.Catalog;
using AiGateway.Grains.Catalog.History;
using AiGateway.Grains.Cluster;
using AiGateway.Grains.Idempotency;
using AiGateway.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AiGateway.Edge.Tests.Admin;

/// <summary>The management plane as an edge has it, over a control plane of plain objects. Nothing runs in its background.</summary>
internal sealed class AdminHost : IAsyncDisposable
{
    /// <summary>The installation's.</summary>
    public const string Token = "the-administrators-own-token";

    /// <summary>The same at all edges, as in a cluster.</summary>
    private static readonly string MasterKey = Convert.ToBase64String(new byte[AiGateway.Edge.Security.MasterKey.Length]);

    private readonly string _directory = Directory.CreateTempSubdirectory("admin-").FullName;
    private readonly WebApplication _app;

    private AdminHost(FakeGrains grains, TimeProvider time)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.AddGatewayTelemetry("test");
        GatewayServices.Add(
            builder.Services, new ClusterSettings(), new GatewaySettings { DataDirectory = _directory }, new AdminSettings { Token = Token }, new SecuritySettings { MasterKey = MasterKey },
            new RecordSettings(), resetAccess: false, new ListenAddresses("", ""));
        builder.Services.AddSingleton(grains.Factory);
        builder.Services.AddSingleton(time);
        foreach (var background in builder.Services.Where(service => service.ServiceType == typeof(IHostedService) && service.ImplementationType?.Namespace?.StartsWith("Microsoft.", StringComparison.Ordinal) != true).ToList())
            builder.Services.Remove(background);
        _app = builder.Build();
        AdminApi.Map(_app);
    }

    /// <summary>A client with the administrator's token.</summary>
    public HttpClient Client { get; private set; } = null!;

    /// <summary>A client without one.</summary>
    public HttpClient Stranger { get; private set; } = null!;

    public IServiceProvider Services => _app.Services;

    public IEnumerable<RouteEndpoint> Endpoints => _app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>();

    /// <param name="catalog">The catalog's owner, which several edges may share; null for one of this edge's own.</param>
    /// <param name="time">Null for the machine's.</param>
    /// <param name="grains">A control plane that several edges share, with that catalog; null for one of this edge's own.</param>
    public static async Task<AdminHost> Start(FakeCatalog? catalog = null, FakeGrains? grains = null, TimeProvider? time = null)
    {
        catalog ??= new FakeCatalog();
        var host = new AdminHost(grains ?? ControlPlane(catalog), time ?? TimeProvider.System);
        catalog.Published += host.Follow;
        await host._app.StartAsync(TestContext.Current.CancellationToken);
        var address = new Uri(host._app.Urls.Single());
        host.Stranger = new HttpClient { BaseAddress = address };
        host.Client = new HttpClient { BaseAddress = address, DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", Token) } };
        return host;
    }

    /// <summary>A client that sends a token; without one, cookies alone.</summary>
    public HttpClient As(string? token)
    {
        var client = new HttpClient { BaseAddress = Stranger.BaseAddress };
        if (token is not null)
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    /// <summary>In place of the feed.</summary>
    private void Follow(CatalogSnapshot snapshot)
    {
        var document = new CatalogLayers(CatalogJson.Read(snapshot.FileJson), CatalogJson.Read(snapshot.ManagedJson)).Merge().Document;
        _app.Services.GetRequiredService<CatalogView>().Replace(snapshot, RoutingTable.Build(document, _app.Services.GetRequiredService<SecretBox>(), snapshot.Version));
    }

    public static FakeGrains ControlPlane(FakeCatalog catalog) =>
        ControlPlane(catalog, new FakeAudit(), TimeProvider.System);

    public static FakeGrains ControlPlane(FakeCatalog catalog, FakeAudit audit, TimeProvider time) =>
        FakeGrains.New().Add<ICatalogGrain>(_ => catalog).Add<ICatalogHistoryGrain>(_ => catalog).Add<IIdempotencyGrain>(_ => new FakeIdempotency())
            .Add<IAccessGrain>(_ => new FakeAccess()).Add<ISignInGrain>(_ => new FakeSignIn(time)).Add<IKeyRingGrain>(_ => new FakeKeyRing())
            .Add<IAuditGrain>(_ => audit).Add(audit.Page);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        Stranger.Dispose();
        await _app.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }
}
