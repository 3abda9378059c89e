using System.Buffers.Binary;
using System.Security.Cryptography;
using AiGateway.Core.Limits;
using AiGateway.Core.Money;
using AiGateway.Edge.Access;
using AiGateway.Edge.Admin;
using AiGateway.Edge.Api;
using AiGateway.Edge.Api.Models;
using AiGateway.Edge.Api.OpenAi;
using AiGateway.Edge.Cluster;
using AiGateway.Edge.Cluster.Leases;
using AiGateway.Edge.Console;
using AiGateway.Edge.Objects;
using AiGateway.Edge.Pinning;
using AiGateway.Edge.Pipeline;
using AiGateway.Edge.Pipeline.Accounting;
using AiGateway.Edge.Pipeline.Limits;
using AiGateway.Edge.Pipeline.Answers;
using AiGateway.Edge.Pipeline.Bodies;
using AiGateway.Edge.Pipeline.Routing;
using AiGateway.Edge.Pipeline.Selection;
using AiGateway.Edge.Pipeline.Sending;
using AiGateway.Edge.Prices;
using AiGateway.Edge.Realtime;
using AiGateway.Edge.Records;
using AiGateway.Edge.Responses;
using AiGateway.Edge.Security;
using AiGateway.Edge.Shadow;
using AiGateway.Edge.Telemetry;
using AiGateway.Edge.Upstream;
using AiGateway.Edge.Upstream.Credentials;
using AiGateway.Edge.Upstream.Tokens;
using AiGateway.Edge.Usage;
using AiGateway.Grains.Cluster;
using AiGateway.Hosting;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Yarp.ReverseProxy.Forwarder;

namespace AiGateway.Edge.Hosting;

/// <summary>The parts of an edge and how they fit together.</summary>
internal static class GatewayServices
{
    public static void Add(
        IServiceCollection services, ClusterSettings cluster, GatewaySettings gateway, AdminSettings admin, SecuritySettings security,
        RecordSettings records, bool resetAccess, ListenAddresses addresses)
    {
        var master = security.Load(cluster.Mode, gateway.DataDirectory);
        var journalDirectory = Path.Combine(gateway.DataDirectory, "journal");
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(cluster);
        services.AddSingleton(gateway);
        services.AddSingleton(addresses);
        services.AddSingleton(new SecretBox(master));
        services.AddSingleton(new ConsumerKeyDigest(master));
        services.AddSingleton(AdminAccess.Open(admin, gateway.DataDirectory, master, resetAccess));
        services.AddSingleton(provider => EdgeIdentity.LoadOrCreate(gateway.DataDirectory, provider.GetRequiredService<TimeProvider>()));

        AddClusterEnd(services);
        AddPipeline(services);
        AddPrices(services, gateway);
        services.AddSingleton(OpenJournal(journalDirectory));
        services.AddRecords(records, cluster.Mode, gateway.DataDirectory, journalDirectory);

        services.AddAccess(master);
        services.AddAdmin();
        services.AddConsole();
        services.AddSingleton<FirstRun>();
        services.AddSingleton<Readiness>();
        services.AddHostedSingleton<LeaveTaking>();
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<CatalogPublisher>(provider, cluster.Mode == ClusterMode.Single));
        services.AddHostedService(provider => provider.GetRequiredService<CatalogPublisher>());
        services.AddHostedService(provider => ActivatorUtilities.CreateInstance<Welcome>(provider, new AccessReset(resetAccess)));
        services.AddRouting();
        services.ReadKeysWhenNeeded();
    }

    private static void AddClusterEnd(IServiceCollection services)
    {
        services.AddSingleton<CatalogView>();
        services.AddSingleton<KeyViews>();
        services.AddSingleton<RampViews>();
        services.AddSingleton<ControlPlaneContact>();
        services.AddHostedSingleton<FeedReader>();
        services.AddHostedSingleton<KeyReporter>();
        services.AddHostedSingleton<RampReporter>();
        services.AddSingleton(LeaseTerms.Default);
        services.AddHostedSingleton<LeaseAgent>();
        services.AddSingleton<ProbeCall>();
        services.AddHostedSingleton<ProbeLoop>();
        services.AddHostedService<Rehearsal>();
    }

    private static void AddPipeline(IServiceCollection services)
    {
        services.AddHttpForwarder();
        services.AddSingleton<UpstreamClients>();
        services.AddSingleton<GoogleTokens>();
        services.AddSingleton<CredentialSources>();
        services.AddSingleton<HttpUpstream>();
        services.AddSingleton<DemoUpstream>();
        services.AddSingleton<TokenCounter>();
        services.AddSingleton<GatewayMetrics>();
        services.AddSingleton<GatewayTracing>();
        services.AddHostedService<StateGauges>();
        services.AddHostedSingleton<Heartbeats>();
        services.AddSingleton<RevocationWatch>();
        services.AddSingleton<Authenticate>();
        services.AddSingleton<Read>();
        services.AddSingleton<Splits>();
        services.AddSingleton<RetryBudgets>();
        services.AddSingleton<Router>();
        services.AddSingleton<PinBook>();
        services.AddSingleton<AnswerPins>();
        services.AddSingleton<SignaturePins>();
        services.AddSingleton<NamedObjects>();
        services.AddSingleton<AccountBinding>();
        services.AddSingleton<Estimates>();
        services.AddSingleton<TargetCaps>();
        services.AddSingleton<Admit>();
        services.AddSingleton<Accounts>();
        services.AddSingleton(new Dice(BinaryPrimitives.ReadUInt64LittleEndian(RandomNumberGenerator.GetBytes(8))));
        services.AddSingleton<KeySelector>();
        services.AddSingleton<Explanation>();
        services.AddSingleton<Forward>();
        services.AddSingleton<Meter>();
        services.AddSingleton<AnswerClocks>();
        services.AddSingleton<StreamRelay>();
        services.AddSingleton<AnswerRelay>();
        services.AddSingleton<BytesRelay>();
        services.AddSingleton<Relay>();
        services.AddSingleton<Attempts>();
        services.AddSingleton<TokenCounts>();
        services.AddSingleton<Settle>();
        services.AddSingleton<ShadowMetrics>();
        services.AddSingleton<ShadowPermits>();
        services.AddSingleton<ShadowKeys>();
        services.AddSingleton<ShadowReader>();
        services.AddSingleton<ShadowLedger>();
        services.AddSingleton<ShadowCalls>();
        services.AddHostedSingleton<Shadows>();
        services.AddSingleton<CallPipeline>();
        services.AddResponses();
        services.AddObjects();
        services.AddRealtime();
        services.AddSingleton<ModelList>();
        services.AddSingleton<CallIds>();
        services.AddSingleton<DataPlane>();
    }

    private static void AddPrices(IServiceCollection services, GatewaySettings gateway)
    {
        if (gateway.PriceFile is not { Length: > 0 } path)
        {
            services.AddSingleton(new PriceView(PriceList.Empty));
            return;
        }
        services.AddSingleton(PriceView.Open(path));
        services.AddHostedService(provider => ActivatorUtilities.CreateInstance<PriceFollower>(provider, path));
    }

    private static UsageJournal OpenJournal(string directory)
    {
        try
        {
            return UsageJournal.Open(directory);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SettingsException([e.Message]);
        }
    }

    private static void AddHostedSingleton<T>(this IServiceCollection services)
        where T : class, IHostedService
    {
        services.AddSingleton<T>();
        services.AddHostedService(provider => provider.GetRequiredService<T>());
    }
}
